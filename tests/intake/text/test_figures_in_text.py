import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listed_documents import read_cases

from helpers.data.printed.numerals import without_layout
from helpers.intake.text.lexicon import Words, read_words
from helpers.intake.text.spotted_numbers import find_figures
from helpers.words.language import read_catalogue


def split(text: str, words: Words) -> tuple[list[str], dict[str, str]]:
    narrow = without_layout(text)
    found = find_figures(narrow, words)
    figures = [narrow[x.start : x.end] for x in found if not x.reason]
    return figures, {narrow[x.start : x.end]: x.reason for x in found if x.reason}


@pytest.mark.parametrize(("text", "cases"), read_cases("numbers").items())
def test_every_printed_figure_is_found_and_what_is_none_is_left_out_with_its_reason(
    text: str, cases: list[dict[str, str]], words: Words
) -> None:
    figures, left_out = split(text, words)

    assert figures == [case["token"] for case in cases if not case["reason"]]
    for case in cases:
        if case["reason"]:
            assert left_out[case["token"]] == case["reason"]
            assert {*read_catalogue()[f"intake_reason_{case['reason']}"]} >= {"zh", "en"}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text("0123456789.,:∶、和/%万亿元家个比按配套增长O", min_size=2, max_size=24))
def test_no_run_of_digits_and_units_stops_the_reading(text: str) -> None:
    find_figures(text, read_words(Path(__file__).parents[3]))


@pytest.mark.parametrize("text", ["按01:1配套", "回落007.5和1.2%", "产业比05:30:65"])
def test_what_looks_like_a_list_or_ratio_and_is_no_number_is_passed_over(
    text: str, words: Words
) -> None:
    assert not {"01:1", "007.5", "05"} & set(split(text, words)[0])


def test_every_figure_is_read_by_the_parser_or_says_why_not(words: Words) -> None:
    narrow = without_layout("投入3.5亿元，约三分之一的企业")
    known, unknown = [x for x in find_figures(narrow, words) if not x.reason]

    assert known.figure is not None
    assert str(known.figure.value) == "350000000"
    assert unknown.figure is None
    assert "约三分之一" in unknown.fault


def test_every_pattern_is_used(project: Path) -> None:
    folder = project / "src/helpers/intake"
    text = (folder / "patterns.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(text)
    fragments = {name: f"{{{name}}}" in text for name in sections.pop("fragments")}
    sections.pop("spans")  # all of them are tried in turn
    code = {path.stem: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}

    assert [name for name, is_used in fragments.items() if not is_used] == []
    assert [
        (section, name)
        for section, patterns in sections.items()
        for name in patterns
        if f'"{name}"' not in code[section]
    ] == []
