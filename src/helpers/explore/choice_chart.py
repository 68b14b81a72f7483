"""The chart of a choice: places over the years, or ranked where there is one period only."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.analysis.standings import Comparison
from helpers.charts.places.comparison_charts import draw_dots
from helpers.charts.points import CLOSED, OPEN, Point
from helpers.data.figures import AnyFigure, DerivedValue
from helpers.data.printed.periods import parse_period
from helpers.explore.audit_signs import Checked
from helpers.explore.place_chart import Placed, PlaceLine, draw_places
from helpers.reports.report import Report
from helpers.reports.standing_text import draw_references, find_references, list_dots

_FEWEST_RANKED = 2
_MARK = "figure-"
# A province more than this many times as large as every city leaves them no room to differ.
_MOST_TIMES = 2
_AMOUNTS = ("money", "count", "time")
_FORMS = ("actual", "estimate", "forecast", "target", "derived")


@dataclass(frozen=True)
class Drawing:
    """A chart and what goes with it.

    Attributes:
        svg: The picture; empty where no row has a number. The mark `figure-3` is that of row 3.
        points: The values drawn, as (label, value) pairs.
        told: The same in words, as pairs of what is drawn and its figure.
        key: What the marks mean.
    """

    svg: str = ""
    points: Sequence[tuple[str, float]] = ()
    told: Sequence[tuple[str, str]] = ()
    key: str = ""


def draw_choice(
    checked: Checked,
    rows: Sequence[AnyFigure],
    compared: Sequence[Comparison],
    places: Sequence[str],
) -> Drawing:
    """Draw places ranked where one period is all there is, else over the years.

    The places may have the province and the nation among them; a mark is named after its row.
    """
    report = checked.report
    periods = {row.period for row in rows}
    if len(periods) == 1 and len(compared) == 1 and len(compared[0].known) >= _FEWEST_RANKED:
        return _draw_ranked(checked, rows, compared[0], places)
    beyond = _find_beyond(report, rows)
    lines: dict[str, list[Placed]] = {}
    points: list[tuple[str, float]] = []
    told: list[tuple[str, str]] = []
    for number, row in enumerate(rows):
        if row.value is None or row.place in beyond:
            continue
        point = report.point(row)
        when = _place_in_time(row, point.when)
        text = checked.add_sign(_state(report, row), row)
        placed = Placed(replace(point, when=when), text, f"{_MARK}{number}", checked.sign(row))
        name = name_line(report, row)
        lines.setdefault(name, []).append(placed)
        label = report.say("explore_point", place=name, period=report.period(row))
        points.append((label, float(row.number)))
        told.append((label, checked.add_sign(report.write(row), row)))
    if not lines:
        return Drawing()
    drawn = [placed.point for line in lines.values() for placed in line]
    ends = int(min(point.when for point in drawn)), math.ceil(max(point.when for point in drawn))
    svg = draw_places([PlaceLine(name, placed) for name, placed in lines.items()], ends)
    key = _explain_marks(report, drawn)
    return Drawing(svg, points, told, _add_beyond(report, key, beyond))


def _draw_ranked(
    checked: Checked, rows: Sequence[AnyFigure], compared: Comparison, places: Sequence[str]
) -> Drawing:
    report = checked.report
    numbers = {row.key: number for number, row in enumerate(rows)}
    dots = [
        replace(
            dot,
            mark=f"{_MARK}{numbers[standing.row.key]}",
            label=checked.add_sign(dot.label, standing.row),
        )
        for dot, standing in zip(list_dots(report, compared), compared.known, strict=True)
        if standing.row is not None
    ]
    beyond = _find_beyond(report, rows)
    cities = report.codebook.cities
    around = [name for name in places if name not in cities and name not in beyond]
    references = find_references(report, compared, around)
    lines = draw_references(report, references, compared.measure)
    say, period = report.say, report.language.period(compared.period)
    labels = [say("explore_point", place=dot.name, period=period) for dot in dots]
    return Drawing(
        draw_dots(dots, lines),
        [(label, dot.value) for label, dot in zip(labels, dots, strict=True)],
        [(label, dot.label) for label, dot in zip(labels, dots, strict=True)],
        _add_beyond(report, say("explore_key_dots"), beyond),
    )


def _find_beyond(report: Report, rows: Sequence[AnyFigure]) -> list[str]:
    """Find the province or nation whose amounts would squash those of the cities."""
    if report.codebook.units[rows[0].unit]["kind"] not in _AMOUNTS:
        return []
    cities = report.codebook.cities
    known = [row for row in rows if row.value is not None]
    largest = max((abs(row.number) for row in known if row.place in cities), default=math.inf)
    around = [row for row in known if row.place not in cities]
    beyond = [row.place for row in around if abs(row.number) > _MOST_TIMES * largest]
    return list(dict.fromkeys(beyond))


def _add_beyond(report: Report, key: str, beyond: Sequence[str]) -> str:
    if not beyond:
        return key
    say, names = report.say, [report.place(name) for name in beyond]
    told = say("explore_beyond", places=report.language.join(names))
    return say("sentence_space").join(part for part in (key, told) if part)


def _explain_marks(report: Report, points: Sequence[Point]) -> str:
    """Return the key of the marks that are drawn, and the rule by which they are joined."""
    say = report.say
    found = {"forecast" if point.basis == "policy" else point.basis for point in points}
    names = [name for name in _FORMS if name in found]
    if any(point.qualifier in (*OPEN, *CLOSED) for point in points):
        names.append("bound")
    if any(point.is_doubted for point in points):
        names.append("doubted")
    if names == ["actual"]:
        return say("explore_key_joined") if len(points) > 1 else ""
    listed = report.join_parts(say(f"explore_mark_{name}") for name in names)
    marks = say("explore_marks", marks=listed)
    joined = say("explore_key_joined") if len(points) > 1 else ""
    return say("sentence_space").join(part for part in (marks, joined) if part)


def name_line(report: Report, row: AnyFigure) -> str:
    """Name the place of a figure, and the institution where it is about one."""
    place = report.place(row.place)
    if isinstance(row, DerivedValue) or not row.entity:
        return place
    inside = report.language.name(report.codebook.entities[row.entity])
    return report.say("name_inside", name=place, inside=inside)


def _place_in_time(row: AnyFigure, year: float) -> float:
    """Place a figure of a part of a year before the end of that year, at which whole ones stand."""
    end = None if isinstance(row, DerivedValue) else row.period_end
    if end is None or parse_period(row.period).is_full_year:
        return year
    return float(end.year - 1 + end.month / 12)


def _state(report: Report, row: AnyFigure) -> str:
    """Write a figure, and say so where it is no actual one or not of a whole year."""
    text = report.write(row)
    if isinstance(row, DerivedValue):
        return report.write_plain(row)
    said = []
    if row.basis != "actual":
        said.append(report.label("basis", row.basis))
    if not parse_period(row.period).is_full_year:
        said.append(report.period(row))
    say = report.say
    return (
        say("explore_stated", figure=text, said=say("statement_comma").join(said)) if said else text
    )
