"""The choices of the explorer in both languages, and its text when nothing matches."""

from collections.abc import Sequence
from typing import Any

from helpers.data.codebook import Codebook
from helpers.explore.open_report import open_figures
from helpers.explore.selection import find_years
from helpers.words.language import LANGUAGES, Language

WORDS = (
    *("indicator", "compared", "derived", "province", "cities", "beside", "all", "none", "years"),
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
        {"label": _say("word_compared"), "names": _list(shared, codebook.indicators)},
        {"label": _say("word_derived"), "names": _list(derived, codebook.derived)},
    ]
    for subject, title in codebook.subjects.items():
        names = [
            name
            for name, row in codebook.indicators.items()
            if row["subject"] == subject and name in reach.index and name not in shared
        ]
        if names:
            groups.append({"label": dict(title), "names": _list(names, codebook.indicators)})
    cities = codebook.cities
    known = frame["known_from"]
    return {
        "groups": groups,
        "cities": [
            {**_name_place(name, codebook.places[name]), "province": codebook.province_of(name)}
            for name in cities
        ],
        "provinces": [_name_place(name, codebook.places[name]) for name in codebook.provinces],
        "around": [
            {**_name_place(name, codebook.places[name]), "province": codebook.province_of(name)}
            for name in _list_around(codebook)
        ],
        "years": [int(first.min()), int(last.max())],
        "languages": [[code, Language(code).say("page_language")] for code in LANGUAGES],
        "kernel": {what: _say(f"kernel_{what}") for what in ("late", "gone")},
        "days": [str(known.min().date()), str(known.max().date())],
    }


def list_others(indicator: str, chosen: Sequence[str], as_of: str) -> list[dict[str, str]]:
    """List the places to choose from for one indicator that `list_menu` does not offer.

    Chosen places are listed whether they have a figure or not.
    """
    report = open_figures(as_of=as_of)
    frames = report.observations, report.derived
    found = {*chosen}.union(*(f.loc[f["indicator"].eq(indicator), "place"] for f in frames))
    offered = {*report.codebook.cities, *_list_around(report.codebook)}
    places = report.codebook.places
    return [_name_place(name, places[name]) for name in places if name in found - offered]


def _list_around(codebook: Codebook) -> list[str]:
    return [n for n, row in codebook.places.items() if row["kind"] in ("province", "nation")]


def _say(key: str) -> dict[str, str]:
    return {code: Language(code).say(f"explore_{key}") for code in LANGUAGES}


def _list(names: list[str], rows: Any) -> list[dict[str, str]]:
    return [
        {"id": name, **{code: Language(code).name(rows[name]) for code in LANGUAGES}}
        for name in names
    ]


def _name_place(name: str, row: Any) -> dict[str, str]:
    return {"id": name, **{code: Language(code).short_place(row) for code in LANGUAGES}}
