"""What the explorer offers, in both languages: indicators by subject, places, years and days."""

from typing import Any

from helpers.explore.choices import list_cities
from helpers.explore.known import open_figures
from helpers.explore.selection import find_years
from helpers.reports.language import LANGUAGES, Language

WORDS = (
    *("indicator", "compared", "derived", "cities", "beside", "all", "none", "years"),
    *("first_year", "last_year", "as_of", "today", "language", "chart", "table"),
    *("printed_where", "hint", "checked", "save"),
)
_MANY = 3


def list_menu() -> dict[str, Any]:
    """List what can be chosen; an indicator or place without a figure is not offered."""
    report = open_figures()
    codebook, frame = report.codebook, report.observations
    first, last = find_years(frame)
    reach = frame.groupby("indicator")["place"].nunique()
    shared = [name for name in codebook.indicators if reach.get(name, 0) > _MANY]
    derived = [name for name in codebook.derived if report.derived["indicator"].eq(name).any()]
    groups: list[dict[str, Any]] = [
        {"label": _say_both("explore_word_compared"), "names": _list(shared, codebook.indicators)},
        {"label": _say_both("explore_word_derived"), "names": _list(derived, codebook.derived)},
    ]
    for subject, title in codebook.subjects.items():
        names = [
            name
            for name, row in codebook.indicators.items()
            if row["subject"] == subject and name in reach.index and name not in shared
        ]
        if names:
            groups.append({"label": dict(title), "names": _list(names, codebook.indicators)})
    cities = list_cities(codebook)
    around = [n for n, row in codebook.places.items() if row["kind"] in ("province", "nation")]
    known = frame["known_from"]
    return {
        "groups": groups,
        "cities": [_name_place(name, codebook.places[name]) for name in cities],
        "around": [_name_place(name, codebook.places[name]) for name in around],
        "years": [int(first.min()), int(last.max())],
        "languages": [[code, Language(code).say("page_language")] for code in LANGUAGES],
        "days": [str(known.min().date()), str(known.max().date())],
    }


def _say_both(key: str) -> dict[str, str]:
    return {code: Language(code).say(key) for code in LANGUAGES}


def _list(names: list[str], rows: Any) -> list[dict[str, str]]:
    return [
        {"id": name, **{code: Language(code).name(rows[name]) for code in LANGUAGES}}
        for name in names
    ]


def _name_place(name: str, row: Any) -> dict[str, str]:
    return {"id": name, **{code: Language(code).short_place(row) for code in LANGUAGES}}
