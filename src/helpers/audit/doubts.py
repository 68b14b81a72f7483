"""The doubts that travel with the figures: found by the audit, written into `data/processed`.

The rule is one: a total below the sum of its parts is widened up to that sum, each of two numbers
for one thing up to the other; every other doubted figure is shown with its mark and, like all that
is derived from it, stands outside ranks.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from helpers.audit.checks import audit, find_check
from helpers.audit.facts import Facts, Finding, Quantity, read_facts
from helpers.data.cleaning import (
    PARTNERSHIPS,
    Doubt,
    Doubts,
    clean_figures,
    clean_partnerships,
    write_tables,
)
from helpers.data.codebook import read_codebook
from helpers.data.derivation import derive
from helpers.data.figures import BELOW_PARTS, OTHER_PRINT, Figure
from helpers.data.observations import observe
from helpers.data.raw_data import RawData


def find_doubts(raw: RawData, project: Path, *provinces: str) -> dict[str, Doubt]:
    """Audit raw data, each province for itself, and return the doubts by figure."""
    if not provinces:
        parts = [find_doubts(part, project, name) for name, part in raw.provinces.items()]
        return {name: doubt for part in parts for name, doubt in part.items()}
    codebook = read_codebook(project, *provinces)
    facts = read_facts(observe(raw), clean_partnerships(raw), codebook)
    return dict(collect_doubts(audit(facts), facts))


def collect_doubts(findings: Iterable[Finding], facts: Facts) -> Doubts:
    """Return the doubts that follow from findings, by identifier of the figure.

    A printed rate inherits the doubt about the amount it rests on, of the same place, period and
    vintage: GDP per head that of GDP.
    """
    kinds: dict[str, set[str]] = {}
    bounds: dict[str, Decimal] = {}
    for finding in findings:
        kind, figures = name_doubt(finding)
        for figure in figures:
            kinds.setdefault(figure.figure_id, set()).add(kind)
            own = figure.value or Decimal(0)
            for bound in _list_bounds(finding, kind, facts):
                bounds.setdefault(figure.figure_id, bound)
                if abs(bound - own) > abs(bounds[figure.figure_id] - own):
                    bounds[figure.figure_id] = bound
    for row in facts.related("indicator", "rests_on"):
        for rate in facts.of(row["subject"]):
            for amount in facts.of(row["object"], rate.place):
                is_behind = (amount.period, amount.vintage) == (rate.period, rate.vintage)
                inherited = kinds.get(amount.figure_id, set()) - {BELOW_PARTS, OTHER_PRINT}
                if is_behind and inherited:
                    kinds.setdefault(rate.figure_id, set()).update(inherited)
    return {name: Doubt("|".join(sorted(found)), bounds.get(name)) for name, found in kinds.items()}


def _list_bounds(finding: Finding, kind: str, facts: Facts) -> Iterator[Decimal]:
    """Yield the numbers up to which a finding may widen what it doubts."""
    together = finding.numbers.get("sum")
    if kind == BELOW_PARTS and isinstance(together, Quantity) and together.interval.low:
        yield together.interval.low
    if kind == OTHER_PRINT:
        ends = map(facts.interval, finding.figures)
        yield from (end for one in ends for end in (one.low, one.high) if end is not None)


def name_doubt(finding: Finding) -> tuple[str, Sequence[Figure]]:
    """Return the kind of doubt that a finding raises, and about which of its figures."""
    check = find_check(finding.check)
    if finding.verdict == "consistent" or not check.doubt:
        return "", ()
    if check.doubt == BELOW_PARTS:
        is_below = finding.verdict == "inconsistent" and finding.form == "exceed"
        return check.doubt, finding.roles["total"] if is_below else ()
    if check.doubt == OTHER_PRINT:
        # What was an estimate, or what gives a bound only, widens no number.
        is_exact = all(figure.qualifier == "exact" for figure in finding.figures)
        is_rival = finding.verdict == "inconsistent" and finding.form != "estimate"
        return check.doubt, finding.figures if is_rival and is_exact else ()
    return check.doubt, finding.roles.get(check.marked, finding.figures)


def write_processed(raw: RawData, project: Path) -> list[Path]:
    """Write `data/processed` of each province: figures with doubts, partnerships, derived, refused.

    What stands there before is not read, so a damaged or missing file is made anew.
    """
    changed: list[Path] = []
    for province, part in raw.provinces.items():
        doubts = find_doubts(part, project, province)
        derivation = derive(part, doubts)
        frames = {
            "figures": clean_figures(part, doubts),
            PARTNERSHIPS: clean_partnerships(part),
            "derived": derivation.derived,
            "refused": derivation.refused,
        }
        changed += write_tables(frames, project, province)
    return changed
