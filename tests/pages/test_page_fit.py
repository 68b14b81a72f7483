import json
from pathlib import Path

import pytest
from pdf_text import read_pages

from helpers.pages.page_fit import set_pages

USUAL, TIGHT, TIGHTER, TIGHTEST = "", "0.8", "0.6", "0.5"
NOTES, SOURCES, SECTION = "notes", "sources", "section"
Pages = list[tuple[int, float]]


def choose(folder: Path, tried: dict[str, Pages]) -> str:
    """Set a template that tells what is filled by a table; a way not in it fills as the usual."""
    known = {
        fit: [{"page": page, "share": share} for page, share in pages]
        for fit, pages in tried.items()
    }
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")
    (folder / "made.typ").write_text(
        """#set document(title: "Made")
#let fit = sys.inputs.values().join("") + ""
#let known = json("known.json")
#for one in known.at(fit, default: known.at("")) [#metadata(one)<filled>]
chosen: #fit
""",
        encoding="utf-8",
    )
    return read_pages(set_pages(folder / "made.typ", 0))[0].partition(":")[2].strip()


@pytest.mark.parametrize(
    ("tried", "chosen"),
    [
        ({USUAL: [(1, 0.1)], TIGHT: [(1, 0.05)]}, USUAL),
        ({USUAL: [(3, 0.34)], TIGHT: [(2, 0.9)]}, USUAL),
        ({USUAL: [(3, 0.32)], TIGHT: [(2, 0.9)]}, TIGHT),
        ({USUAL: [(3, 0.2)], TIGHT: [(3, 0.1)], TIGHTER: [(2, 0.9)]}, TIGHTER),
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
