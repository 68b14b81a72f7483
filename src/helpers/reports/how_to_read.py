"""The words under `How to read`: what the marks and signs of a report stand for."""

from helpers.pages.items import Paragraph
from helpers.pages.runs import SignKey
from helpers.reports.report import Report


def write_how_to_read(report: Report, *told: SignKey) -> Paragraph:
    """Write what marks and signs stand for; each sentence stands only where its sign does."""
    space = report.say("sentence_space")
    return Paragraph([SignKey(one.sign, space + one.text) for one in told], report.say("marks"))


def list_keys(report: Report) -> list[SignKey]:
    """Return what the marks and signs of cities and comparisons stand for."""
    say = report.say
    return [
        *list_source_keys(report),
        SignKey("", say("how_to_read_derived")),
        SignKey("letter", say("how_to_read_letter")),
        SignKey("", say("how_to_read_rows")),
        SignKey("star", say("how_to_read_star")),
        SignKey("doubt", say("doubt_key")),
    ]


def list_mark_keys(report: Report) -> list[SignKey]:
    """Return what the marks at a number or a period stand for."""
    marks = [key for key in list_keys(report) if key.sign in ("letter", "star")]
    return [*list_source_keys(report), *marks]


def list_source_keys(report: Report) -> list[SignKey]:
    """Return what a number in brackets stands for, and what stands after a colon."""
    line = report.say("how_to_read_line")
    return [SignKey("", report.say("how_to_read")), SignKey("line", line)]


def join_told(report: Report, *told: str) -> str:
    """Join the sentences that there are."""
    return report.say("sentence_space").join(filter(None, told))
