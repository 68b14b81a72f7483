"""The codebook decides what is compared, grouped and awarded; no code names an indicator."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from case_tables import read_cases

from helpers.data.codebook import Codebook
from helpers.data.raw_data import read_raw_data
from helpers.problems import InputError

EditCell = Callable[[str, str, str, str], tuple[str, int]]


def list_words(path: Path) -> set[str]:
    """Return the words of every text in a module but its docstrings, whose examples are run."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, documented) and n.body and isinstance(n.body[0], ast.Expr)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]
    return {word for text in texts for word in re.findall("[a-z][a-z0-9_]*", text)}


def test_no_module_names_an_indicator(project: Path, codebook: Codebook) -> None:
    known = {*codebook.indicators, *codebook.derived}
    named = {
        path.name: found
        for path in (project / "src/helpers").rglob("*.py")
        if (found := known & list_words(path))
    }

    assert named == {}


def test_a_derived_indicator_is_compared_after_its_numerator(codebook: Codebook) -> None:
    assert codebook.compared == [
        "rd_intensity",
        "rd_expenditure_over_gdp",
        "high_tech_enterprises",
        "high_tech_enterprises_per_100000",
        "bachelor_or_above_per_100000",
        "rd_personnel_per_10000_registered",
        "technology_contracts_over_gdp",
        "fiscal_science_share",
        "patents_granted_per_10000",
    ]
    assert sorted(codebook.compared_for("peers")) == ["census_population", "gdp_per_head"]
    assert codebook.compared_for("context") == ["registered_elsewhere_share"]


def test_a_derived_indicator_says_which_printed_one_it_stands_for(codebook: Codebook) -> None:
    assert codebook.derived_like("rd_intensity") == ["rd_expenditure_over_gdp"]
    assert codebook.derived_like("high_tech_enterprises") == []


@pytest.mark.parametrize(
    ("chapter", "headline", "drawn"),
    [
        ("rd", "rd_intensity", ["rd_intensity", "rd_expenditure"]),
        ("enterprises", "high_tech_enterprises", ["high_tech_enterprises"]),
        ("talent", "bachelor_or_above_per_100000", ["rd_personnel"]),
        ("context", "", ["fiscal_science_expenditure", "patents_granted"]),
    ],
)
def test_a_chapter_has_its_headline_and_draws_what_ranks_cities(
    codebook: Codebook, chapter: str, headline: str, drawn: list[str]
) -> None:
    assert codebook.headline_of(chapter) == headline
    assert codebook.drawn_over_time(chapter) == drawn


MISSPELT = """
indicators | rd_intensity | compared | rankd | 'rankd' is not known; expected perhaps 'ranked'
indicators | floor_area | group | building | 'building' is not known
indicators | gdp | step | intents | 'intents' is not known; expected perhaps 'intent'
derived_indicators | gdp_per_head | compared | peer | 'peer' is not known; expected
"""


@pytest.mark.parametrize(("table", "key", "column", "value", "wrong"), read_cases(MISSPELT))
def test_a_misspelt_code_of_the_codebook_is_named_by_file_line_and_column(
    project_copy: Path,
    edit_cell: EditCell,
    table: str,
    key: str,
    column: str,
    value: str,
    wrong: str,
) -> None:
    shown, line = edit_cell(table, key, column, value)

    with pytest.raises(InputError) as caught:
        read_raw_data(project_copy, "henan")

    assert f"{shown}:{line}: {column}: {wrong}" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (
            "technology_loan_firms,technology_loans,某,Some",
            "is a count, 'technology_loans' a money",
        ),
        ("fiscal_expenditure,firms_visited,,", "note_zh: the cell is empty; expected the name of"),
    ],
)
def test_an_amount_is_granted_to_a_count_and_the_average_has_a_name(
    project_copy: Path, row: str, wrong: str
) -> None:
    path = project_copy / "data/raw/henan/relations.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"indicator,granted_to,{row},,\n")

    with pytest.raises(InputError, match=wrong):
        read_raw_data(project_copy, "henan")


def test_a_relation_that_rests_on_an_unknown_document_is_named(
    project_copy: Path, edit_cell: EditCell
) -> None:
    edit_cell("relations", "successor_of", "source", "luohe-letter-2012")

    with pytest.raises(InputError, match=r"'luohe-letter-2012' is no source.*luohe-letter-2021"):
        read_raw_data(project_copy, "henan")


def test_an_unknown_chapter_is_named(project_copy: Path) -> None:
    path = project_copy / "data/raw/codebook/raw.tables.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"chapter": "talent"', '"chapter": "talents"'), encoding="utf-8")

    with pytest.raises(InputError, match="'talents' is not known; expected perhaps 'talent'"):
        read_raw_data(project_copy, "henan")
