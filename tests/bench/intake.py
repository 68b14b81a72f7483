"""Compare proposed rows with the curated rows of the same documents, leave-one-out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.data.printed.numerals import without_layout
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row
from helpers.data.verification import squeeze
from helpers.intake.proposed_rows import propose_rows
from helpers.intake.text.sizes import read_size

GUESSED = ("indicator", "place", "period", "period_basis", "basis", "measure", "scope", "entity")
ALL = "all"
_TRUSTED = 0.8
_FLAGS = ("curated", "proposed", "read", "knowable", "named", "body", "silent", *GUESSED)


def compare_with_curated(project: Path, documents: Path) -> pd.DataFrame:
    """Compare proposals and curated rows; nothing is learnt from the document that is read.

    Args:
        project: Project folder.
        documents: Folder of the documents.

    Returns:
        One row per figure that is curated or proposed: its document, token and confidence, and
        flags: what it is, and which guessed columns are right. `knowable` means that another
        document prints the indicator, `silent` that the row looks sure and is wrong.
    """
    raw = read_raw_data(project)
    curated: dict[str, list[dict[str, str]]] = defaultdict(list)
    elsewhere: dict[str, set[str]] = defaultdict(set)
    for name in raw.package.subjects:
        for _, row in each_row(raw.frames[name]):
            curated[row["source"]].append(row)
            elsewhere[row["indicator"]].add(row["source"])
    records = []
    for _, row in each_row(raw.frames["sources"]):
        if row["file"]:
            name, path = row["source"], documents / row["file"]
            proposed = propose_rows(project, path, raw, source=name, without_source=name).rows
            for token, confidence, flags in _compare(proposed, curated[name], raw, elsewhere):
                flagged = {flag: flags.get(flag, False) for flag in _FLAGS}
                records.append(
                    {"document": name, "token": token, "confidence": confidence, **flagged}
                )
    return pd.DataFrame.from_records(records)


def summarise(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row per document and one for all: counts, and the shares that are right.

    Args:
        figures: What `compare_with_curated` returns.
    """
    parts = {**dict(iter(figures.groupby("document", sort=False))), ALL: figures}
    return pd.DataFrame.from_dict(
        {name: _summarise(part) for name, part in parts.items()}, orient="index"
    ).rename_axis("document")


def is_trusted(row: Mapping[str, str]) -> bool:
    """True when a proposed row looks so sure that a person may accept it unread."""
    return float(row["confidence"]) >= _TRUSTED and not row["fault"]


def _compare(
    proposed: Sequence[dict[str, str]],
    curated: Sequence[dict[str, str]],
    raw: RawData,
    elsewhere: Mapping[str, set[str]],
) -> Iterator[tuple[str, float, dict[str, bool]]]:
    """Yield the token, the confidence and the flags of every figure of a document."""
    waiting: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in sorted(curated, key=lambda row: row["figure_id"]):
        waiting[row["locator"], squeeze(row["as_printed"])].append(row)
    for row in proposed:
        matches = waiting[row["locator"], squeeze(row["as_printed"])]
        flags = {"proposed": True, "silent": is_trusted(row)}
        if matches:
            want = matches.pop(0)
            flags |= {name: row[name] == want[name] for name in GUESSED}
            # A body that only this document names has no identifier yet; its name is as good.
            flags["entity"] = row["entity"] in _list_names(raw, want["entity"])
            flags |= {"curated": True, "named": bool(row["indicator"]), "body": bool(row["entity"])}
            flags["knowable"] = elsewhere[want["indicator"]] != {want["source"]}
            reading = raw.readings[want["figure_id"]]
            right = (*read_size(reading.figure), reading.unit)
            flags["read"] = (row["value"], row["qualifier"], row["unit"]) == right
            flags["silent"] &= not (flags["read"] and flags["place"])
        yield row["as_printed"], float(row["confidence"]), flags
    for rows in waiting.values():
        for row in rows:
            yield row["as_printed"], 0.0, {"curated": True}


def _list_names(raw: RawData, entity: str) -> tuple[str, ...]:
    """Return whatever an entity may be called: its identifier or its names; empty for none."""
    if not entity:
        return ("",)
    row = raw.index("entities", "entity")[entity]
    names = (row["name_zh"], *filter(None, row["aliases_zh"].split("|")))
    return entity, *(without_layout(name).strip("“”") for name in names)


def _summarise(figures: pd.DataFrame) -> dict[str, float]:
    found = figures[figures["curated"] & figures["proposed"]]
    shares = {
        "recall": len(found) / figures["curated"].sum(),
        "precision": len(found) / figures["proposed"].sum(),
        "value_and_unit": found["read"].mean(),
        "indicator_if_known": found.loc[found["knowable"], "indicator"].mean(),
        "indicator_if_named": found.loc[found["named"], "indicator"].mean(),
        "entity_if_named": found.loc[found["body"], "entity"].mean(),
        **{name: found[name].mean() for name in GUESSED},
    }
    counts = {"curated": figures["curated"].sum(), "found": len(found)}
    return {**counts, **{name: round(share, 3) for name, share in shares.items()}}
