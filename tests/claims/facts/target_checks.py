"""Is what a claim says of a target true: reached, missed, on its way, or not to be told?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from claims.facts.naming import Row
from claims.facts.pace_checks import find_kind, find_relative_verdict, find_verdicts, list_settled
from claims.facts.processed_rows import (
    Claim,
    Processed,
    is_settled,
    is_whole,
    is_year,
    names,
    takes_no_rank,
)
from claims.facts.reason_checks import find_wrong_reasons

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


def _reaches_as_printed(row: Row, target: Row) -> bool:
    number, aim = Decimal(row["value"] or row["value_low"]), _aim(target)
    return number > aim or (number == aim and target["qualifier"] != "over")


def check_pace(claim: Claim, data: Processed) -> Iterator[str]:
    """Check the verdict on each target for a level, and that no target counts twice."""
    targets = names(claim, "against")
    if len(set(targets)) < len(targets) or claim["low"] != str(len(targets)):
        yield "counts a target twice"
    if claim["total"] and int(claim["low"]) > int(claim["total"]):
        yield "counts more than there are"
    for name in targets:
        relative, target = data.relative.get(name), data.printed.get(name)
        found: set[str] = set()
        if relative is not None:
            found = {find_relative_verdict(relative, data)}
        elif target is None or target["basis"] != "target":
            yield f"{name} is no target"
            continue
        elif find_kind(target, data) == "level":
            if claim["message"] == "plan_tracker_verdict_met_by":
                yield from _expect_sure(target, data)
            found = {_judge_level(target, data)}
        else:
            found = find_verdicts(target, data)
        if claim["relation"] != "targets" and claim["relation"] not in found:
            yield f"{name} is {' or '.join(found)}"
        if claim["message"] in ("targets_named", "targets_counted"):
            yield from find_wrong_reasons(claim["sentence"], relative or target or {}, data)
        counts = claim["message"] == "targets_counted"
        if counts and target and re.search("same thing|同一口径", claim["sentence"]):
            yield from (f"{name} has {row['figure_id']}" for row in _list_evidence(target, data))
        if counts and target and re.search("no actual|实际数", claim["sentence"]):
            rows = data.of(target["indicator"], target["place"])
            if any(row.get("basis") == "actual" and is_whole(row) for row in rows):
                yield f"{name} has an actual figure"


def _expect_sure(target: Row, data: Processed) -> Iterator[str]:
    in_time = (r for r in _list_evidence(target, data) if r["period_end"] <= target["period_end"])
    if not any(_compare(row, target, data) == "met" for row in in_time):
        yield f"{target['figure_id']} is met as printed only"


def _judge_level(target: Row, data: Processed) -> str:
    """Return the verdict on a target for a level: met as printed, else by deadline or by pace."""
    rows = [row for row in list_settled(data, target) if not takes_no_rank(row)]
    rows = [row for row in rows if is_year(row) or row["measure"] != "flow"]
    if target["qualifier"] in ("at_most", "under") or not rows:
        return "cannot_tell"
    latest, due, written = rows[-1], target["period_end"], target["known_from"][:4]
    before = [row for row in rows if row["period_end"][:4] < written]
    is_newer = latest["period_end"][:4] >= written
    same = [row for row in before if row["revision"] == latest["revision"]] if is_newer else []
    base = (same or before or [latest])[-1]
    is_known = bool(before)
    held = [row for row in rows if not is_known or row["period_end"] >= base["period_end"]]
    if any(_reaches_as_printed(row, target) for row in held if row["period_end"] <= due):
        return "met"
    if any(row["period_end"] == due for row in held):
        return "behind"
    pair = (base, latest)
    is_one = is_known and base is not latest and base["revision"] == latest["revision"]
    if not due or not is_one or latest["period_end"] > due or not all(map(is_year, pair)):
        return "cannot_tell"
    return _say_pace(base, latest, target, data)


def _say_pace(base: Row, latest: Row, target: Row, data: Processed) -> str:
    """Return whether the pace from base to latest figure leads to the target in time.

    What is counted or paid grows by a rate, a share by so much a year.
    """
    first, last, aim = data.ends(base), data.ends(latest), _aim(target)
    years = [Decimal(row["period_end"][:4]) for row in (base, latest, target)]
    gone, left = years[1] - years[0], years[2] - years[1]
    is_rate = data.units[target["unit"]] in ("money", "count", "area", "mass")
    if min(gone, left) <= 0 or (is_rate and not (first[0] and last[0])):
        return "cannot_tell"
    if is_rate:
        so_far = ((last[0] / first[1]) ** (1 / gone), (last[1] / first[0]) ** (1 / gone))
        required = ((aim / last[1]) ** (1 / left), (aim / last[0]) ** (1 / left))
    else:
        so_far = ((last[0] - first[1]) / gone, (last[1] - first[0]) / gone)
        required = ((aim - last[1]) / left, (aim - last[0]) / left)
    if so_far[0] >= required[1]:
        return "on_track"
    return "behind" if so_far[1] < required[0] else "cannot_tell"
