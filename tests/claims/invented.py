"""Small invented data sets: few figures or many, with what makes a sentence hard to get right."""

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from figure_factory import change, derive, figure

from helpers.data.figures import AnyFigure, DerivedValue, Figure

RATIO = "rd_expenditure_over_gdp"
# What is compared, with its kind of quantity and how a value of the scale below is printed.
_PRINTED: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "rd_intensity": ("rate", lambda value: f"{value}%"),
    "bachelor_or_above_per_100000": ("stock", lambda value: f"{value * 1000:.0f}人"),
    "high_tech_enterprises": ("stock", lambda value: f"{value * 100:.0f}家"),
}
MEASURES = tuple(_PRINTED)
CITIES = ("luohe", "puyang", "jiaozuo", "luoyang")
COUNTY = "wuzhi"
_PERIODS = ("2019", "2020", "2021", "2021", "2021", "2021-H1", "2021-06", "2022")
_VALUES = (1.9, 2.0, 2.0, 2.1, 2.1, 2.65, 2.8, 3.4)
_PRINTS = ("超过{}", "{}以上", "不到{}", "约{}", "近{}", "{}以下")
_ODD: tuple[dict[str, Any], ...] = (
    {"basis": "target", "period": "by 2021"},
    {"basis": "target", "period": "by 2022"},
    {"status": "P"},
    {"doubt": "out_of_line"},
    {"doubt": "below_parts"},
    {"basis": "forecast"},
    {"basis": "estimate", "status": "E"},
    {"scope": "programme"},
    {"revision": "regional-gdp-2023"},
    {"revision": "regional-gdp-2023"},
)


def invent(number: int) -> list[AnyFigure]:
    """Return the rows of one small set: few or many, with ties, bounds, gaps and doubts."""
    chance = random.Random(number)  # noqa: S311  # no secret
    places = chance.choice((CITIES[:1], CITIES[:2], CITIES, CITIES, (*CITIES, COUNTY), ()))
    rows: list[AnyFigure] = []
    # Many places in one year, or places that a series follows from year to year.
    is_calm, is_followed = chance.random() < 0.2, chance.random() < 0.3
    for measure in chance.sample(MEASURES, chance.choice((1, 1, 2))):
        for place in places:
            for turn in range(1 if is_calm else chance.choice((0, 1, 1, 2, 4))):
                rows.append(_invent_figure(chance, measure, place, f"{measure}.{place}.{turn}"))
            if place in CITIES and measure == MEASURES[0] and chance.random() < 0.3:
                rows.append(_invent_bound(chance, place))
        for place, scope in (("henan", "province"), ("china", "nation")):
            # No city is set beside the number of firms of a nation.
            is_size = (measure, place) == ("high_tech_enterprises", "china")
            if chance.random() < 0.7 and not is_size:
                name = f"{measure}.{place}"
                rows.append(_invent_figure(chance, measure, place, name, scope=scope))
        if is_calm:
            rows = [_calm(row) if isinstance(row, Figure) else row for row in rows]
        if is_followed:
            followed = [*places[:2], *(["henan"] if places else [])]
            rows += [row for place in followed for row in _follow(chance, measure, place)]
    if chance.random() < 0.3:
        rows += [_invent_quotient(chance, place) for place in (*places[:4], "henan")]
    return rows


def invent_pairs(number: int, known: list[str]) -> list[str]:
    """Return some of the partnerships that documents name: none, a few, or most."""
    chance = random.Random(number)  # noqa: S311  # no secret
    return chance.sample(known, chance.choice((0, 0, 1, 3, 6, len(known) * 3 // 4)))


def _calm(row: Figure) -> Figure:
    """Return a row as an exact figure of the one year, where it is neither odd nor a bound."""
    is_plain = not {*list_oddities(row)} - {"part of a year"}
    return change(row, period="2021") if is_plain else row


def _follow(chance: random.Random, measure: str, place: str) -> Iterator[Figure]:
    """Yield a figure for each of some years, of one series."""
    scope = "county" if place == COUNTY else "whole_city" if place in CITIES else "province"
    for year in range(2022 - chance.choice((1, 2, 3)), 2023):
        row = _invent_figure(chance, measure, place, f"{measure}.{place}.of.{year}", scope=scope)
        while {*list_oddities(row)} - {"county", "part of a year"}:
            row = _invent_figure(chance, measure, place, row.figure_id, scope=scope)
        yield change(row, period=str(year), source="luohe-plan-2021", known_from="2023-12-31")


def _invent_quotient(chance: random.Random, place: str) -> DerivedValue:
    value = Decimal(str(chance.choice(_VALUES)))
    ends = {"value_low": value - Decimal("0.04"), "value_high": value + Decimal("0.04")}
    columns = {"place": place, "period": "2021", "value": value, **ends}
    return derive(derived_id=f"quotient.{place}", **columns)


def _invent_bound(chance: random.Random, place: str) -> DerivedValue:
    kind = chance.choice(("ceiling", "floor"))
    end = {"ceiling": "value_high", "floor": "value_low"}[kind]
    columns = {"indicator": MEASURES[0], "place": place, "period": "2021"}
    value = {end: str(chance.choice(_VALUES))}
    return derive(derived_id=f"{kind}.{place}", kind=kind, **columns, **value)


def _invent_figure(
    chance: random.Random, measure: str, place: str, name: str, **fixed: str
) -> Figure:
    value = chance.choice(_VALUES)
    kind, write = _PRINTED[measure]
    printed = write(value)
    odd = chance.random()
    if odd < 0.12:
        printed = chance.choice(_PRINTS).format(printed)
    columns: dict[str, Any] = {
        "place": place,
        "measure": kind,
        "period": chance.choice(_PERIODS),
        "scope": "county" if place == COUNTY else "whole_city",
        "source": chance.choice(("luohe-plan-2021", "luohe-plan-2021", "luohe-report-2024")),
        "known_from": f"{chance.choice((2021, 2022, 2023))}-12-31",
    }
    if 0.12 <= odd < 0.5:
        columns |= chance.choice(_ODD)
    row = figure(name, measure, printed)
    if columns.get("doubt") == "below_parts" and row.value is not None:
        columns["doubt_bound"] = row.value * Decimal("1.3")
    return change(row, **columns | fixed)


def list_oddities(row: AnyFigure) -> Iterator[str]:
    """Yield what makes a row hard to speak of."""
    if isinstance(row, DerivedValue):
        yield row.kind
        return
    odd = {
        "county": row.scope == "county",
        "part of a place": row.scope == "programme",
        "part of a year": len(row.period) != len("2021") and row.basis == "actual",
        "provisional": row.status == "P",
        "revised": bool(row.revision),
        "doubted": row.doubt == "out_of_line",
        "bounded doubt": row.doubt == "below_parts",
        row.basis: row.basis != "actual",
        row.qualifier: row.qualifier != "exact",
    }
    yield from (name for name, is_so in odd.items() if is_so)
