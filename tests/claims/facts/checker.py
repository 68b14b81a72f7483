"""The independent checker: is what a row of claims.csv asserts true of the processed data?

Imports nothing of the package, takes nothing that a report wrote as evidence, compares intervals.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from claims.facts.estimates import check_estimate
from claims.facts.finding_checks import check_finding
from claims.facts.naming import Row
from claims.facts.place_checks import check_absence, check_count, check_extreme, check_rank
from claims.facts.processed_rows import (
    INFINITE,
    WAYS,
    Claim,
    Ends,
    Processed,
    expect,
    is_bound,
    is_settled,
    is_whole,
    is_year,
    names,
    order,
)
from claims.facts.target_checks import check_pace, check_target

# What is said to be open must be open, not true and not false.
_OPENABLE = ("extreme", "count", "change", "line", "target")


def find_faults(claim: Claim, data: Processed) -> list[str]:
    """Return what is wrong with a claim; nothing where it is true, or open and said to be."""
    faults = list(_CHECKS[claim["kind"]](claim, data))
    if claim["truth"] == "true":
        return faults
    if claim["truth"] != "open" or claim["kind"] not in _OPENABLE:
        return [f"written although it is {claim['truth']}"]
    return [] if faults and all("open" in fault for fault in faults) else faults or ["is not open"]


def check_value(claim: Claim, data: Processed) -> Iterator[str]:
    row = data.find(claim["figures"])
    if not claim["relation"].endswith("_named"):
        is_part = "figure_id" in row and not is_whole(row) and row["scope"] != "county"
        if row["place"] != claim["places"] or is_part:
            yield "is of another place, or of a part of it"
    if row["period"] != claim["period"] or row["indicator"] != claim["indicator"]:
        yield "is of another period or indicator"
    is_latest = claim["relation"].startswith("latest") and "figure_id" in row
    if is_latest and any(one["period_end"] > row["period_end"] for one in data.list_years(row)):
        yield "a later year is known"


def check_change(claim: Claim, data: Processed) -> Iterator[str]:
    first, second = data.find(claim["against"]), data.find(claim["figures"])
    same = ("indicator", "place", "scope", "entity", "unit", "revision")
    if any(first[name] != second[name] for name in same):
        yield "compares two things"
    if (first["series"] or first["source"]) != (second["series"] or second["source"]):
        yield "compares two series"
    for row in (first, second):
        if row["doubt"] or not is_settled(row) or not is_year(row):
            yield "begins or ends at a figure that is doubted, unsettled or of a part of a year"
    if claim["period"] != f"{first['period']}/{second['period']}":
        yield "is of other years"
    start, end = data.ends(first), data.ends(second)
    for row in data.list_years(first):
        ends = data.ends(row)
        if row["period"] > second["period"]:
            yield f"goes on in {row['period']}"
        if first["period"] < row["period"] < second["period"]:
            orders = {order(ends, start), order(ends, end)}
            if orders in ({"above"}, {"below"}):
                yield f"turns in {row['period']}"
    yield from expect(order(end, start), WAYS[claim["relation"]])


def check_line(claim: Claim, data: Processed) -> Iterator[str]:
    row, line = data.find(claim["figures"]), data.find(claim["against"])
    if row is line:
        yield "sets a figure against itself"
    if [row["place"], line["place"]] != names(claim, "places"):
        yield "is of other places"
    for column in ("unit", "period"):
        if row[column] != line[column]:
            yield f"has another {column} than the line"
    if any("figure_id" in one and not is_settled(one) for one in (row, line)):
        yield "sets a figure that is not settled against another"
    own, other = data.ends(row), data.ends(line)
    if claim["relation"] == "stated_above":
        if not data.relates("figure", "stated_above", row, line):
            yield "is not said to lie above"
    elif claim["relation"] == "times":
        yield from within((own[0] / other[1], own[1] / other[0]), claim)
    else:
        if claim["relation"] == "level" and is_bound(row):
            yield "a bound is level with nothing"
        yield from expect(order(own, other), claim["relation"])


def within(found: Ends, claim: Claim) -> Iterator[str]:
    low = Decimal(claim["low"]) if claim["low"] else -INFINITE
    high = Decimal(claim["high"]) if claim["high"] else INFINITE
    if not low <= found[0] <= found[1] <= high:
        yield f"lies between {found[0]:.4g} and {found[1]:.4g}"


def check_share(claim: Claim, data: Processed) -> Iterator[str]:
    total, relation = data.find(claim["against"]), claim["relation"]
    parts = [data.find(name) for name in names(claim, "figures")]
    if relation == "whole":
        if any(not data.relates("figure", "part_of", one, total) for one in parts):
            yield "is no part of the total"
        if sum(Decimal(part["value"]) for part in parts) != Decimal(total["value"]):
            yield "does not add up"
        return
    ways = ("outcome_of",) if relation == "outcome" else ("part_of", "among")
    for part in parts:
        if not any(data.relates("indicator", way, part, total) for way in ways):
            yield f"is no {relation} of the total"
        same = ("place", "scope", "entity", "period", "source", "unit", "basis")
        if any(part[name] != total[name] for name in same) or total["basis"] != "actual":
            yield "is not printed beside the total"
    if relation == "rest":
        ends, sums = data.ends(total), [data.ends(part) for part in parts]
        low, high = (sum((one[side] for one in sums), Decimal(0)) for side in (0, 1))
        yield from within((ends[0] - high, ends[1] - low), claim)


def check_contradiction(claim: Claim, data: Processed) -> Iterator[str]:
    """Check that the figures exist, and that the finding is right by what they print."""
    rows = [data.find(name) for name in names(claim, "figures")]
    if len({*names(claim, "figures")}) < len(rows):
        yield "sets a figure against itself"
    if {row["indicator"] for row in rows} != {*names(claim, "indicator")}:
        yield "is of other indicators"
    else:
        yield from check_finding(claim, rows, data)
    if claim["relation"] == "inconsistent_versions":
        # The doubt is what the contradiction casts on them.
        first, *others = [{**row, "doubt": "", "doubt_bound": ""} for row in rows]
        for row in others:
            if order(data.ends(first), data.ends(row)) in ("equal", "level"):
                yield "the figures meet"
            is_printed = rows[0]["period_basis"] == row["period_basis"] == "printed"
            is_alike = rows[0]["revision"] == row["revision"] and is_printed
            # What was provisional is told as such, before or after a revision.
            is_told = is_alike or claim["message"] == "audit_versions_estimate"
            if rows[0]["source"] != row["source"] and not is_told:
                yield "another vintage or year would make both true"


def list_crossed(rows: list[Row]) -> set[tuple[str, str]]:
    """Return the pairs of rows of one line and remark that are every combination of their names."""
    found: set[tuple[str, str]] = set()
    for first in rows:
        about = [first[name] for name in ("source", "locator", "status", "note_zh")]
        pairs = {
            (row["local_party"], row["partner"])
            for row in rows
            if [row[name] for name in ("source", "locator", "status", "note_zh")] == about
        }
        sides = [len({pair[side] for pair in pairs}) for side in (0, 1)]
        if first["note_zh"] and min(sides) > 1 and len(pairs) == sides[0] * sides[1]:
            found |= pairs
    return found


def list_unnamed(rows: list[Row], data: Processed) -> set[tuple[str, str]]:
    """Return the pairs of rows of which each prints the place alone, not who in it."""
    named: dict[tuple[str, str], bool] = {}
    for row in rows:
        place, printed = data.places[row["place"]], row["local_as_printed"]
        alone = {place["name_zh"], place["short_zh"], "我市", "我县", "我区", "本市", "本县"}
        pair = row["local_party"], row["partner"]
        named[pair] = named.get(pair, False) or printed not in alone
    return {pair for pair, is_named in named.items() if not is_named}


def count_least(rows: list[Row], data: Processed) -> int:
    """Count pairs of one status: a party of open ones has one, one not named may be another."""
    opened, unnamed = list_crossed(rows), list_unnamed(rows, data)
    stated = {(row["local_party"], row["partner"]) for row in rows} - opened - unnamed
    told = {partner for _, partner in stated | opened}
    alone = [partner for _, partner in unnamed if partner not in told]
    return len(stated) + len({party for party, _ in opened}) + len(alone)


def check_pairs(claim: Claim, data: Processed) -> Iterator[str]:
    """Count the named pairs of a city anew; pairs of counties alone must be told of them."""
    if claim["relation"] == "signed":
        amount = data.find(claim["figures"])
        lead = ("figure", "covers", claim["figures"])
        covered = {row[-1] for row in data.relations if row[:-1] == lead}
        firms = {row["local_party"] for row in data.pairs if row["partnership_id"] in covered}
        if claim["places"] != amount["place"] or claim["low"] != str(len(firms)):
            yield f"are {len(firms)} of {amount['place']}"
        return
    (city,) = {
        row["city"] for row in data.pairs if row["partnership_id"] in names(claim, "figures")
    }
    rows = [row for row in data.pairs if row["city"] == city]
    told = list_crossed(rows) if claim["relation"] == "crossed" else None
    places = {
        row["place"] for row in rows if told is None or (row["local_party"], row["partner"]) in told
    }
    if {*names(claim, "places")} != ({city} if city in places else places):
        yield "is told of another place than the pairs are of"
    pairs = {
        status: {(row["local_party"], row["partner"]) for row in rows if row["status"] == status}
        for status in ("existing", "planned")
    }
    existing, named = pairs["existing"], {*names(claim, "against")}
    ties = Counter(partner for _, partner in existing)
    most = max(ties.values(), default=0)
    found = {
        **{status: len(some) for status, some in pairs.items()},
        "both": len(existing & pairs["planned"]),
        "parties": len({party for party, _ in existing}),
        "partners": len(ties),
        "held": sum(party in named for party, _ in existing),
        "most": most,
        "crossed": len(list_crossed(rows)),
    }
    if claim["relation"] == "most" and named != {name for name in ties if ties[name] == most}:
        yield "others have as many"
    most = least = found[claim["relation"]]
    if claim["relation"] in pairs:
        own = [row for row in rows if row["status"] == claim["relation"]]
        least = count_least(own, data)
    if claim["relation"] == "both":
        sure = pairs["existing"] & pairs["planned"]
        for status in pairs:
            own = [row for row in rows if row["status"] == status]
            sure = sure - list_crossed(own) - list_unnamed(own, data)
        least = len(sure)
    if (claim["low"], claim["high"]) != (str(least), str(most)):
        yield f"are {least} to {most}"


_CHECKS: Mapping[str, Callable[[Claim, Processed], Iterator[str]]] = {
    "value": check_value,
    "change": check_change,
    "line": check_line,
    "share": check_share,
    "extreme": check_extreme,
    "rank": check_rank,
    "count": check_count,
    "absence": check_absence,
    "target": check_target,
    "pace": check_pace,
    "pairs": check_pairs,
    "contradiction": check_contradiction,
    "estimate": check_estimate,
}
KINDS = tuple(_CHECKS)
