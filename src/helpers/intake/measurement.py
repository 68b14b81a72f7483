"""Measurement of intake: proposals compared with the curated rows of the same documents."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pandas as pd

from helpers.data.printed.numerals import without_layout
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row
from helpers.data.verification import squeeze
from helpers.intake.proposed_rows import propose_rows
from helpers.intake.text.sizes import read_size
from helpers.problems import UsageError

GUESSED = ("indicator", "place", "period", "period_basis", "basis", "measure", "scope", "entity")
ALL = "all"
_COUNTS = (
    *("curated", "proposed", "found", "read", "knowable", "known", "named"),
    *("bodies", "bodies_right"),
)
_TRUSTED = 0.8
CONFIDENCES = (0.9, 0.8, 0.7, 0.6, 0.0)


@dataclass
class DocumentScore:
    """Counts of found, missed and wrong figures of one document.

    Attributes:
        curated: Number of curated rows.
        proposed: Number of proposed rows.
        found: Number of curated rows that were proposed: same line, same token.
        read: Of these, how many have the right value, unit and qualifier.
        knowable: Of these, how many have an indicator that other documents print as well.
        known: Of the knowable, how many have the right indicator.
        named: How many were proposed with an indicator.
        bodies: How many were proposed with an entity.
        bodies_right: Of these, how many have the right one.
        right: Of those found, how many have each guessed column right.
        missed: Curated rows that were not proposed.
        wrong: Proposed rows that no curated row answers to.
        silent: Confident rows without fault whose number, unit or place is wrong.
        trusted: For each row found, its confidence, and whether its indicator and whether its
            indicator, place and period are right.
    """

    curated: int = 0
    proposed: int = 0
    found: int = 0
    read: int = 0
    knowable: int = 0
    known: int = 0
    named: int = 0
    bodies: int = 0
    bodies_right: int = 0
    right: Counter[str] = field(default_factory=Counter)
    missed: list[dict[str, str]] = field(default_factory=list)
    wrong: list[dict[str, str]] = field(default_factory=list)
    silent: list[dict[str, str]] = field(default_factory=list)
    trusted: list[tuple[float, bool, bool]] = field(default_factory=list)


def measure_intake(project: Path, documents: Path) -> pd.DataFrame:
    """Measure intake on every held document, learning nothing from the one that is read.

    Args:
        project: Project folder.
        documents: Folder of the documents.

    Returns:
        One row per document and one for all: counts, and the shares that were right.

    Raises:
        UsageError: There is no such folder, or it lacks a document.
    """
    return summarise_outcomes(compare_with_curated(project, documents))


def summarise_outcomes(outcomes: Mapping[str, DocumentScore]) -> pd.DataFrame:
    """Summarise the outcomes as `measure_intake` returns them."""
    total = DocumentScore()
    for outcome in outcomes.values():
        for name in _COUNTS:
            setattr(total, name, getattr(total, name) + getattr(outcome, name))
        total.right.update(outcome.right)
    rows = {name: _summarise(outcome) for name, outcome in {**outcomes, ALL: total}.items()}
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index.name = "document"
    return frame


def summarise_confidence(outcomes: Mapping[str, DocumentScore]) -> pd.DataFrame:
    """Return how often rows of each confidence are right.

    Args:
        outcomes: The outcome by source.

    Returns:
        By least confidence: the number of rows, and the shares of them whose indicator is right,
        and whose indicator, place and period are all right.
    """
    trusted = [row for outcome in outcomes.values() for row in outcome.trusted]
    rows = {}
    for least in CONFIDENCES:
        above = [row for row in trusted if row[0] >= least]
        rows[least] = {
            "rows": len(above),
            "indicator": _share(sum(row[1] for row in above), len(above)),
            "indicator_place_period": _share(sum(row[2] for row in above), len(above)),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index.name = "confidence"
    return frame


def compare_with_curated(project: Path, documents: Path) -> dict[str, DocumentScore]:
    """Return the comparison of proposals and curated rows for each document.

    Args:
        project: Project folder.
        documents: Folder of the documents.

    Returns:
        The outcome by source.

    Raises:
        UsageError: There is no such folder, or it lacks a document.
    """
    if not documents.is_dir():
        expected = "expected the folder of the source documents"
        raise UsageError(f"{documents} is not a folder; {expected}")
    raw = read_raw_data(project)
    curated: dict[str, list[dict[str, str]]] = defaultdict(list)
    elsewhere: dict[str, set[str]] = defaultdict(set)
    for name in raw.package.subjects:
        for _, row in each_row(raw.frames[name]):
            curated[row["source"]].append(row)
            elsewhere[row["indicator"]].add(row["source"])
    return {
        row["source"]: _compare(
            project, documents / row["file"], raw, row["source"], curated, elsewhere
        )
        for _, row in each_row(raw.frames["sources"])
        if row["file"]
    }


def is_trusted(row: Mapping[str, str]) -> bool:
    """True when a proposed row looks so sure that a person may accept it unread."""
    return float(row["confidence"]) >= _TRUSTED and not row["fault"]


def _compare(
    project: Path,
    path: Path,
    raw: RawData,
    source: str,
    curated: Mapping[str, Sequence[dict[str, str]]],
    elsewhere: Mapping[str, set[str]],
) -> DocumentScore:
    proposals = propose_rows(project, path, raw, source=source, without_source=source)
    outcome = DocumentScore(curated=len(curated[source]), proposed=len(proposals.rows))
    waiting: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in sorted(curated[source], key=lambda row: row["figure_id"]):
        waiting[row["locator"], squeeze(row["as_printed"])].append(row)
    for proposed in proposals.rows:
        matches = waiting[proposed["locator"], squeeze(proposed["as_printed"])]
        if not matches:
            outcome.wrong.append(proposed)
            outcome.silent += [proposed] * is_trusted(proposed)
            continue
        row = matches.pop(0)
        # A body that only this document names has no identifier yet; its name is as good.
        answers = {"entity": _list_names(raw, row["entity"])}
        outcome.found += 1
        outcome.bodies += bool(proposed["entity"])
        outcome.bodies_right += bool(proposed["entity"]) * (proposed["entity"] in answers["entity"])
        is_read = _is_read(proposed, row, raw)
        outcome.read += is_read
        is_right = is_read and proposed["place"] == row["place"]
        outcome.silent += [proposed] * (is_trusted(proposed) and not is_right)
        for name in GUESSED:
            outcome.right[name] += proposed[name] in answers.get(name, (row[name],))
        rights = [proposed[name] == row[name] for name in ("indicator", "place", "period")]
        outcome.trusted.append((float(proposed["confidence"]), rights[0], all(rights)))
        outcome.named += bool(proposed["indicator"])
        if elsewhere[row["indicator"]] != {source}:
            outcome.knowable += 1
            outcome.known += proposed["indicator"] == row["indicator"]
    outcome.missed = [row for rows in waiting.values() for row in rows]
    return outcome


def _list_names(raw: RawData, entity: str) -> tuple[str, ...]:
    """Return whatever an entity may be called: its identifier, its names; none for none."""
    if not entity:
        return ("",)
    row = raw.index("entities", "entity")[entity]
    names = (row["name_zh"], *filter(None, row["aliases_zh"].split("|")))
    return entity, *(without_layout(name).strip("“”") for name in names)


def _is_read(proposed: dict[str, str], row: dict[str, str], raw: RawData) -> bool:
    reading = raw.readings[row["figure_id"]]
    value, qualifier = read_size(reading.figure)
    is_same = proposed["value"] == value and proposed["qualifier"] == qualifier
    return is_same and proposed["unit"] == reading.unit


def _summarise(outcome: DocumentScore) -> dict[str, float]:
    found = max(outcome.found, 1)
    counts = {"curated": outcome.curated, "proposed": outcome.proposed, "found": outcome.found}
    shares = {
        "recall": _share(outcome.found, outcome.curated),
        "precision": _share(outcome.found, outcome.proposed),
        "value_and_unit": _share(outcome.read, outcome.found),
        "indicator_if_known": _share(outcome.known, outcome.knowable),
        "indicator_if_named": _share(outcome.right["indicator"], outcome.named),
        "entity_if_named": _share(outcome.bodies_right, outcome.bodies),
    }
    guessed = {name: _share(outcome.right[name], found) for name in GUESSED}
    return {**counts, **shares, **guessed}


def _share(part: int, whole: int) -> float:
    return float(round(Decimal(part) / Decimal(whole), 3)) if whole else float("nan")
