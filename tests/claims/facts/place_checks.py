"""Is it true what a claim says of several places: an extreme, a rank, a count, an absence?"""

from collections.abc import Iterator
from decimal import Decimal

from claims.facts.naming import Row
from claims.facts.processed_rows import (
    WAYS,
    Claim,
    Processed,
    is_bound,
    is_settled,
    is_whole,
    names,
    order,
    takes_no_rank,
)


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


def _check_own(claim: Claim, data: Processed) -> Iterator[str]:
    yield from check_scope(claim, data)
    own = data.find(claim["figures"])
    if list_ranked(claim, data).get(own["place"]) is not own:
        yield "is not what the place has in that period"


def check_extreme(claim: Claim, data: Processed) -> Iterator[str]:
    yield from _check_own(claim, data)
    known, own = list_ranked(claim, data), data.find(claim["figures"])
    if claim["total"] != str(len(known)):
        yield f"is among {len(known)}"
    if len(known) == 1 and not claim["message"].endswith("_alone"):
        yield "is among itself"
    wanted = "above" if claim["relation"] == "highest" else "below"
    ends = data.ends(own)
    orders = {order(ends, data.ends(row)) for row in known.values() if row is not own}
    if orders - {wanted}:
        is_open = orders <= {wanted, "level", "equal"}
        yield "open" if is_open else f"others lie {orders}"


def check_rank(claim: Claim, data: Processed) -> Iterator[str]:
    yield from _check_own(claim, data)
    known, own = list_ranked(claim, data), data.find(claim["figures"])
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
    if relation in WAYS:
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
            is_one = row is not None and is_bound(row)
            is_valued = row is not None and not is_one and not takes_no_rank(row)
            yield "yes" if (is_one if relation == "bounded" else is_valued) else "no"
        return
    ends = [None if row is None else data.ends(row) for row in rows]
    if relation in ("rose", "fell"):
        first, second = ends
        found = order(second, first) if first and second else "level"
        yield _say(found, WAYS[relation])
        return
    for row, own, line in zip(rows, ends, lines, strict=True):
        if row is None or own is None:
            yield "perhaps"
        else:
            other = data.ends(line)
            if "kind" in row and is_bound(row) and line["value"] and not line["doubt"]:
                # Who is named above a line, or not, is so by the line as printed.
                other = (Decimal(line["value"]),) * 2
            is_no = own[1] <= other[0] if relation == "above" else own[0] >= other[1]
            yield "no" if is_no else _say(order(own, other), relation)


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
        return relation == "none" or (relation != "no_print" and not is_bound(row))
    if claim["relation"] == relation and not is_whole(row):
        return False
    counts = {"no_actual": row["basis"] == "actual", "no_settled": is_settled(row)}
    return counts.get(relation, True)
