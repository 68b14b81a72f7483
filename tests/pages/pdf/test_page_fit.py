import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typst
from page_making import collect
from pdf_text import read_pages
from pypdfium2 import PdfDocument

from helpers.pages.document import compile_report
from helpers.pages.items import Chart, Column, Heading, Section, Table
from helpers.pages.pdf.page_fit import set_pages

USUAL, TIGHT, TIGHTER, TIGHTEST = "1", "0.8", "0.6", "0.4"
NOTES, SOURCES, SECTION = "notes", "sources", "section"
Pages = list[tuple[int, float]]


def choose(
    folder: Path, tried: dict[str, Pages], front: Mapping[str, tuple[int, float]] = {}
) -> str:
    """Set a template that tells what is filled by a table; a way not in it fills as the usual."""
    known = {
        fit: [
            {"page": page, "share": share, "is-front-end": (page, share) == front.get(fit)}
            for page, share in [*pages, *([front[fit]] if fit in front else [])]
        ]
        for fit, pages in tried.items()
    }
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")
    (folder / "made.typ").write_text(
        """#set document(title: "Made")
#let fit = sys.inputs.values().join("") + ""
#let known = json("known.json")
#for one in known.at(fit, default: known.at("1")) [#metadata(one)<filled>]
chosen: #fit
""",
        encoding="utf-8",
    )
    return read_pages(set_pages(folder / "made.typ", 0))[0].partition(":")[2].strip()


@pytest.mark.parametrize(
    ("tried", "chosen"),
    [
        ({USUAL: [(1, 0.1)], TIGHT: [(1, 0.05)]}, USUAL),
        # The smallest gaps tell whether a page can be saved; a last one with much on it stays.
        ({USUAL: [(3, 0.34)], TIGHT: [(2, 0.9)], TIGHTEST: [(2, 0.9)]}, TIGHT),
        ({USUAL: [(3, 0.34)], TIGHTEST: [(3, 0.05)]}, USUAL),
        ({USUAL: [(3, 0.61)], TIGHTEST: [(2, 0.99)]}, USUAL),
        ({USUAL: [(3, 0.32)], TIGHT: [(2, 0.9)]}, TIGHT),
        ({USUAL: [(3, 0.2)], TIGHT: [(3, 0.1)], TIGHTER: [(2, 0.9)]}, TIGHTER),
        # Larger gaps that do as well are better.
        ({USUAL: [(3, 0.2)], TIGHTER: [(2, 0.9)], "0.7": [(2, 0.95)]}, "0.7"),
        ({USUAL: [(3, 0.2)], TIGHTER: [(2, 0.9)], "0.7": [(3, 0.01)]}, TIGHTER),
        ({USUAL: [(3, 0.2)], TIGHTER: [(3, 0.1)], TIGHTEST: [(2, 0.9)]}, TIGHTEST),
        ({USUAL: [(3, 0.2)], TIGHT: [(3, 0.1)], NOTES: [(2, 0.8), (3, 0.4)]}, NOTES),
        # The page before the break would be more than half empty.
        ({USUAL: [(3, 0.2)], NOTES: [(2, 0.3), (3, 0.6)], SOURCES: [(2, 0.6), (3, 0.4)]}, SOURCES),
        # A page before the last that is more than half empty is worse than a last one with little.
        ({USUAL: [(2, 0.9), (3, 0.2)], SOURCES: [(2, 0.48), (3, 0.7)]}, USUAL),
        # What ends furthest down tells how full a page is.
        ({USUAL: [(1, 0.3), (2, 0.9)], TIGHT: [(1, 0.8), (2, 0.4)]}, TIGHT),
        ({USUAL: [(1, 0.3), (1, 0.6), (2, 0.9)], TIGHT: [(1, 0.8), (2, 0.4)]}, USUAL),
        # A break must not cost a page.
        ({USUAL: [(3, 0.2)], SOURCES: [(3, 0.9), (4, 0.5)]}, USUAL),
        # None is full enough: the one that comes nearest.
        (
            {USUAL: [(3, 0.1)], SOURCES: [(2, 0.9), (3, 0.2)], SECTION: [(2, 0.8), (3, 0.3)]},
            SECTION,
        ),
    ],
)
def test_pages_are_saved_or_filled(tmp_path: Path, tried: dict[str, Pages], chosen: str) -> None:
    assert choose(tmp_path, tried) == chosen


@pytest.mark.parametrize(
    ("front", "chosen"),
    [
        ({USUAL: (2, 0.1), TIGHT: (2, 0.05), TIGHTER: (1, 0.99)}, TIGHTER),
        ({USUAL: (2, 0.1), TIGHT: (2, 0.0)}, TIGHT),
        ({USUAL: (2, 0.3), TIGHT: (1, 0.9)}, USUAL),  # more than a few lines: it has two pages
        ({USUAL: (2, 0.1), NOTES: (2, 0.1)}, USUAL),  # nothing helps
    ],
)
def test_the_first_page_is_set_tighter_where_a_few_of_its_lines_go_on_to_the_second(
    tmp_path: Path, front: dict[str, tuple[int, float]], chosen: str
) -> None:
    tried: dict[str, Pages] = {fit: [(1, 1.0), (2, 0.9), (3, 0.9)] for fit in front}
    assert choose(tmp_path, tried, front) == chosen


def draw_tall(height: int) -> Chart:
    """Return a chart on the width of a page, 17.2 cm, and some centimetres high."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 172 {10 * height}"/>'
    return Chart("Title", "Subtitle", svg, "words", ["Source"], [])


def test_a_page_that_ends_in_a_chart_is_as_full_as_its_chart_is_high(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    def query(*given: Any, query: Any = typst.query, **named: Any) -> str:
        told.append(str(query(*given, **named)))
        return told[-1]

    monkeypatch.setattr("typst.query", query)
    compile_report(collect(Section([Heading("A"), draw_tall(18), Heading("B"), draw_tall(18)])))

    # Of 25.8 cm the charts alone fill 18; no other way to set them is asked for.
    (shares,) = map(json.loads, told)
    for page in (1, 2):
        assert max(one["share"] for one in shares if one["page"] == page) > 0.7


def test_the_rows_of_the_first_page_are_higher_where_much_of_it_stays_free() -> None:
    def find_pitch(height: int) -> float:
        rows = [[["Luohe"], ["1%"]]] * 20
        table = Table("Rates", [Column("City"), Column("Rate")], rows, shades=[[0, 1]] * 20)
        items = [Heading("A"), table, Heading("B"), draw_tall(height)]
        with PdfDocument(compile_report(collect(Section(items)))) as document:
            text = document[0].get_textpage()
            found = text.search("Luohe")
            tops = [text.get_charbox(found.get_next()[0])[3] for _ in rows]
        return float(tops[0] - tops[-1]) / 19

    # Two points more above and below each row, where the next section begins on a new page.
    assert find_pitch(18) - find_pitch(5) == pytest.approx(4, abs=0.1)


def test_the_name_of_an_inset_row_stands_a_letter_further_in() -> None:
    rows = [[["Luohe"], ["1%"]], [["\u3000Luohe"], ["1%"]]]
    table = Table("Rates", [Column("City"), Column("Rate")], rows)
    with PdfDocument(compile_report(collect(Section([Heading("A"), table])))) as document:
        text = document[0].get_textpage()
        found = text.search("Luohe")
        first, second = (text.get_charbox(found.get_next()[0])[0] for _ in rows)

    assert second - first == pytest.approx(8.5, abs=0.1)  # points, the size of the letters


def test_places_that_do_not_settle_are_warned_of(tmp_path: Path) -> None:
    # With the sign there is no room for it on the page, and without it there is.
    (tmp_path / "made.typ").write_text(
        """#set document(title: "Made")
#metadata((page: 1, share: 1, is-front-end: false))<filled>
#context if counter(page).final().first() == 1 [A #pagebreak() B]
""",
        encoding="utf-8",
    )
    with pytest.warns(UserWarning, match="did not converge"):
        set_pages(tmp_path / "made.typ", 0)
