"""Is what a claim says of a target true: reached, missed, on its way, or not to be told?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from claims.naming import Row
from claims.processed_rows import Claim, Processed, is_settled, names

_ABOUT = ("indicator", "place", "scope", "entity", "unit")


def check_target(claim: Claim, data: Processed) -> Iterator[str]:
    target = data.find(claim["against"])
    if target["basis"] != "target" or not target["period_end"]:
        yield "is set against no target"
    rows = _list_evidence(target, data)
    due = target["period_end"]
    if claim["relation"] == "untold":
        for row in rows:
            is_met = row["period_end"] < due and _compare(row, target, data) == "met"
            if row["period_end"] == due or is_met:
                yield f"{row['figure_id']} tells"
        return
    row = data.find(claim["figures"])
    if row not in rows:
        yield "is held against a figure that is not of the same thing or not settled"
    end = row["period_end"]
    is_in_time = {"reached": end <= due, "missed": end == due, "short": end < due}
    if not is_in_time.get(claim["relation"], True):
        yield "is of another time than the deadline"
    wanted = "met" if claim["relation"] in ("reached", "above") else "short"
    found = _compare(row, target, data)
    if found != wanted:
        yield "open" if found == "open" else f"is {found}"


def _list_evidence(target: Row, data: Processed) -> list[Row]:
    """Return the settled figures of what a target is for."""
    return [
        row
        for row in data.of(target["indicator"], target["place"])
        if "figure_id" in row and is_settled(row) and row["period_end"]
        if row["value"] or row["value_low"]
        if all(row[name] == target[name] for name in _ABOUT)
    ]


def _aim(target: Row) -> Decimal:
    return Decimal(target["value"] or target["value_low"])


def _compare(row: Row, target: Row, data: Processed) -> str:
    low, high = data.ends(row)
    aim = _aim(target)
    if target["qualifier"] == "over":
        return "met" if low > aim else "short" if high <= aim else "open"
    return "met" if low >= aim else "short" if high < aim else "open"


def check_pace(claim: Claim, data: Processed) -> Iterator[str]:
    """Check the verdict on each target for a level, and that no target counts twice."""
    targets = names(claim, "against")
    if len(set(targets)) < len(targets) or claim["low"] != str(len(targets)):
        yield "counts a target twice"
    if claim["total"] and int(claim["low"]) > int(claim["total"]):
        yield "counts more than there are"
    for name in targets:
        target = data.printed.get(name)
        if target is None:  # relative to another place, without a number
            continue
        if target["basis"] != "target":
            yield f"{name} is no target"
        elif target["period"].startswith("by ") and target["measure"] in ("stock", "rate"):
            yield from _check_verdict(claim, target, data)
        counts = claim["message"] == "targets_counted"
        if counts and re.search("same thing|同一口径", claim["sentence"]):
            yield from (f"{name} has {row['figure_id']}" for row in _list_evidence(target, data))


def _check_verdict(claim: Claim, target: Row, data: Processed) -> Iterator[str]:
    verdict, due = claim["relation"], target["period_end"]
    rows = sorted(_list_evidence(target, data), key=lambda row: row["period_end"])
    is_met = any(row["period_end"] <= due and _compare(row, target, data) == "met" for row in rows)
    of_deadline = [row for row in rows if row["period_end"] == due]
    is_missed = any(_compare(row, target, data) == "short" for row in of_deadline)
    if verdict != "targets" and is_met != (verdict == "met"):
        yield f"{target['figure_id']} is {'' if is_met else 'not '}met"
    if is_missed and not is_met and verdict in ("on_track", "cannot_tell"):
        yield f"{target['figure_id']} is missed"
    if verdict in ("on_track", "behind", "cannot_tell") and not of_deadline and not is_met:
        used = [row for row in rows if row["figure_id"] in names(claim, "figures")]
        is_one = len(used) > 1 and used[0]["revision"] == used[-1]["revision"]
        if verdict != (_say_pace(used[0], used[-1], target, data) if is_one else "cannot_tell"):
            yield f"{target['figure_id']} has another pace"


def _say_pace(base: Row, latest: Row, target: Row, data: Processed) -> str:
    """Return whether the growth from base to latest figure leads to the target in time."""
    first, last = data.ends(base), data.ends(latest)
    years = [Decimal(row["period_end"][:4]) for row in (base, latest, target)]
    gone, left = years[1] - years[0], years[2] - years[1]
    if not first[0] or not last[0] or min(gone, left) <= 0:
        return "cannot_tell"
    so_far = ((last[0] / first[1]) ** (1 / gone), (last[1] / first[0]) ** (1 / gone))
    required = ((_aim(target) / last[1]) ** (1 / left), (_aim(target) / last[0]) ** (1 / left))
    if so_far[0] >= required[1]:
        return "on_track"
    return "behind" if so_far[1] < required[0] else "cannot_tell"
