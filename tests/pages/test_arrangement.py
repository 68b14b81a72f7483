from typing import Any

import nbformat

from helpers.pages.arrangement import arrange_items
from helpers.pages.document import collect_content

NO_SOURCE = "figures lead to no source; end the notebook with report.sources()"


def arrange(*items: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    told: list[str] = []
    return arrange_items(items, told.append), told


def write(text: str, mark: str = "") -> dict[str, Any]:
    return {"kind": "paragraph", "runs": [text, *([{"mark": mark}] if mark else [])]}


def list_sources(*numbers: int) -> list[dict[str, Any]]:
    rows = {"kind": "attachment", "name": "figures.csv", "content": f"{numbers}"}
    return [{"kind": "notes", "sources": numbers}, rows]


def test_of_two_lists_of_sources_the_last_stays_with_its_files() -> None:
    first, second = write("a", "1:7"), write("b", "2:7")
    items, told = arrange(first, *list_sources(1), second, *list_sources(1, 2))

    assert items == [first, second, *list_sources(1, 2)]
    assert told == []


def test_figures_below_the_sources_or_without_any_are_told() -> None:
    assert arrange(*list_sources(1), write("a", "2:7"))[1] == [NO_SOURCE]
    assert arrange(write("a", "1:7"))[1] == [NO_SOURCE]
    assert arrange(write("words"), *list_sources())[1] == []


def test_what_explains_a_sign_stands_where_the_sign_does() -> None:
    def explain(*items: dict[str, Any]) -> list[str]:
        runs = [{"key": "", "text": "Marks."}, {"key": "star", "text": " A star 1*."}]
        runs += [{"key": "line", "text": " A line [3:17]."}]
        keys = {"kind": "paragraph", "runs": runs}
        arranged, _ = arrange(keys, *items, *list_sources())
        return list(arranged[0]["runs"])

    # Its own words hold no sign, nor does what is attached.
    assert explain({"kind": "attachment", "name": "a", "content": "2023*"}) == ["Marks."]
    assert explain(write("in 2023*")) == ["Marks. A star 1*."]
    assert explain(write("a", "1:7"), write("2023年*")) == ["Marks. A star 1*. A line [3:17]."]


def test_the_mark_of_a_figure_as_printed_is_explained_too() -> None:
    key = {"kind": "paragraph", "runs": [{"key": "line", "text": "A line."}]}
    rows = [{"number": 1, "label": "[3][12:17]", "runs": ["16.15亿元"]}]

    def explain(*shown: dict[str, Any]) -> bool:
        arranged, _ = arrange(dict(key), {"kind": "notes", "sources": [3], "rows": [*shown]})
        return bool(arranged[0]["kind"] == "paragraph")

    assert explain(*rows)
    assert not explain({**rows[0], "label": "[3][12]"})


def test_what_explains_signs_is_said_once() -> None:
    first, again = (
        {"kind": "paragraph", "runs": [{"key": "", "text": f"{space}Marks."}]}
        for space in ("", " ")
    )
    arranged, _ = arrange(first, write("a", "1:7"), again, *list_sources())

    assert [item["kind"] for item in arranged].count("paragraph") == 2  # the words, and one key


def test_an_empty_heading_is_not_set_and_the_first_is_of_level_one() -> None:
    heads = [("", 1), ("a", 2), ("b", 2)]
    items, _ = arrange(*({"kind": "heading", "text": text, "level": n} for text, n in heads))

    assert [(item["text"], item["level"]) for item in items] == [("a", 1), ("b", 1)]


def test_a_raw_cell_is_told() -> None:
    make: Any = nbformat.v4
    cells = [make.new_markdown_cell("words"), make.new_raw_cell("raw")]

    assert collect_content(make.new_notebook(cells=cells), "x")["told"] == [
        "cell 2: a raw cell is left out; write it as Markdown"
    ]
