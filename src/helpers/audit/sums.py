"""Checks that add: parts against totals, classes inside classes, cities against their province."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from helpers.audit.facts import Facts, Finding, Number, group_by, is_actual, settle
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval, Verdict, add_all, compare_intervals, point

_SAME = ("place", "scope", "period", "source")
_ADDITIVE = ("flow", "stock", "cumulative")
_KINDS_OF_AMOUNTS = ("money", "count", "area", "mass", "time")
_FEWEST_PARTS = 2
_FAR = Decimal("2.5")


def check_parts(facts: Facts) -> Iterator[Finding]:
    """Compare totals with the sum of the parts that the relations name."""
    for relation in ("part_of", "among"):
        for whole, parts in facts.groups("indicator", relation).items():
            for total in filter(is_actual, facts.of(whole)):
                inside = [
                    figure
                    for part in parts
                    for figure in facts.of(part, total.place)
                    if is_actual(figure) and _is_inside(figure, total)
                ]
                # A part that the document prints twice is one part.
                found = list({(f.indicator, f.entity): f for f in inside}.values())
                if len(found) >= _FEWEST_PARTS:
                    is_whole = {figure.indicator for figure in found} == set(parts)
                    way = relation if is_whole else "among"
                    yield _judge_parts(facts, total, found, way, f"{parts[0]}|{whole}")
        for whole, parts in facts.groups("figure", relation).items():
            known = facts.find(whole)
            rows = [facts.find(part) for part in parts]
            named = [figure for figure in rows if figure is not None]
            if known is not None and len(named) == len(parts):
                yield _judge_parts(facts, known, named, relation, f"{parts[0]}|{whole}")


def _is_inside(part: Figure, whole: Figure) -> bool:
    """Return whether a row may be part of another: a programme of a city, not the reverse."""
    same = all(getattr(part, name) == getattr(whole, name) for name in _SAME)
    return same and whole.entity in ("", part.entity)


def _judge_parts(
    facts: Facts, total: Figure, parts: list[Figure], relation: str, noted: str
) -> Finding:
    whole = facts.interval(total)
    together = add_all(facts.interval(part) for part in parts)
    verdict: Verdict = compare_intervals(whole, together)
    if relation == "among" and whole.is_above(together):
        verdict = "undecided"
    numbers: dict[str, Number] = {
        "sum": facts.quantity(together, total),
        "residual": facts.difference(whole - together, total),
        "relation": noted,
    }
    # Of numbers that are "about" so much, the ones stated are told.
    is_loose = verdict == "undecided" and (together.middle or 0) > (whole.middle or 0)
    exceeds = together.is_above(whole) or is_loose
    # What was spent and what is planned are not one sum.
    is_mixed = len({part.indicator for part in parts}) > 1 and len({p.basis for p in parts}) > 1
    form = "exceed" if exceeds else "mixed" if is_mixed else ""
    if form == "mixed" and verdict == "consistent":
        verdict = "undecided"
    return Finding("parts", verdict, {"total": [total], "parts": parts}, numbers, form)


def check_classes(facts: Facts) -> Iterator[Finding]:
    """Compare a narrower class with the wider one that contains it."""
    for row in facts.related("indicator", "within"):
        pairs = (
            (narrow, wide)
            for narrow in facts.of(row["subject"])
            for wide in facts.of(row["object"], narrow.place)
        )
        for narrow, wide in pairs:
            same = (narrow.period, narrow.entity) == (wide.period, wide.entity)
            if same and is_actual(narrow) and is_actual(wide):
                exceeds = facts.interval(narrow).is_above(facts.interval(wide))
                verdict = settle("inconsistent" if exceeds else "consistent", (narrow, wide))
                yield Finding("classes", verdict, {"narrow": [narrow], "wide": [wide]})


def check_bounds(facts: Facts) -> Iterator[Finding]:
    """Compare two figures of one table of which the first is hardly ever the larger.

    No definition rules it out, so it is no contradiction: teachers may outnumber students.
    """
    for row in facts.related("indicator", "seldom_above"):
        for small in filter(is_actual, facts.of(row["subject"])):
            for large in filter(is_actual, facts.of(row["object"], small.place)):
                same = (small.period, small.entity, small.source, small.scope)
                if same == (large.period, large.entity, large.source, large.scope):
                    exceeds = facts.interval(small).is_above(facts.interval(large))
                    verdict: Verdict = "undecided" if exceeds else "consistent"
                    yield Finding("bounds", verdict, {"small": [small], "large": [large]})


def check_outcomes(facts: Facts) -> Iterator[Finding]:
    """Find outcomes that together outnumber the items: one item may have several."""
    for whole, parts in facts.groups("indicator", "outcome_of").items():
        for items in filter(is_actual, facts.of(whole)):
            outcomes = [
                figure
                for part in parts
                for figure in facts.of(part)
                if is_actual(figure) and _is_inside(figure, items)
            ]
            if len(outcomes) < _FEWEST_PARTS:
                continue
            together = add_all(facts.interval(figure) for figure in outcomes)
            exceeds = together.is_above(facts.interval(items))
            verdict: Verdict = "undecided" if exceeds else "consistent"
            numbers = {"sum": facts.quantity(together, items)}
            yield Finding("outcomes", verdict, {"items": [items], "outcomes": outcomes}, numbers)


def check_province(facts: Facts) -> Iterator[Finding]:
    """Add the cities of a province and hold the sum against what the province itself prints."""
    places = facts.codebook.places
    for indicator, row in facts.codebook.indicators.items():
        figures = [
            figure
            for figure in facts.of(indicator)
            if is_actual(figure)
            and figure.is_of_whole_place
            and row["measure"] in _ADDITIVE
            and facts.kind(figure) in _KINDS_OF_AMOUNTS
        ]
        totals = [figure for figure in figures if places[figure.place]["kind"] == "province"]
        by_place = group_by(figures, "place")
        for total in _latest_of_each(totals, "place", "period"):
            cities = facts.codebook.cities_of(total.place)
            inside = [figure for city in cities for figure in by_place.get((city,), [])]
            own = [figure for figure in inside if figure.period == total.period]
            parts = _choose_line(own)
            if len(parts) <= len(cities) / 2:
                continue
            whole = facts.interval(total)
            together = add_all(facts.interval(part) for part in parts)
            missing = [slug for slug in cities if slug not in {part.place for part in parts}]
            verdict: Verdict = compare_intervals(whole, together)
            if missing and whole.is_above(together):
                verdict = "undecided"
            numbers: dict[str, Number] = {
                "sum": facts.quantity(together, total),
                "residual": facts.difference(whole - together, total),
                "share": _find_share(whole, together),
                "count": len(parts),
                "missing": "|".join(missing),
            }
            exceeds = together.is_above(whole)
            if exceeds:
                numbers["excess"] = facts.difference(together - whole, total)
                numbers["printed"] = facts.quantity(whole, total)
            roles = {"total": [total], "parts": parts}
            form = "exceed" if exceeds else "missing" if missing else ""
            elsewhere = [f for f in inside if f.place in missing and (f.value or 0) > 0]
            if form == "missing" and len({f.place for f in elsewhere}) == len(missing):
                known = add_all(facts.interval(f) for f in _latest_of_each(elsewhere, "place"))
                if compare_intervals(_widen(known), whole - together) == "inconsistent":
                    roles["elsewhere"] = _latest_of_each(elsewhere, "place")
                    numbers["left"] = facts.quantity(whole - together, total)
                    form, verdict = "odd", "undecided"
            middle = median(part.number for part in parts)
            left = (whole - together).low
            if form == "missing" and left is not None and left > len(missing) * _FAR * middle:
                numbers["middle"] = facts.quantity(point(middle), total)
                form = "large"
            yield Finding("province", verdict, roles, numbers, form)


def _find_share(whole: Interval, together: Interval) -> str:
    printed, added = whole.middle, together.middle
    if not printed or added is None:
        return "?"
    return f"{abs(float((printed - added) / printed)) * 100:.1f}%"


def _widen(interval: Interval) -> Interval:
    """Take anything from half to twice a number as its likely size in another year."""
    low, high = interval.low, interval.high
    return Interval(low and low / 2, high and high * 2)


def _latest_of_each(figures: list[Figure], *columns: str) -> list[Figure]:
    groups = group_by(figures, *columns).values()
    # Of two that one edition prints, the finer.
    return [max(group, key=lambda row: (row.known_from, -row.rounding_unit)) for group in groups]


def _choose_line(figures: list[Figure]) -> list[Figure]:
    """Take one figure of each city: of the series that prints most of them, else the latest."""
    series = [str(figure.series or figure.source) for figure in figures]
    best = max(series, key=series.count, default="")
    latest = sorted(figures, key=lambda figure: figure.vintage, reverse=True)
    ordered = sorted(latest, key=lambda f: str(f.series or f.source) != best)
    chosen: dict[str, Figure] = {}
    for figure in ordered:
        chosen.setdefault(figure.place, figure)
    return list(chosen.values())
