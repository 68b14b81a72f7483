"""On which side of its province the rates of a city lie, and which of them are not counted."""

from collections.abc import Iterator, Sequence
from typing import get_args

from helpers.analysis.claims.figure_claims import LineClaim, ValueClaim
from helpers.analysis.profile import Position, Side
from helpers.data.figures import AnyFigure
from helpers.reports.city.city_profile import name_inside
from helpers.reports.city_report import CityReport
from helpers.reports.measure_names import sign_doubt
from helpers.reports.report import Report

_FEW = 2

Counted = tuple[str, Sequence[LineClaim], Sequence[AnyFigure], dict[str, object], str]


def count_sides(
    city: CityReport, positions: Sequence[Position], every: Sequence[Position]
) -> Iterator[Counted]:
    """Count the rates above, below and level with the province, as far as both are known.

    Each is named, and so are those of `every` that are not counted.
    """
    report, province = city.report, city.report.place(city.province)
    distinct = list_distinct(city, [one for one in positions if one.side is not None])
    claims = {side: list(_list_on(distinct, side)) for side in get_args(Side)}
    counted = [claim for found in claims.values() for claim in found]
    if len(counted) < _FEW or not report.holds(*counted):
        return
    apart, behind = _tell_apart(city, distinct, every)
    parts, values = [], dict[str, object](total=len(counted), province=province)
    rows = [*(row for claim in counted for row in (claim.figure, claim.line)), *behind]
    for side, found in claims.items():
        names = [_name_with_doubt(report, one.figure, one.line) for one in found]
        named = report.language.join(names)
        if found == counted:
            key = "sides_both" if len(counted) == _FEW else "sides_all"
            values |= {"counted": report.say(key, count=len(counted))}
            values |= {"named": report.say("sides_names", names=named)}
            yield f"sides_{side}", counted, rows, values, apart
            return
        if found:
            key = f"side_{side}"
            text = report.claim(key, *found, count=len(found), province=province)
            parts.append(report.say("side_named", side=text, names=named))
    values |= {"parts": report.say("list_semicolon").join(parts)}
    yield "sides", counted, rows, values, apart


def _tell_apart(
    city: CityReport, distinct: Sequence[Position], every: Sequence[Position]
) -> tuple[str, list[AnyFigure]]:
    """Write which rates are not counted, if any, with the rows behind them.

    Not counted is what a later print overtakes, what another rate of the same meaning stands for,
    and what a doubt about either figure leaves open.
    """
    report, twins = city.report, city.report.codebook.twins
    notes, behind, doubted = list[str](), list[AnyFigure](), dict[str, list[str]]()
    counted = {one.measure: one.own.row for one in distinct}
    for one in every:
        row, line = one.own.row, one.around.row if one.around else None
        if row is None or line is None or one.measure in counted:
            continue
        same = counted.get(twins.get(one.measure, ""))
        if later := city.find_overtaking(one):
            (claim,) = _list_on([one], "above")
            claims = [ValueClaim(figure=figure) for pair in later for figure in pair]
            told = report.claim("sides_overtaken", claim, **_write_pair(city, row, line))
            told += report.claim("sides_later", *claims, **_write_pair(city, *later[0]))
            notes.append(told)
            behind += [row, line, *later[0]]
        elif one.side is not None and same is not None:
            claim = LineClaim(figure=row, line=line, relation=one.side)
            name = _name_with_doubt(report, row, line)
            names = {"name": name, "same": _name_with_year(report, same)}
            province = report.place(city.province)
            notes.append(report.claim(f"side_same_{one.side}", claim, **names, province=province))
            behind += [row, line]
        elif row.value and line.value:
            rows = [figure for figure in (row, line) if figure.is_doubted]
            places = report.language.join([report.place(figure.place) for figure in rows])
            doubted.setdefault(places, []).append(name_inside(report, row.indicator))
            behind += rows
    notes += [
        report.say("sides_doubted", names=report.language.join(names), places=places)
        for places, names in doubted.items()
    ]
    listed = report.say("list_semicolon").join(notes)
    return report.say("sides_apart", notes=listed) if notes else "", behind


def _write_pair(city: CityReport, own: AnyFigure, line: AnyFigure) -> dict[str, object]:
    """Write a figure of the city and that of its province, as messages name them."""
    report = city.report
    return {
        "name": _name_with_year(report, own),
        "figure": report.write(own),
        "line": report.write_plain(line),
        "province": report.place(city.province),
    }


def _name_with_year(report: Report, figure: AnyFigure) -> str:
    name, period = name_inside(report, figure.indicator), report.period(figure)
    return report.say("gap_measure", name=name, period=period)


def _name_with_doubt(report: Report, own: AnyFigure, line: AnyFigure) -> str:
    return sign_doubt(report, _name_with_year(report, own), own, line)


def list_distinct(city: CityReport, positions: Sequence[Position]) -> list[Position]:
    """Return one position of each meaning: of the later year, and of one year the printed one."""
    codebook = city.report.codebook

    def rank(one: Position) -> tuple[str, bool]:
        return one.comparison.period, one.measure in codebook.indicators

    valued = {one.measure: one for one in positions if one.own.value is not None}
    return [
        one
        for one in positions
        if (twin := valued.get(codebook.twins.get(one.measure, ""))) is None
        or rank(one) > rank(twin)
    ]


def _list_on(positions: Sequence[Position], side: Side) -> Iterator[LineClaim]:
    for one in positions:
        if one.side == side and one.own.row and one.around and one.around.row:
            yield LineClaim(figure=one.own.row, line=one.around.row, relation=side)
