"""The curated relations of rows, such as what is part of what, and their check."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from helpers.data.checking.table_checks import Fault, Row, find_lone_note, find_repeats, name_faults
from helpers.data.tables.csv_tables import each_row, index_rows
from helpers.data.tables.data_package import Package, name_nearest
from helpers.problems import Problem

_LEVELS: Final[Mapping[str, Sequence[str]]] = {
    "indicator": [
        *("part_of", "among", "within", "outcome_of", "growth_of", "multiple_of"),
        *("multiple_of_base", "adds_to", "rank_of", "magnitude_of", "not_added_to"),
        *("granted_to", "seldom_above", "rests_on"),
    ],
    "figure": [
        *("part_of", "among", "same_as", "supersedes", "covers", "counts_local_party"),
        *("counts_partner", "other_extent", "stated_above"),
    ],
    "entity": ["part_of", "successor_of"],
}
_OF_PARTNERSHIPS = ("covers", "counts_local_party", "counts_partner")
_OF_ONE_KIND = (
    *("part_of", "among", "within", "outcome_of", "adds_to", "same_as", "supersedes"),
    *("seldom_above", "other_extent", "stated_above"),
)


def check_relations(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Check that every relation names rows that exist, fit each other and lead to no circle."""
    relations, shown = frames["relations"], package.tables["relations"].shown_path
    known = _list_known(package, frames)
    for line, twin, _ in find_repeats(relations, ("relation", "subject", "object")):
        yield Problem(shown, line, "", f"the row repeats {twin}", "each relation once")
    table = package.tables["relations"]
    yield from name_faults(table, relations, _find_faults, known)
    yield from _find_circles(shown, relations)


def _list_known(
    package: Package, frames: Mapping[str, pd.DataFrame]
) -> Mapping[str, Mapping[str, str]]:
    """List what may be related, by level, each with the kind of unit it is counted in."""
    units = index_rows(frames["units"], "unit")
    kinds = {
        row["indicator"]: units.get(row["unit"].partition("|")[0], {}).get("kind", "")
        for _, row in each_row(frames["indicators"])
    }
    figures = {
        figure: kinds.get(indicator, "")
        for name in package.subjects
        for figure, indicator in zip(
            frames[name]["figure_id"].tolist(), frames[name]["indicator"].tolist(), strict=True
        )
    }
    return {
        "indicator": kinds,
        "figure": figures,
        "entity": dict.fromkeys(frames["entities"]["entity"], ""),
        "partnership": dict.fromkeys(frames["partnerships"]["partnership_id"], ""),
        "source": dict.fromkeys(frames["sources"]["source"], ""),
    }


def _find_faults(row: Row, known: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    relation, level = row["relation"], row["level"]
    if relation not in _LEVELS[level]:
        wrong = f"{relation!r} does not relate rows of the level {level!r}"
        yield "relation", wrong, " or ".join(_LEVELS[level])
        return
    other = "partnership" if relation in _OF_PARTNERSHIPS else level
    for column, kind in (("subject", level), ("object", other)):
        if row[column] not in known[kind]:
            expected = name_nearest(row[column], list(known[kind]))
            yield column, f"{row[column]!r} is no {kind}", expected
            return
    if row["source"] and row["source"] not in known["source"]:
        expected = name_nearest(row["source"], list(known["source"]))
        yield "source", f"{row['source']!r} is no source", expected
    subject, target = known[level][row["subject"]], known[other][row["object"]]
    if relation in _OF_ONE_KIND and subject != target:
        wrong = f"{row['subject']!r} is a {subject}, {row['object']!r} a {target}"
        yield "object", wrong, "two in units of one kind"
    if relation == "granted_to":
        if (subject, target) != ("money", "count"):
            wrong = f"{row['subject']!r} is a {subject}, {row['object']!r} a {target}"
            yield "object", wrong, "money granted to firms that are counted"
        if not row["note_zh"]:
            yield "note_zh", "the cell is empty", "the name of the average"
    yield from find_lone_note(row)


def _find_circles(shown: str, relations: pd.DataFrame) -> Iterator[Problem]:
    above: dict[str, list[str]] = {}
    for _, row in each_row(relations):
        if row["relation"] in ("part_of", "among", "within", "successor_of"):
            above.setdefault(row["subject"], []).append(row["object"])
    for line, row in each_row(relations):
        if row["subject"] in _climb(row["subject"], above) and row["object"] in above:
            wrong = f"{row['subject']!r} ends up inside itself"
            yield Problem(shown, line, "object", wrong, "no circle of parts and wholes")


def _climb(start: str, above: Mapping[str, Sequence[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(above.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += above.get(name, ())
    return reached
