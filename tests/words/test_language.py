import ast
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import get_args

import pytest

from helpers.analysis.changes import Direction
from helpers.data.codebook import Codebook
from helpers.data.printed.printed_figures import Qualifier
from helpers.data.raw_data import RawData
from helpers.data.tables.data_package import read_package
from helpers.problems import UsageError
from helpers.project import DESCRIPTOR, PROCESSED_DESCRIPTOR
from helpers.reports.comparison.comparability import Grade
from helpers.words.language import (
    BASIC_LANGUAGES,
    LANGUAGES,
    Language,
    read_catalogue,
    read_claim_kinds,
)
from helpers.words.names import Names

ZH, EN = Language("zh"), Language("en")
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# A `?` at the start or alone in brackets is the sign of what is left open.
ASCII_PUNCTUATION = re.compile(r"""[,;:!()"']|(?<!^)\?(?!）)""")
MESSAGES = sorted(read_catalogue())
SOURCE = Path(__file__).resolve().parents[2] / "src" / "helpers"

CHANGE_SAID_IN = ("title", "course")
# What the callers of `say` fill in by themselves.
FILLED_IN = {
    "claim": set[str](),
    "say": set[str](),
    "write_fault": set[str](),
    "say_figure": {"figure", "period"},
    "say_change": {"indicator", "first", "second", "start", "end"},
    "say_refusal": {
        *("measure", "period", "reason"),
        *("first", "first_source", "second", "second_source"),
    },
}


# --- which messages the code says --------------------------------------------------------------


@cache
def parse_modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def list_patterns(node: ast.expr) -> Iterator[str]:
    """Yield a regular expression for each key that an expression can stand for."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from list_patterns(node.body)
        yield from list_patterns(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w*"
            for part in node.values
        )


def list_calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Yield where `say` is called, the call, and which of its forms it is."""
    for name, module in parse_modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and node.args:
                called = node.func
                form = called.attr if isinstance(called, ast.Attribute) else ""
                form = called.id if isinstance(called, ast.Name) else form
                if form in FILLED_IN:
                    yield f"{name}:{node.lineno}", node, form


def list_said_patterns() -> Iterator[tuple[str, str]]:
    """Yield where a key is said, and its pattern; names are followed to what they are set to."""
    for where, call, form in list_calls():
        for pattern in list_patterns(call.args[0]):
            if form == "say_change":
                yield from ((where, f"{pattern}_{way}") for way in get_args(Direction))
            elif re.search("[a-z]", pattern.replace(r"\w", "")):  # else a caller has the key
                yield where, pattern
    for name, module in parse_modules().items():
        for node in ast.walk(module):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and node.targets[0].id == "key"
            ):
                for pattern in list_patterns(node.value):
                    if r"\ " in pattern:  # no key has a space: it is another kind of key
                        continue
                    yield f"{name}:{node.lineno}", pattern


def list_fields(text: str, *, printed: bool = False) -> set[str]:
    """Return the values that a message names; `printed` ones do more than choose a word."""
    parts = string.Formatter().parse(text)
    return {
        field
        for _, field, way, _ in parts
        if field is not None and not (printed and "|" in (way or ""))
    }


def list_literals(text: str) -> str:
    return "".join(literal for literal, _, _, _ in string.Formatter().parse(text))


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Firms", "firms"),
        ("No firms", "no firms"),
        ("R&D spending", "R&D spending"),
        ("GDP", "GDP"),
        ("Luohe firms", "Luohe firms"),
    ],
)
def test_a_name_inside_a_sentence_begins_small_where_it_may(
    codebook: Codebook, name: str, inside: str
) -> None:
    other = replace(codebook, indicators={"one": {"name_en": name, "name_zh": "企业"}})

    assert Names(EN, other).indicator("one", inside=True) == inside
    assert Names(EN, other).indicator("one") == name
    assert Names(ZH, other).indicator("one", inside=True) == "企业"


def test_no_module_hides_another_of_the_same_name() -> None:
    # __init__.py alone stands in every folder.
    assert len(parse_modules()) == len(list(SOURCE.rglob("*.py")))


def test_a_public_class_has_a_name_of_its_own() -> None:
    named = [
        node.name
        for tree in parse_modules().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]

    assert [name for name in sorted(set(named)) if named.count(name) > 1] == []


def test_every_message_that_the_code_says_is_in_the_catalogue() -> None:
    missing = [
        (where, pattern)
        for where, pattern in list_said_patterns()
        if not any(re.fullmatch(pattern, key) for key in MESSAGES)
    ]

    assert missing == []


def test_every_message_of_the_catalogue_is_said() -> None:
    said = [re.compile(pattern) for pattern in {pattern for _, pattern in list_said_patterns()}]
    names = {key: {key, key.removesuffix("_open")} for key in MESSAGES}

    assert [
        key for key in MESSAGES if not any(p.fullmatch(name) for p in said for name in names[key])
    ] == []


def test_no_message_that_asserts_something_is_said_without_its_claim() -> None:
    kinds = {key for key, kind in read_claim_kinds().items() if kind != "fixed"}
    plain = [
        (where, key)
        for where, call, form in list_calls()
        if form in ("say", "say_figure", "say_refusal")
        for key in list_patterns(call.args[0])
        if key in kinds
    ]

    assert plain == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"qualifier_{name}" for name in Qualifier if name not in {"exact", "range"}),
        *(f"{where}_{way}" for where in CHANGE_SAID_IN for way in get_args(Direction)),
        *(f"verdict_{grade}" for grade in get_args(Grade)),
        *(f"locator_{kind}" for kind in ("line", "page", "table")),
        *(f"period_{part}" for part in ("h1", "h2", "q1", "q2", "q3", "q4")),
    ],
)
def test_a_key_that_is_put_together_is_in_the_catalogue(key: str) -> None:
    assert key in MESSAGES


def test_every_call_fills_in_what_its_message_names() -> None:
    unfilled = []
    for where, call, form in list_calls():
        given = {keyword.arg for keyword in call.keywords}
        if None in given:  # **values are handed through from a caller that is checked itself
            continue
        for key in list_patterns(call.args[0]):
            if key in MESSAGES:
                fields = list_fields(read_catalogue()[key]["en"])
                unfilled += [(where, key, name) for name in fields - FILLED_IN[form] - given]

    assert unfilled == []


# --- every message in both languages -----------------------------------------------------------


def test_every_message_stands_in_every_language_and_nothing_else() -> None:
    assert [key for key, text in read_catalogue().items() if set(text) != set(LANGUAGES)] == []


def list_named(text: str, *, printed: bool = False) -> set[str]:
    return {field.replace("_inside", "_name") for field in list_fields(text, printed=printed)}


def test_all_languages_of_a_message_name_the_same_values() -> None:
    # A count may choose a word in one language and be printed in the other; and only English
    # writes a name otherwise inside a sentence.
    differing = {
        (key, other): missing
        for key, text in read_catalogue().items()
        for one, other in permutations(LANGUAGES, 2)
        if (missing := list_named(text[one], printed=True) - list_named(text[other]))
    }

    assert differing == {}


def test_chinese_messages_use_chinese_punctuation() -> None:
    ascii_marks = {
        key: text["zh"]
        for key, text in read_catalogue().items()
        if ASCII_PUNCTUATION.search(list_literals(text["zh"]))
        or re.search(r"[\u4e00-\u9fff]\.", list_literals(text["zh"]))
    }

    assert ascii_marks == {}


def test_english_messages_have_no_chinese_character_or_punctuation() -> None:
    # A wide space sets a row under the one above it, in both languages.
    texts = {key: text["en"].lstrip("\u3000") for key, text in read_catalogue().items()}
    assert {key for key, text in texts.items() if CHINESE.search(text)} == set()


def test_a_word_follows_the_count() -> None:
    values = {"comparisons": 1, "inconsistent": 0, "undecided": 0, "head": "Luohe"}
    assert "1 result recorded;" in EN.say("checked_findings", **values)
    assert "3 results recorded;" in EN.say("checked_findings", **(values | {"comparisons": 3}))


def test_an_abbreviation_at_the_end_of_a_sentence_is_its_full_stop() -> None:
    ends = {parts: Language("en").say("alternative", parts=parts) for parts in ("A Co., Ltd.", "B")}

    assert [*ends.values()] == ["Chart. A Co., Ltd.", "Chart. B."]


def test_an_unknown_message_is_an_error() -> None:
    with pytest.raises(KeyError):
        EN.say("no_such_message")


@pytest.mark.parametrize("code", ["fr", "ZH", "", "english"])
def test_an_unknown_language_is_refused_and_the_known_ones_are_named(code: str) -> None:
    with pytest.raises(UsageError, match=r"zh.*en|en.*zh|'en'|'zh'"):
        Language(code)


# --- every name in both languages --------------------------------------------------------------


def test_every_bilingual_cell_of_the_raw_data_is_filled_in_both_languages_or_in_neither(
    raw: RawData,
) -> None:
    lonely = [
        (table, str(line), name)
        for table, frame in raw.frames.items()
        for name in frame.columns
        if name.endswith("_zh") and f"{name[:-3]}_en" in frame.columns
        for line, chinese, english in zip(
            frame.index, frame[name], frame[f"{name[:-3]}_en"], strict=True
        )
        if (chinese == "") != (english == "")
        # A count has no measure word in English (101家 is 101), and a rank none in either.
        and not (table == "units" and frame.loc[line, "kind"] in ("count", "rank", "density"))
    ]

    assert lonely == []


@pytest.mark.parametrize("table", ["places", "indicators", "sources", "entities", "subjects"])
def test_every_row_of_the_codebook_has_a_name_or_title_in_both_languages(
    codebook: Codebook, table: str
) -> None:
    rows = getattr(codebook, table)
    columns = {"sources": ("title", "short", "publisher"), "subjects": ("",)}.get(table, ("name",))

    for row in rows.values():
        for column in columns:
            for code in BASIC_LANGUAGES:
                assert row[f"{column}_{code}" if column else code].strip()


def test_every_english_name_is_free_of_chinese(raw: RawData) -> None:
    mixed = [
        (table, name, value)
        for table, frame in raw.frames.items()
        for name in frame.columns
        if name.endswith("_en") and not name.startswith("note_")  # a note may quote the print
        for value in frame[name]
        if CHINESE.search(value)
    ]

    assert mixed == []


def test_every_chinese_name_of_a_place_and_an_indicator_is_chinese(codebook: Codebook) -> None:
    names = [row["name_zh"] for row in codebook.indicators.values()]
    names += [row[name] for row in codebook.places.values() for name in ("name_zh", "short_zh")]

    assert [name for name in names if not re.search(r"[\u4e00-\u9fff]", name)] == []


@pytest.mark.parametrize("descriptor", [DESCRIPTOR, PROCESSED_DESCRIPTOR])
def test_every_label_of_a_coded_value_stands_in_both_languages(
    project: Path, descriptor: Path
) -> None:
    package = read_package(descriptor, project)
    labels = [
        (table.name, column.name, value, label)
        for table in package.tables.values()
        for column in table.fields
        for value, label in column.labels.items()
    ]

    assert labels
    for _, _, _, label in labels:
        assert re.search(r"[\u4e00-\u9fff]", label["zh"])
        assert label["en"]
        assert not CHINESE.search(label["en"])


# --- periods, lists, counts --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        ("2020", "2020年", "2020"),
        ("2024-H1", "2024年上半年", "the first half of 2024"),
        ("2023-H2", "2023年下半年", "the second half of 2023"),
        ("2021-Q1", "2021年一季度", "the first quarter of 2021"),
        ("2021-Q2", "2021年二季度", "the second quarter of 2021"),
        ("2021-Q3", "2021年三季度", "the third quarter of 2021"),
        ("2021-Q4", "2021年四季度", "the fourth quarter of 2021"),
        ("2021-02", "2021年2月", "February 2021"),
        ("2021-12", "2021年12月", "December 2021"),
        ("2022-06-24", "2022年6月24日", "24 June 2022"),
        ("2021-01-01", "2021年1月1日", "1 January 2021"),
        ("2016/2020", "2016—2020年", "2016–2020"),
        ("2020-07/2021", "2020年7月至2021年", "July 2020 to 2021"),
        ("2020/2021-06", "2020年至2021年6月", "2020 to June 2021"),
        ("2021/..", "2021年所载", "stated in 2021"),
        ("2024-H1/..", "2024年上半年所载", "stated in the first half of 2024"),
        ("by 2025", "到2025年", "by 2025"),
        ("by 2025-06", "到2025年6月", "by June 2025"),
        ("2022/2023?", "2022年或2023年", "2022 or 2023"),
        ("2021/2025?", "2021—2025年中的一年", "one year of 2021–2025"),
        ("each 2021", "2021年每年", "each year, 2021"),
        ("each 2021/2025", "2021—2025年每年", "each year, 2021–2025"),
        ("each 2021/..", "2021年所载，每年", "each year, stated in 2021"),
    ],
)
def test_a_period_is_written_in_both_languages(period: str, chinese: str, english: str) -> None:
    assert ZH.period(period) == chinese
    assert EN.period(period) == english


@pytest.mark.parametrize("language", [ZH, EN])
@pytest.mark.parametrize("period", ["2023-H2/2024-H1", "2021-02/2021-05", "2021-Q1/2021-Q3"])
def test_a_period_of_parts_of_years_is_written_in_words_and_not_in_code(
    language: Language, period: str
) -> None:
    assert not re.search(r"\d-[HQ\d]|[HQ]\d", language.period(period))


def test_a_day_is_written_in_both_languages() -> None:
    assert ZH.day("2022-12-31") == "2022年12月31日"
    assert EN.day("2022-12-31") == "31 December 2022"


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A和B", "A and B"),
        (["A", "B", "C"], "A、B和C", "A, B and C"),
    ],
)
def test_words_are_joined_to_a_list(words: list[str], chinese: str, english: str) -> None:
    assert ZH.join(words) == chinese
    assert EN.join(words) == english


def test_a_count_has_separators_in_english_only() -> None:
    assert (ZH.count(9031), EN.count(9031)) == ("9031", "9,031")


def test_no_message_has_a_figure_or_a_span_of_its_own() -> None:
    # An example from one province is false in the report of another.
    own = [
        (key, language)
        for key, texts in read_catalogue().items()
        for language, text in texts.items()
        if re.search(r"\d\.\d|\d[–—]\d", text)
    ]

    assert own == []
