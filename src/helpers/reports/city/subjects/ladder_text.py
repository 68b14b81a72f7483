"""The words of a ladder: names of rungs, cells, labels and the gap to a target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.target_claims import TargetClaim
from helpers.analysis.ladders import Gap, Rung, find_gaps
from helpers.charts.ladder_chart import LadderLine
from helpers.charts.points import Point
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval
from helpers.pages.runs import GapBar, Runs
from helpers.reports.finding_text import tell_period
from helpers.reports.report import Report
from helpers.words.written_numbers import write_amount

_PLAIN = ("exact", "at_least", "over")
# Kinds of counts that a cell names, for they are no plain stock of the city.
_NAMED = ("cumulative", "programme")
Reading = Literal["reached", "above", "missed", "short", "untold"]
# A stock that is later than the deadline does not show that the target was met in time.
_READINGS: Mapping[str, Sequence[Reading]] = {
    "met": ("reached",),
    "above": ("untold", "above"),
    "missed": ("missed",),
    "open": ("short",),
}


@dataclass(frozen=True)
class LadderText:
    """Writes the rungs of one ladder."""

    report: Report

    def level(self, rung: Rung) -> str:
        """Name the level of a rung."""
        return self.report.label("level", rung.row["level"])

    def name(self, rung: Rung, *, inside: bool = False) -> str:
        """Name a rung with its level; `inside` a sentence English begins it small."""
        name, level = self.report.language.name(rung.row), self.level(rung)
        name = self.report.begin_inside(name) if inside else name
        return self.report.say("name_inside", name=name, inside=level)

    def gaps(self, rung: Rung) -> list[Gap]:
        """Set the stock of a rung against its targets."""
        if rung.stock is None:
            return []
        return find_gaps(rung, self.report.codebook.units[rung.stock.unit]["kind"])

    def dated(self, figure: Figure) -> str:
        """Write a count with its period, and what kind it is where it is no plain count."""
        report, say = self.report, self.report.say
        text = say("point_label", figure=report.write(figure), period=tell_period(report, figure))
        stated = {"measure": figure.measure, "scope": figure.scope}
        words = [report.label(name, code) for name, code in stated.items() if code in _NAMED]
        if not words:
            return text
        return say("ladder_qualified", figure=text, words=say("statement_comma").join(words))

    def distance(self, gap: Gap) -> str:
        """Write how far it is, with the ends that are open left open."""
        report, ends = self.report, gap.distance
        unit = report.codebook.units[gap.stock.unit]

        def write(end: Decimal) -> str:
            return write_amount(float(end), unit, report.language)

        return _write_ends(
            report, ends, write(ends.low or Decimal(0)), write(ends.high or Decimal(0))
        )

    def gap(self, gap: Gap, where: str = "gap") -> str:
        """Write a gap with its sum, as far as the time of the stock lets one tell; else nothing.

        The messages are those of a cell (`gap`) or of the `title` over the chart.
        """
        report = self.report
        for key, relations in _READINGS.items():
            claims = [
                TargetClaim(target=gap.target, figure=gap.stock, relation=relation)
                for relation in relations
            ]
            if not report.holds(*claims):
                continue
            ends = (self._plain(gap.stock), self._plain(gap.target))
            first, second = ends[::-1] if key in ("open", "missed") else ends
            return report.claim(
                f"ladder_{where}_{key}",
                *claims,
                distance=self.distance(gap),
                sum=report.say("ladder_sum", first=first, second=second),
                rung=report.indicator(gap.stock.indicator),
                figure=report.write(gap.stock),
                period=report.period(gap.stock),
                target=report.say_figure("point_label", gap.target),
            )
        return ""

    def gap_cell(self, rung: Rung) -> Runs:
        """Write the gaps of a rung, each that is known with its bar, or why there is none."""
        say = self.report.say
        if rung.targets and rung.stock is None:
            return [say("ladder_gap_none")]
        told = {gap.target.key: self.gap(gap) for gap in self.gaps(rung)}
        bars = [
            GapBar(float(gap.stock.number / gap.target.number))
            for gap in self.gaps(rung)
            if told[gap.target.key] and gap.target.number
        ]
        texts = [text or say("ladder_gap_undecided") for text in told.values()]
        return [*bars, self.report.join_parts(texts) or say("none_cell")]

    def _plain(self, figure: Figure) -> str:
        if figure.qualifier in _PLAIN:
            return self.report.language.count(figure.number)
        return self.report.write(figure)


def _write_ends(report: Report, ends: Interval, low: str, high: str) -> str:
    say = report.say
    if ends.is_point:
        return low
    if ends.high is None:
        return say("ladder_at_least", figure=low)
    if ends.low is None:
        return say("ladder_at_most", figure=high)
    return say("ladder_range", low=low, high=high)


def place_marks(text: LadderText, figure: Figure) -> list[Point]:
    """Return the marks of a figure: one, or one at each end of a range."""
    if figure.qualifier != "range":
        return [text.report.point(figure)]
    ends = [float(end) for end in (figure.value_low, figure.value_high) if end is not None]
    return [Point(text.report.write(figure), end, basis=figure.basis) for end in ends]


def write_lines(text: LadderText, rung: Rung) -> list[LadderLine]:
    """Return the lines of a rung in its lane: what stands, and what was newly built."""
    say = text.report.say
    lines = []
    pairs = ((rung.stock, rung.targets), (rung.newly_built, rung.additions))
    for is_new, (actual, targets) in zip((False, True), pairs, strict=True):
        figures = [*([actual] if actual else []), *targets]
        if not figures:
            continue
        parts = [text.report.say_figure("point_label", actual)] if actual else []
        label = text.report.join_parts(
            [*parts, *(text.report.say_figure("ladder_target", target) for target in targets)]
        )
        if is_new:
            is_platform = actual and rung.row["ladder"] == "platform"
            label = say(f"ladder_new{'_platform' if is_platform else ''}", figures=label)
        points = [point for figure in figures for point in place_marks(text, figure)]
        lines.append(LadderLine(label, points, is_new))
    return lines


def find_title(text: LadderText, filled: Sequence[Rung]) -> str:
    """Return the title of the chart: the first gap to a target, or the largest figure."""
    report = text.report
    for rung in filled:
        for gap in text.gaps(rung):
            title = text.gap(gap, "title")
            if title:
                return title
    stocks = [(rung.stock, rung) for rung in filled if rung.stock]
    built = [(rung.newly_built, rung) for rung in filled if rung.newly_built]
    targets = [(rung.counts[0], rung) for rung in filled]
    figure, rung = max(
        stocks or built or targets,
        key=lambda pair: (pair[0].value_low if pair[0].value is None else pair[0].value) or 0,
    )
    return report.claim(
        "ladder_title_built" if built and not stocks else "ladder_title_figure",
        ValueClaim(figure=figure, is_named=True),
        rung=text.name(rung),
        figure=report.state(figure),
        period=report.period(figure),
    )
