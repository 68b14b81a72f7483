"""Names of measures with what belongs to them: their year, the sign of a derived or doubted one."""

from helpers.analysis.standings import Comparison
from helpers.data.figures import AnyFigure
from helpers.reports.report import Report


def sign_derived(report: Report, measure: str, *, is_inside: bool = False) -> str:
    """Name a measure, a derived one with its sign instead of the word."""
    name = report.indicator(measure, inside=is_inside).removesuffix(report.say("profile_derived"))
    is_derived = measure in report.codebook.derived
    return report.say("profile_name_derived", name=name) if is_derived else name


def sign_doubt(
    report: Report, name: str, own: AnyFigure | None, line: AnyFigure | None = None
) -> str:
    """Return the name of a measure with the sign of a doubt about the figure it is told for.

    Where only the figure that it is held against is doubted, whose that is follows the sign.
    """
    if own is not None and own.is_doubted:
        return report.say("doubted", figure=name)
    if line is not None and line.is_doubted:
        return report.say("doubted_line", name=name, place=report.place(line.place))
    return name


def name_measure(report: Report, comparison: Comparison) -> str:
    """Name a measure with its year."""
    name, period = report.indicator(comparison.measure), report.language.period(comparison.period)
    return report.say("measure_in", name=name, period=period)
