"""The independent checker: is what a row of claims.csv asserts true of the processed data?

Imports nothing of the package, takes nothing that a report wrote as evidence, compares intervals.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from claims.estimates import check_estimate
from claims.naming import Row
from claims.processed_rows import (
    INFINITE,
    Claim,
    Ends,
    Processed,
    is_settled,
    is_whole,
    is_year,
    names,
    order,
    takes_no_rank,
)
from claims.target_checks import check_pace, check_target

_WAYS = {"rose": "above", "fell": "below", "held": "equal"}
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
    yield from expect(order(end, start), _WAYS[claim["relation"]])


def expect(found: str, wanted: str) -> Iterator[str]:
    if found != wanted:
        yield "open" if found == "level" else f"is {found}, not {wanted}"


def check_line(claim: Claim, data: Processed) -> Iterator[str]:
    row, line = data.find(claim["figures"]), data.find(claim["against"])
    if [row["place"], line["place"]] != names(claim, "places"):
        yield "is of other places"
    for column in ("unit", "period"):
        if row[column] != line[column]:
            yield f"has another {column} than the line"
    if any("figure_id" in one and not is_settled(one) for one in (row, line)):
        yield "sets a figure that is not settled against another"
    own, other = data.ends(row), data.ends(line)
    if claim["relation"] == "times":
        yield from within((own[0] / other[1], own[1] / other[0]), claim)
    else:
        if claim["relation"] == "level" and _is_bound(row):
            yield "a bound is level with nothing"
        yield from expect(order(own, other), claim["relation"])


def _is_bound(row: Row) -> bool:
    if "kind" in row:
        return row["kind"] in ("ceiling", "floor")
    return row["qualifier"] != "exact"


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


def stand_all(claim: Claim, data: Processed, number: int = 0) -> dict[str, Row | None]:
    """Return what each place of a claim has on its measure; of several, on that of a number."""
    measures, periods = names(claim, "indicator"), names(claim, "period")
    measure, period = measures[min(number, len(measures) - 1)], periods[number]
    return {place: data.stand(measure, place, period) for place in names(claim, "places")}


def check_scope(claim: Claim, data: Processed) -> Iterator[str]:
    """Say which cities are left out of a claim about all of a province."""
    places = names(claim, "places")
    provinces = {data.places[place]["parent"] for place in places if place in data.places}
    for province in provinces if claim.get("scope") == "province" else ():
        cities = {name for name, row in data.places.items() if row["parent"] == province}
        if cities - set(places):
            yield f"leaves out {cities - set(places)}"


def list_ranked(claim: Claim, data: Processed) -> dict[str, Row]:
    return {
        place: row
        for place, row in stand_all(claim, data).items()
        if row is not None and not takes_no_rank(row)
    }


def check_extreme(claim: Claim, data: Processed) -> Iterator[str]:
    yield from check_scope(claim, data)
    known = list_ranked(claim, data)
    own = data.find(claim["figures"])
    if known.get(own["place"]) is not own:
        yield "is not what the place has in that period"
    if claim["total"] != str(len(known)):
        yield f"is among {len(known)}"
    wanted = "above" if claim["relation"] == "highest" else "below"
    ends = data.ends(own)
    orders = {order(ends, data.ends(row)) for row in known.values() if row is not own}
    if orders - {wanted}:
        is_open = orders <= {wanted, "level", "equal"}
        yield "open" if is_open else f"others lie {orders}"


def check_rank(claim: Claim, data: Processed) -> Iterator[str]:
    yield from check_scope(claim, data)
    known = list_ranked(claim, data)
    own = data.find(claim["figures"])
    if known.get(own["place"]) is not own:
        yield "is not what the place has in that period"
    low, high = data.ends(own)
    others = [data.ends(row) for row in known.values() if row is not own]
    best = 1 + sum(other[0] > high for other in others)
    worst = 1 + sum(other[1] > low for other in others)
    said = (claim["low"], claim["high"], claim["total"])
    if said != (str(best), str(worst), str(len(known))):
        yield f"ranks {best} to {worst} of {len(known)}"


def check_count(claim: Claim, data: Processed) -> Iterator[str]:
    yield from check_scope(claim, data)
    relation = claim["relation"].removesuffix("_of_known")
    standings = [stand_all(claim, data, n) for n in range(len(names(claim, "period")))]
    lines = [data.find(name) for name in names(claim, "against")]
    for line, period in zip(lines, names(claim, "period"), strict=False):
        if line["period"] != period:
            yield "counts beyond a line of another period"
    places = list(standings[0])
    if len(set(places)) < len(places):
        yield "counts a place twice"
    if relation in _WAYS:
        for rows in ([found[place] for found in standings] for place in places):
            if len({_name_series(row, data) for row in rows if row is not None}) > 1:
                yield "counts changes between two series"
    if claim["relation"] != relation:
        places = [place for place in places if all(found[place] for found in standings)]
    sure = possible = 0
    for place in places:
        verdicts = list(_count(relation, [found[place] for found in standings], lines, data))
        sure += all(verdict == "yes" for verdict in verdicts)
        possible += all(verdict != "no" for verdict in verdicts)
    low, high = int(claim["low"]), int(claim["high"] or possible)
    if claim["total"] != str(len(places)):
        yield f"is of {len(places)}"
    if not (low <= sure and possible <= high):
        is_open = low <= possible and sure <= high
        yield "open" if is_open else f"{sure} to {possible} are"


def _name_series(row: Row, data: Processed) -> tuple[str, ...]:
    """Return the series of a printed row, or of all that a derived one is made of."""
    if "figure_id" in row:
        return (row["series"] or row["source"],)
    inputs = (*row["numerator_id"].split("+"), row["denominator_id"])
    return tuple(name for one in inputs for name in _name_series(data.find(one), data))


def _count(
    relation: str, rows: list[Row | None], lines: list[Row], data: Processed
) -> Iterator[str]:
    if relation in ("valued", "bounded"):
        for row in rows:
            is_bound = row is not None and _is_bound(row)
            is_valued = row is not None and not is_bound and not takes_no_rank(row)
            yield "yes" if (is_bound if relation == "bounded" else is_valued) else "no"
        return
    ends = [None if row is None else data.ends(row) for row in rows]
    if relation in ("rose", "fell"):
        first, second = ends
        found = order(second, first) if first and second else "level"
        yield _say(found, _WAYS[relation])
        return
    for row, own, line in zip(rows, ends, lines, strict=True):
        if row is None or own is None:
            yield "perhaps"
        elif row.get("kind") in ("ceiling", "floor") and line["value"] and not line["doubt"]:
            # Who is named above a line, or not, is so by the line as printed.
            printed = Decimal(line["value"])
            is_no = own[1] <= printed if relation == "above" else own[0] >= printed
            is_yes = own[0] > printed if relation == "above" else own[1] < printed
            yield "yes" if is_yes else "no" if is_no else "perhaps"
        else:
            yield _say(order(own, data.ends(line)), relation)


def _say(found: str, wanted: str) -> str:
    return "yes" if found == wanted else "perhaps" if found == "level" else "no"


def check_absence(claim: Claim, data: Processed) -> Iterator[str]:
    relation, period = claim["relation"].removesuffix("_everywhere"), claim["period"]
    if relation == "no_reply" and any(row["place"] == claim["places"] for row in data.proposals):
        yield "a reply is known"
    for indicator in names(claim, "indicator"):
        for place in names(claim, "places"):
            if relation == "no_rank":
                row = data.stand(indicator, place, period)
                if row is None or not takes_no_rank(row):
                    yield f"{place} is not in doubt"
                continue
            for row in data.of(indicator, place):
                if _counts_as_figure(row, claim, relation, period):
                    yield f"{row['period']} {row['value']} is known of {place}"


def _counts_as_figure(row: Row, claim: Claim, relation: str, period: str) -> bool:
    is_derived = "derived_id" in row
    year = row["period"] if is_derived else row["period_end"][:4]
    if period.endswith("/.."):
        if year <= period.removesuffix("/.."):
            return False
    elif period and row["period"] != period:
        return False
    if is_derived:
        is_bound = row["kind"] in ("ceiling", "floor")
        return relation == "none" or (relation != "no_print" and not is_bound)
    if claim["relation"] == relation and not is_whole(row):
        return False
    counts = {"no_actual": row["basis"] == "actual", "no_settled": is_settled(row)}
    return counts.get(relation, True)


def check_contradiction(claim: Claim, data: Processed) -> Iterator[str]:
    """Check that the figures exist; of those said to be the same thing, that none meet."""
    rows = [data.find(name) for name in names(claim, "figures")]
    if len({*names(claim, "figures")}) < len(rows):
        yield "sets a figure against itself"
    if {row["indicator"] for row in rows} != {*names(claim, "indicator")}:
        yield "is of other indicators"
    if claim["relation"] == "inconsistent_versions":
        for row in rows[1:]:
            if order(data.ends(rows[0]), data.ends(row)) in ("equal", "level"):
                yield "the figures meet"
            is_printed = rows[0]["period_basis"] == row["period_basis"] == "printed"
            is_alike = rows[0]["revision"] == row["revision"] and is_printed
            if rows[0]["source"] != row["source"] and not is_alike:
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
    places = {row["place"] for row in rows}
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
    if claim["low"] != str(found[claim["relation"]]):
        yield f"are {found[claim['relation']]}"


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
