"""Faults that keep a row or its source from being filed."""

from collections.abc import Mapping, Set

from helpers.data.checking.row_checks import RowChecker
from helpers.data.raw_data import RawData
from helpers.data.tables.data_package import name_nearest
from helpers.intake.row_names import is_on_line, make_identifier
from helpers.intake.text.reading_faults import ASPECTS
from helpers.problems import Problem


def find_faults(
    raw: RawData,
    row: dict[str, str],
    line: int,
    shown: str,
    source: Mapping[str, str],
    taken: Set[str],
) -> list[Problem]:
    """Find what keeps a row from being filed.

    The checks of the raw data follow when every cell is in order. Outside of texts the row is given
    the identifier that its cells make; no other may have it.
    """
    table = raw.package.tables[raw.package.subjects[0]]
    used = taken | set(raw.readings)
    if not is_on_line(row):
        row["figure_id"] = _make_free_identifier(row, used)
    faults: list[tuple[str, str, str]] = []
    for column in table.fields:
        fault = column.find_fault(row[column.name])
        if fault:
            faults.append((column.name, *fault))
    for name, (other, key) in table.foreign_keys.items():
        known = list(raw.index(other, key))
        if other == "sources":
            known.append(source["source"])
        if row[name] and row[name] not in known:
            wrong = f"{row[name]!r} is not in {other}.csv"
            faults.append((name, wrong, name_nearest(row[name], known)))
    if row["figure_id"] in used:
        wrong = f"{row['figure_id']!r} is already in data/raw or above"
        faults.append(("figure_id", wrong, "an identifier of its own"))
    if not faults:
        checker = RowChecker(raw.frames, {})
        checker.sources = {**checker.sources, source["source"]: dict(source)}
        _, faults = checker.check(checker.indicators[row["indicator"]]["subject"], row)
    if row["fault"]:
        name, wrong = split_fault(row["fault"], row)
        if name not in {column for column, *_ in faults}:
            faults.append(
                (name, wrong, "a row that agrees with the text, and no fault in its cell")
            )
    return [Problem(shown, line, *fault) for fault in faults]


def split_fault(fault: str, row: Mapping[str, str]) -> tuple[str, str]:
    """Return the column of a fault of the reading, and what is wrong there.

    A fault such as `place: 云泽市 is named beside it` names its column; any other is of the token.
    """
    name, colon, wrong = fault.partition(": ")
    return (name, wrong) if colon and name in {*row, *ASPECTS} else ("as_printed", fault)


def _make_free_identifier(row: dict[str, str], taken: Set[str]) -> str:
    first = make_identifier(row)
    names = (first if number == 1 else f"{first}.{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def find_source_faults(
    raw: RawData, source: Mapping[str, str], shown: str, line: int
) -> list[Problem]:
    """Find what is wrong with the row of a source."""
    table = raw.package.tables["sources"]
    faults = [(column.name, column.find_fault(source[column.name])) for column in table.fields]
    found = [(name, *fault) for name, fault in faults if fault]
    for known in raw.index("sources", "source").values():
        if not known["sha256"] or not source["sha256"]:
            continue
        is_same_text = known["sha256"] == source["sha256"]
        is_same_name = known["source"] == source["source"]
        if is_same_text and not is_same_name:
            wrong = f"the same text is in sources.csv as {known['source']!r}"
            found.append(("source", wrong, f"its rows under {known['source']!r}"))
        if is_same_name and not is_same_text:
            wrong = f"{known['source']!r} is another text in sources.csv"
            found.append(("source", wrong, "an identifier of its own"))
    return [Problem(shown, line, *fault) for fault in found]
