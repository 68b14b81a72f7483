"""Small invented data sets: few figures or many, with what makes a sentence hard to get right."""

import random
from collections.abc import Iterator
from typing import Any

from figure_factory import change, derive, figure

from helpers.data.figures import AnyFigure, DerivedValue, Figure

MEASURES = ("rd_intensity", "bachelor_or_above_per_100000")
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
    {"doubt": "below_parts", "doubt_bound": 2.7},
    {"basis": "forecast"},
    {"basis": "estimate", "status": "E"},
    {"scope": "programme"},
    {"revision": "economic-census-5"},
    {"revision": "economic-census-5"},
)


def invent(number: int) -> list[AnyFigure]:
    """Return the rows of one small set: few or many, with ties, bounds, gaps and doubts."""
    chance = random.Random(number)  # noqa: S311  # no secret
    places = chance.choice((CITIES[:1], CITIES[:2], CITIES, CITIES, (*CITIES, COUNTY), ()))
    rows: list[AnyFigure] = []
    for measure in MEASURES[: chance.choice((1, 1, 2))]:
        for place in places:
            for turn in range(chance.choice((0, 1, 1, 2, 4))):
                rows.append(_invent_figure(chance, measure, place, f"{measure}.{place}.{turn}"))
            if place in CITIES and measure == MEASURES[0] and chance.random() < 0.3:
                rows.append(_invent_bound(chance, place))
        for place, scope in (("henan", "province"), ("china", "nation")):
            if chance.random() < 0.7:
                name = f"{measure}.{place}"
                rows.append(_invent_figure(chance, measure, place, name, scope=scope))
    return rows


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
    printed = f"{value}%" if measure == MEASURES[0] else f"{value * 1000:.0f}人"
    odd = chance.random()
    if odd < 0.12:
        printed = chance.choice(_PRINTS).format(printed)
    columns: dict[str, Any] = {
        "place": place,
        "period": chance.choice(_PERIODS),
        "scope": "county" if place == COUNTY else "whole_city",
        "source": chance.choice(("luohe-plan-2021", "luohe-plan-2021", "luohe-report-2024")),
        "known_from": f"{chance.choice((2021, 2022, 2023))}-12-31",
    }
    if 0.12 <= odd < 0.5:
        columns |= chance.choice(_ODD)
    return change(figure(name, measure, printed), **columns | fixed)


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


def list_features(rows: list[AnyFigure]) -> Iterator[str]:
    """Yield what makes a whole set hard to speak of."""
    cities = {row.place for row in rows} & {*CITIES}
    values = [(row.place, row.indicator, row.period, row.value) for row in rows]
    levels = [value[1:] for value in values if value[0] in CITIES]
    series = [value[:2] for value in values]
    yield {0: "no city", 1: "one city"}.get(len(cities), "several cities")
    if len(set(levels)) < len(levels):
        yield "tie"
    if len(set(series)) < len(series):
        yield "several years"
    if len(cities) < len(CITIES):
        yield "gap"
