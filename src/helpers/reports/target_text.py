"""A level set against its target, in words: reached, missed, short, or not to be told."""

from typing import Literal

from helpers.analysis.claims.target_claims import TargetClaim
from helpers.data.figures import Figure
from helpers.reports.report import Report

Standing = Literal["reached", "above", "missed", "short", "untold"]


def say_target(report: Report, target: Figure, name: str) -> str:
    """Return how the level of an indicator stands to a target for it.

    Args:
        report: Language and known rows.
        target: The target, with a deadline.
        name: Name of what is aimed at.

    Returns:
        The sentence; empty where no settled figure is known, or rounding leaves open what it is.
    """
    rows = _list_evidence(report, target)
    if not rows:
        return ""

    def tell(key: str, row: Figure, *relations: Standing) -> str:
        claims = [
            TargetClaim(target=target, figure=row, relation=relation) for relation in relations
        ]
        if not report.holds(*claims):
            return ""
        return report.claim(
            f"chart_target_{key}",
            *claims,
            indicator=name,
            figure=report.write(row),
            period=report.period(row),
            target=report.write(target),
            due=_write_deadline(report, target),
        )

    for row in rows:
        is_early = row.period_end != target.period_end
        text = tell("early" if is_early else "met", row, "reached")
        if text:
            return text
    last = rows[-1]
    due = [row for row in rows if row.period_end == target.period_end]
    told = tell("missed", due[-1], "missed") if due else ""
    return (
        told
        or tell("short", last, "short")
        or tell("late", last, "untold", "above")
        or tell("unknown", last, "untold")
    )


def _list_evidence(report: Report, target: Figure) -> list[Figure]:
    """List the settled figures of the same thing by time, the last vintage of each last."""
    rows = [
        row
        for row in report.known_rows.list_printed(target.indicator, target.place)
        if row.is_settled
        and row.value is not None
        and row.period_end is not None
        and (row.scope, row.entity, row.unit) == (target.scope, target.entity, target.unit)
    ]
    return sorted(rows, key=lambda row: (str(row.period_end), row.known_from))


def _write_deadline(report: Report, target: Figure) -> str:
    end = target.period_end
    return report.period(target) if end is None else report.language.period(f"{end.year}")
