import base64
import bz2
import json
from html.parser import HTMLParser

import pytest

from helpers.pages.items import Chart, Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.matter import Attachment, Card, Cover, Note, Notes, PrintedRow, SourceEntry
from helpers.pages.payload import REPORT_MIME, unpack_items
from helpers.pages.runs import Code, Mark, Run, SourcePlace, Strong
from helpers.problems import UsageError

NASTY = """R&D <0.86% "of GDP" 'quoted'"""
VOID = {"br", "img", "hr"}
PLACE = SourcePlace(3, "17", 4)
MARK, SET = Mark((PLACE,)), {"mark": "3:17", "source": 3, "rows": [4]}

CHART = Chart(
    title="R&D rose",
    subtitle="%",
    svg='<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><text>1%</text></svg>',
    alt='Chart. 2019: 0.86%; 2020: "1%".',
    source_line=["Source: plan. ", MARK],
    points=[("2019, actual", 0.86), ("2020, estimate", 1.0)],
)
TABLE = Table(
    "R&D input",
    [Column("Indicator", "left", 1.0), Column("Figure", "right", 2.0)],
    [[["R&D intensity"], ["0.86%", MARK]], [["National <firms>"], ["101"]]],
)
COVER = Cover(
    "Luohe & R&D",
    "177 figures",
    [Card("R&D intensity", "2.1%", ["2023. ", MARK], is_reported=True)],
    {"language": "en"},
)
NOTES = Notes(
    *("Sources", "Notes", "Figures as printed"),
    [SourceEntry([3, 5], ["Plan & letter"])],
    [Note("a", ["A period <x>"])],
    [PrintedRow(4, MARK, [Strong("0.86%"), ", label <x>"])],
)
ITEMS: list[Item] = [
    Heading("R&D input"),
    Heading("Who & whom", 2),
    Paragraph([NASTY, MARK, Strong("1 < 2")]),
    Paragraph(["text"], "Take care"),
    TABLE,
    CHART,
    COVER,
    NOTES,
    Attachment("figures.csv", "text/csv", "The rows & more", "a,b\n1,2\n"),
]
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.to_data()["kind"])


class Reader(HTMLParser):
    """Keeps the text, the tags and their attributes, and fails on a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_html(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def show_html(item: Item) -> str:
    html: str = Section([item])._repr_mimebundle_()["text/html"]
    return html


# --- every item --------------------------------------------------------------------------------


@each_item
def test_the_data_of_an_item_are_plain_json(item: Item) -> None:
    assert json.loads(json.dumps(item.to_data())) == item.to_data()
    assert isinstance(item.to_data()["kind"], str)


@each_item
def test_the_html_of_an_item_closes_its_tags_and_escapes_its_text(item: Item) -> None:
    reader = read_html(show_html(item))

    assert {tag for tag, _ in reader.tags} & {"firms", "x"} == set()
    shown = "".join(reader.text)
    assert "&amp;" not in shown
    assert "&lt;" not in shown


@each_item
def test_the_plain_text_of_an_item_has_no_markup(item: Item) -> None:
    assert "</" not in item.to_plain()
    assert "&amp;" not in item.to_plain()


@each_item
def test_plain_text_and_html_tell_the_same_words(item: Item) -> None:
    words = "".join("".join(read_html(show_html(item)).text).split())

    for line in item.to_plain().split("\n"):
        if isinstance(item, (Paragraph, Heading, Table, Attachment)):
            for part in line.removeprefix("## ").removeprefix("# ").split(" | "):
                assert "".join(part.split()).removeprefix("Takecare:") in words


# --- runs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "plain", "data", "tag"),
    [
        (MARK, "[3:17]", SET, ("a", "#source-3")),
        (Mark(letters=("b",)), "[b]", {"mark": "b", "note": "b"}, ("a", "#note-b")),
        (Strong("16.15亿元"), "16.15亿元", {"strong": "16.15亿元"}, ("strong", None)),
        (Code("plan-2021:9c"), "plan-2021:9c", {"code": "plan-2021:9c"}, ("code", None)),
    ],
    ids=["mark", "letter", "bold", "identifier"],
)
def test_a_run_keeps_what_it_is_in_every_form(
    run: Run, plain: str, data: dict[str, object], tag: tuple[str, str | None]
) -> None:
    paragraph = Paragraph(["1.14%", run, ", label"])

    assert paragraph.to_plain() == f"1.14%{plain}, label"
    assert paragraph.to_data()["runs"] == ["1.14%", data, ", label"]
    assert tag in [(name, a.get("href")) for name, a in read_html(show_html(paragraph)).tags]


def test_a_callout_stands_before_its_paragraph() -> None:
    paragraph = Paragraph(["Not the same thing."], "Take care")

    assert paragraph.to_plain().startswith("Take care")
    assert paragraph.to_data()["callout"] == "Take care"
    assert "".join(read_html(show_html(paragraph)).text).startswith("Take care")


# --- headings, tables, charts ------------------------------------------------------------------


@pytest.mark.parametrize("level", [1, 2])
def test_a_heading_keeps_its_level(level: int) -> None:
    heading = Heading("R&D input", level)

    assert heading.to_data() == {"kind": "heading", "text": "R&D input", "level": level}
    assert heading.to_plain() == "#" * level + " R&D input"
    ((tag, _),) = read_html(show_html(heading)).tags
    assert tag in {f"h{level}", f"h{level + 1}"}


def test_a_table_has_one_row_of_heads_and_no_merged_cell() -> None:
    tags = read_html(show_html(TABLE)).tags

    assert [tag for tag, _ in tags if tag == "caption"] == ["caption"]
    assert [found.get("scope") for tag, found in tags if tag == "th"] == ["col", "col"]
    assert len([tag for tag, _ in tags if tag == "td"]) == 4
    assert not any({"colspan", "rowspan"} & set(found) for _, found in tags)


def test_a_table_is_a_line_a_row_in_text_and_keeps_widths_sides_and_marks_as_data() -> None:
    assert TABLE.to_plain().split("\n") == [
        "R&D input",
        "Indicator | Figure",
        "R&D intensity | 0.86%[3:17]",
        "National <firms> | 101",
    ]
    data = TABLE.to_data()
    assert data["columns"] == [
        {"head": "Indicator", "align": "left", "width": 1.0},
        {"head": "Figure", "align": "right", "width": 2.0},
    ]
    assert data["rows"][0] == [["R&D intensity"], ["0.86%", SET]]


def test_a_line_under_a_table_is_in_every_form_and_outside_the_table() -> None:
    table = Table("Caption", [Column("Head")], [[["cell"]]], ["* inferred & said"])

    assert table.to_plain().split("\n")[-1] == "* inferred & said"
    assert table.to_data()["notes"] == ["* inferred & said"]
    html = show_html(table)
    assert "".join(read_html(html.partition("</table>")[2]).text).strip() == "* inferred & said"


def test_a_chart_cannot_be_made_without_words_for_those_who_cannot_see_it() -> None:
    with pytest.raises(TypeError, match="alt"):
        Chart(title="", subtitle="", svg="", source_line=[], points=[])  # type: ignore[call-arg]


def test_a_chart_carries_its_words_in_html_its_values_in_text_and_all_in_the_data() -> None:
    attributes = [found for _, found in read_html(show_html(CHART)).tags]
    assert CHART.alt in [value for found in attributes for value in found.values()]

    assert {"2019, actual: 0.86", "2020, estimate: 1"} <= set(CHART.to_plain().split("\n"))
    assert "svg" not in CHART.to_plain()

    data = CHART.to_data()
    assert (data["svg"], data["alt"]) == (CHART.svg, CHART.alt)
    assert data["source_line"] == ["Source: plan. ", SET]


@pytest.mark.parametrize("value", [0.86, 9084.0, 1_615_000_000.0, 155_861_234.0])
def test_the_plain_text_of_a_chart_keeps_every_digit_of_a_value(value: float) -> None:
    # nbval compares this text: a digit that is lost here is a change that nobody sees.
    chart = Chart("", "", "", "words", [], [("amount", value)])

    (line,) = [line for line in chart.to_plain().split("\n") if line.startswith("amount")]
    assert float(line.removeprefix("amount: ")) == value


# --- front and back matter ---------------------------------------------------------------------


def test_the_first_page_tells_title_cards_and_marks() -> None:
    plain = COVER.to_plain()

    assert plain.split("\n")[0] == "Luohe & R&D"
    assert "R&D intensity: 2.1%" in plain
    assert "[3:17]" in plain
    (card,) = COVER.to_data()["cards"]
    assert (card["name"], card["value"], card["is_reported"]) == ("R&D intensity", "2.1%", True)
    assert card["detail"] == ["2023. ", SET]
    assert COVER.to_data()["meta"] == {"language": "en"}


def test_sources_and_notes_are_where_their_marks_lead() -> None:
    names = [found.get("id") for _, found in read_html(show_html(NOTES)).tags]
    assert {"source-3", "source-5", "note-a"} <= set(names)
    assert NOTES.to_plain().split("\n") == [
        *("Sources", "[3][5] Plan & letter"),
        *("Notes", "[a] A period <x>"),
    ]
    (row,) = NOTES.to_data()["rows"]
    assert row == {"number": 4, "label": "[3:17]", "runs": [{"strong": "0.86%"}, ", label <x>"]}


def test_an_attached_file_is_named_in_text_and_whole_in_the_data() -> None:
    attachment = ITEMS[-1]

    assert "a,b" not in attachment.to_plain()
    assert "figures.csv" in attachment.to_plain()
    assert attachment.to_data()["content"] == "a,b\n1,2\n"


def test_an_attached_table_is_carried_small() -> None:
    table = "figure_id,value\n" + "luohe-plan-2021:9c,16.15亿元\n" * 400
    carried = Section([Attachment("figures.csv", "text/csv", "all figures", table)])

    bundle = carried._repr_mimebundle_()
    assert sum(map(len, bundle.values())) < len(table) / 10
    assert unpack_items(bundle)[0]["content"] == table


# --- sections ----------------------------------------------------------------------------------


def test_sections_are_joined_in_order() -> None:
    joined = Section(ITEMS[:2]) + Section(ITEMS[2:])

    assert list(joined.items) == ITEMS


def test_a_section_shows_itself_as_text_html_and_data_that_survive_a_file() -> None:
    section = Section(ITEMS)
    bundle = section._repr_mimebundle_(include=None, exclude=None)

    assert set(bundle) == {"text/plain", "text/html", REPORT_MIME}
    read_html(bundle["text/html"])
    assert unpack_items(json.loads(json.dumps(bundle))) == [item.to_data() for item in ITEMS]


def test_the_forms_of_a_section_hold_nothing_twice() -> None:
    bundle = Section([TABLE, CHART])._repr_mimebundle_()
    packed = bz2.decompress(base64.b85decode(bundle[REPORT_MIME])).decode("utf-8")

    assert TABLE.caption in packed
    assert "<svg" not in packed
    assert bundle["text/html"].count("data:image/svg+xml") == 1
    # nbval compares the HTML as text; only the values behind a picture are not in it.
    brief, _, values = bundle["text/plain"].partition("\n\n")
    assert brief.startswith(TABLE.caption)
    assert len(brief) <= 60 < len(TABLE.to_plain())
    assert values == CHART.to_plain()


@pytest.mark.parametrize("lost", [{"text/html": "<p>edited</p>"}, {REPORT_MIME: "[]"}])
def test_an_output_that_was_edited_is_refused_in_one_line(lost: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="run the cell again"):
        unpack_items({**Section([CHART])._repr_mimebundle_(), **lost})


def test_an_empty_section_shows_nothing() -> None:
    assert repr(Section([])) == ""
    assert Section([])._repr_mimebundle_()["text/html"] == ""
