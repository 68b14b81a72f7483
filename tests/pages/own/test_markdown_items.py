from typing import Any

import pytest

from helpers.pages.own.markdown_items import read_markdown


def read(source: str, told: list[str] | None = None) -> list[dict[str, Any]]:
    return list(read_markdown(source, ([] if told is None else told).append))


def read_runs(source: str) -> list[Any]:
    (item,) = read(source)
    assert item["kind"] == "paragraph"
    runs: list[Any] = item["runs"]
    return runs


@pytest.mark.parametrize(
    ("source", "level", "text"),
    [
        ("# 研发投入", 1, "研发投入"),
        ("## Talent", 2, "Talent"),
        ("### Deeper than a report goes", 2, "Deeper than a report goes"),
        ("# **bold**, `code` and [a link](https://example.org)", 1, "bold, code and a link"),
        ("Title\n=====", 1, "Title"),
    ],
)
def test_a_heading_is_read_as_plain_words_of_level_one_or_two(
    source: str, level: int, text: str
) -> None:
    assert read(source) == [{"kind": "heading", "level": level, "text": text}]


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("plain", ["plain"]),
        ("**bold**", [{"strong": "bold"}]),
        ("*soft*", [{"emphasis": "soft"}]),
        ("`code`", [{"code": "code"}]),
        ("[x](https://a.org/a?b=1&c=2)", [{"url": "https://a.org/a?b=1&c=2", "text": "x"}]),
        ("[**bold** link](https://a.org)", [{"url": "https://a.org", "text": "bold link"}]),
        ("a **b** c", ["a ", {"strong": "b"}, " c"]),
        ("1 < 2 & 3", ["1 < 2 & 3"]),
        ("**16.15亿元**，2020年", [{"strong": "16.15亿元"}, "，2020年"]),
    ],
)
def test_words_of_a_paragraph_keep_what_they_are(source: str, runs: list[Any]) -> None:
    found = read_runs(source)

    # Neighbouring plain words may come in pieces.
    joined: list[Any] = []
    for run in found:
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        else:
            joined.append(run)
    assert joined == runs


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "<  javascript:alert(1)>"),
        *("java&#115;cript:alert(1)", "&#1;javascript:alert(1)", "<java\tscript:alert(1)>"),
        *("vbscript:x", "data:text/html,x", "file:///etc/passwd", "//example.org/x"),
        *("\\\\\\\\example.org", "http:example.org", "03-city-report.ipynb", "#notes"),
    ],
)
def test_only_a_page_or_a_letter_is_linked_and_all_else_is_its_words(address: str) -> None:
    assert "url" not in str(read(f"a [word]({address}) b"))
    assert "url" not in str(read(f"a [word] b\n\n[word]: {address}"))
    assert "word" in str(read(f"a **[word]({address})** b"))


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("<https://example.org/济源>", "https://example.org/%E6%B5%8E%E6%BA%90"),
        ("[write](mailto:a@example.org)", "mailto:a@example.org"),
        ("**see [it](HTTP://example.org/A)**", "http://example.org/A"),
        ("a https://example.org/x_y_z?a=1&b=2.", "https://example.org/x_y_z?a=1&b=2"),
        (r"https://example.org/a\_b", "https://example.org/a_b"),
        ("“https://example.org/a”，", "https://example.org/a"),
    ],
)
def test_an_address_is_linked_however_it_is_written(source: str, address: str) -> None:
    links = [run["url"] for run in read_runs(source) if "url" in run]

    assert links == [address]


def test_a_line_break_inside_a_paragraph_is_a_space() -> None:
    assert "".join(read_runs("one\ntwo")) == "one two"


def test_paragraphs_are_apart() -> None:
    assert [item["kind"] for item in read("one\n\ntwo")] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(("source", "ordered"), [("- a\n- b", False), ("1. a\n2. b", True)])
def test_a_list_has_its_entries_and_its_order(source: str, ordered: bool) -> None:  # noqa: FBT001
    (item,) = read(source)

    assert (item["kind"], item["ordered"]) == ("list", ordered)
    assert [[part["runs"] for part in entry] for entry in item["entries"]] == [[["a"]], [["b"]]]


def test_a_list_in_a_list_stays_inside_its_entry() -> None:
    (item,) = read("- a\n  - b\n- c")
    first, second = item["entries"]

    assert [part["kind"] for part in first] == ["paragraph", "list"]
    assert first[1]["entries"][0][0]["runs"] == ["b"]
    assert second[0]["runs"] == ["c"]


def test_a_quote_holds_what_is_quoted() -> None:
    (item,) = read("> quoted")

    assert item["kind"] == "quote"
    assert [part["runs"] for part in item["items"]] == [["quoted"]]


def test_code_is_kept_as_it_is() -> None:
    assert read("```python\na = 1\n\nb = {2}\n```") == [
        {"kind": "code", "text": "a = 1\n\nb = {2}", "note": ""}
    ]


@pytest.mark.parametrize(
    "source", ["", "  \n", "<div>raw</div>", "---", "[label]: https://example.org"]
)
def test_what_has_no_words_is_left_out(source: str) -> None:
    assert read(source) == []


@pytest.mark.parametrize("source", ["![picture](a.png)", "before ![picture](a.png) after"])
def test_a_picture_is_left_out(source: str) -> None:
    shown = str(read(source))

    assert "a.png" not in shown


def test_raw_markup_inside_a_paragraph_is_left_out_but_not_its_words() -> None:
    assert "".join(run for run in read_runs("a <b>c</b> d") if isinstance(run, str)) == "a c d"


def test_every_item_is_of_a_kind_that_the_template_sets() -> None:
    source = "# a\n\nb\n\n- c\n\n> d\n\n```\ne\n```\n\n1. f"

    kinds = {item["kind"] for item in read(source)}
    assert kinds == {"heading", "paragraph", "list", "quote", "code"}


def test_a_table_keeps_its_heads_alignment_and_cells() -> None:
    (table,) = read("| City | Share |\n|:--|--:|\n| A | 1.5 |\n| B | **2** |")

    assert [(column["head"], column["align"]) for column in table["columns"]] == [
        ("City", "left"),
        ("Share", "right"),
    ]
    assert table["rows"] == [[["A"], ["1.5"]], [["B"], [{"strong": "2"}]]]


def test_a_formula_is_a_picture_whose_words_are_its_source() -> None:
    paragraph, formula = read("Let $x^2$ be.\n\n$$\n\\frac{a}{b}\n$$")

    before, inline, after = paragraph["runs"]
    assert (before, inline["formula"], after) == ("Let ", "x^2", " be.")
    assert (formula["kind"], formula["formula"]) == ("formula", r"\frac{a}{b}")
    assert formula["svg"].startswith("<svg")
    # A fraction is higher than one line of 10 points and hangs below it.
    assert formula["height"] > 10 > formula["depth"] > 0


def test_a_formula_that_cannot_be_set_is_shown_as_it_is_written_and_told() -> None:
    told: list[str] = []
    items = read("$$\n\\begin{cases} a \\\\ b \\end{cases}\n$$\n\n$$\\text{研发}$$", told)

    assert [item["kind"] for item in items] == ["code", "code"]
    assert "begin{cases}" in told[0]
    assert "研发" in told[1]


@pytest.mark.parametrize("source", ["a <b>word</b>", "<div>a</div>", "![alt](picture.png)"])
def test_what_is_left_out_of_markdown_is_told(source: str) -> None:
    told: list[str] = []
    read(source, told)

    assert told
    assert all("left out" in text for text in told)
