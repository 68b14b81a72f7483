"""Invented cities, with the figures that were listed by hand before intake read them."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listed_documents import DOCUMENTS, FOLDER, is_read, read_list

from helpers.data.verification import squeeze
from helpers.fonts import FAMILY, find_font_folder
from helpers.intake.proposed_rows import Proposals

pytestmark = pytest.mark.slow

Propose = Callable[..., Proposals]


@dataclass(frozen=True)
class Score:
    """How many figures were listed, proposed, found, and read with value and unit."""

    listed: int
    proposed: int
    found: int
    read: int


def score(proposals: Proposals, listed: list[dict[str, str]]) -> Score:
    rows = proposals.rows
    tokens = [squeeze(row["token"]) for row in listed]
    matcher = SequenceMatcher(None, tokens, [squeeze(row["as_printed"]) for row in rows])
    pairs = [
        (listed[block.a + offset], rows[block.b + offset])
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    ]
    read = sum(is_read(row, want) for want, row in pairs)
    return Score(len(listed), len(rows), len(pairs), read)


def assert_good(found: Score) -> None:
    assert found.found >= 0.95 * found.listed
    assert found.found >= 0.85 * found.proposed
    assert found.read >= 0.97 * found.found


def typeset(text: str) -> bytes:
    body = "\n\n".join(line.replace("*", "\\*").replace("#", "\\#") for line in text.split("\n"))
    source = (
        '#set page(columns: 2, numbering: "1 / 1", header: [科技工作简报])\n'
        f'#set text(font: "{FAMILY}", size: 10pt, lang: "zh")\n{body}'
    )
    return set_pages(source)


def set_pages(source: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.typ"
        path.write_text(source, encoding="utf-8")
        pages: bytes = typst.compile(str(path), font_paths=[str(find_font_folder())])
    return pages


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_of_another_city_is_read_as_well_as_was_asked_for(
    path: Path, propose: Propose
) -> None:
    assert_good(score(propose(path.read_bytes(), path.name), read_list(path.stem)))


@pytest.mark.parametrize(
    ("name", "saved_as", "save"),
    [
        ("songling-bulletin.txt", "b.txt", lambda text: text.encode("gb18030")),
        ("linxi-plan.txt", "p.txt", lambda text: text.replace("\t", "    ").encode("utf-8-sig")),
        ("yanmenhu-press.html", "h.html", lambda text: text.encode("gb18030")),
        ("jinshazhou-points.html", "j.html", lambda text: text.replace("UTF-8", "gb2312").encode()),
        ("luming-brief.txt", "l.pdf", typeset),
    ],
)
def test_a_document_is_read_alike_however_it_was_saved(
    name: str, saved_as: str, save: Callable[[str], bytes], propose: Propose
) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert_good(score(propose(save(text), saved_as), read_list(Path(name).stem)))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=15,
    deadline=None,
    derandomize=True,
)
@given(width=st.integers(24, 60))
def test_where_the_lines_break_changes_no_figure(width: int, propose: Propose) -> None:
    text = (FOLDER / "songling-bulletin.txt").read_text(encoding="utf-8")
    wrapped = "\n".join(
        line[start : start + width]
        for line in text.split("\n")
        for start in range(0, max(len(line), 1), width)
    )

    assert_good(score(propose(wrapped), read_list("songling-bulletin")))


def test_no_telephone_number_or_postcode_is_kept(propose: Propose) -> None:
    proposals = propose((FOLDER / "yunqi-subsidies.txt").read_bytes())
    kept = "".join(row["as_printed"] for row in proposals.rows)

    assert "2881234" not in kept
    assert "467000" not in kept


def test_rows_of_a_pdf_get_their_units_from_the_column_of_units(propose: Propose) -> None:
    table = set_pages(
        f'#set text(font: "{FAMILY}")\n主要指标\n#table(columns: 4, '
        "[指标], [单位], [2020年], [2025年], [研发经费投入强度], [%], [1.92], [2.5], "
        "[技术合同成交额], [亿元], [42.6], [120])"
    )
    rows = propose(table, "t.pdf").rows

    assert [(row["as_printed"], row["table_unit"], row["indicator"]) for row in rows] == [
        *(("1.92", "%", "rd_intensity"), ("2.5", "%", "rd_intensity")),
        ("42.6", "亿元", "technology_contract_turnover"),
        ("120", "亿元", "technology_contract_turnover"),
    ]


def test_the_day_of_issue_in_brackets_at_the_end_is_found(propose: Propose) -> None:
    text = "今年新增企业40家。\n（岚溪日报 2008-03-08）\n"

    assert propose(text).facts.written == "2008-03-08"


def test_a_standard_term_without_indicator_is_named_and_not_guessed_at(propose: Propose) -> None:
    text = "岚溪市2023年统计公报\n全年社会消费品零售总额862.4亿元，固定资产投资960亿元。\n"
    proposals = propose(text)

    assert [row["indicator"] for row in proposals.rows] == ["", ""]
    assert dict(proposals.terms) == {"社会消费品零售总额": 1, "固定资产投资": 1}


def test_many_figures_on_one_line_have_each_an_identifier(propose: Propose) -> None:
    text = "全市高新技术企业达到12家，" * 750
    rows = propose(text).rows

    assert len({row["figure_id"] for row in rows}) == len(rows) == 750
    assert rows[26]["figure_id"] == "other:1aa"
