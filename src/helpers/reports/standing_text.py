"""Standings in words and marks: a value with its status, a rank, a reference line."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from helpers.analysis.claims.count_claims import CountClaim, count_places
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.place_claims import ExtremeClaim, claim_rank
from helpers.analysis.profile import Position
from helpers.analysis.standings import Comparison, Rank, Standing
from helpers.charts.places.comparison_charts import Dot, ReferenceLine
from helpers.pages.items import Paragraph
from helpers.reports.measure_names import sign_derived
from helpers.reports.report import Report
from helpers.words.language import Language
from helpers.words.written_numbers import write_ordinal

_THIRDS = 3


def write_caveats(report: Report, measures: Iterable[str]) -> list[Paragraph]:
    """Write what derived measures count where their names do not tell; nothing without one."""
    alike: dict[str, list[str]] = {}
    for measure in measures:
        row = report.codebook.derived.get(measure, {})
        caveat = report.language.name(row, "caveat") if row else ""
        alike.setdefault(caveat, []).append(sign_derived(report, measure, is_inside=True))
    parts = [
        report.say("caveat_of", names=report.language.join(names), caveat=caveat)
        for caveat, names in alike.items()
        if caveat
    ]
    if not parts:
        return []
    told = report.say("whole_sentence", sentence=report.join_parts(parts))
    return [Paragraph([told], report.say("caveats"))]


def choose_form(count: CountClaim) -> str:
    """Return the ending of a message's key for none, one, some, all, or at least so many."""
    if count.high is None:
        return "_at_least"
    if count.high == count.total:
        return "_all"
    return {0: "_none", 1: "_one"}.get(count.high, "")


def say_rank(report: Report, comparison: Comparison, place: str) -> str:
    """Return the rank of a place among those with a figure: `3rd of 18`, `13th or 14th of 18`."""
    rank = comparison.ranks[place]
    key = "rank_between"
    if len(comparison.ranks) == 1:
        key = "rank_alone"
    elif rank.is_certain:
        key = "rank_tied" if rank.is_tied else "rank_certain"
    elif rank.worst == rank.best + 1:
        key = "rank_either"
    best, worst = (_order(report, number) for number in (rank.best, rank.worst))
    told = claim_rank(comparison, place)
    return report.claim(key, told, best=best, worst=worst, count=len(comparison.ranks))


def show_rank(rank: Rank, language: Language) -> str:
    """Show a rank in a cell: `3`, `13–14`, in Chinese `13—14`."""
    best, worst = str(rank.best), str(rank.worst)
    return best if rank.is_certain else language.span(best, worst)


def show_rank_of(report: Report, comparison: Comparison, place: str) -> str:
    """Show the rank of a place; of one without a value there is none to show, only a bound."""
    rank = comparison.ranks.get(place)
    if rank is None or comparison.of(place).kind == "bound":
        return ""
    return show_rank(rank, report.language)


def shade_rank(rank: Rank, count: int) -> int:
    """Return the shade of a rank among some: 3 for the first third; 0 where it spans a border."""
    first, last = (int((at - 0.5) / count * _THIRDS) for at in (rank.best, rank.worst))
    return _THIRDS - first if first == last else 0


def write_ranked(report: Report, comparison: Comparison, place: str, text: str) -> tuple[str, int]:
    """Write the cell of a place, with its rank in brackets if it has one, and choose its shade."""
    shown = show_rank_of(report, comparison, place)
    if not shown:
        return text, 0
    ranked = report.say("cell_ranked", figure=text, rank=shown)
    return ranked, shade_rank(comparison.ranks[place], len(comparison.ranks))


def is_unshaded(report: Report, comparison: Comparison, place: str) -> bool:
    """Return whether a place shows a rank without a shade: one that spans two thirds."""
    shown, shade = write_ranked(report, comparison, place, "")
    return bool(shown) and not shade


def _order(report: Report, number: int) -> str:
    if report.language.code == "zh":
        return str(number)
    return write_ordinal(number)


def write_standing(report: Report, standing: Standing) -> str:
    """Write the value of a standing without saying that it is derived; a heading says so."""
    if standing.row is None:
        return report.say("none_cell")
    return report.write_plain(standing.row)


def write_number(report: Report, standing: Standing) -> str:
    """Write the value of a standing where a heading says what is counted: without that unit."""
    text = write_standing(report, standing)
    if standing.row is None:
        return text
    unit = report.codebook.units[standing.row.unit]
    name = report.language.name(unit) if unit["kind"] in ("count", "density") else ""
    return text.replace(name, "", 1).replace("  ", " ").strip() if name else text


def list_dots(report: Report, comparison: Comparison) -> list[Dot]:
    """Return the known standings of a comparison as dots, highest first, bounds last."""
    return [_make_dot(report, standing) for standing in comparison.known]


def _make_dot(report: Report, standing: Standing) -> Dot:
    value = float(standing.height)
    name, text = report.place(standing.place), write_standing(report, standing)
    low, high = float(standing.low), float(standing.high)
    ends = (value, value) if standing.takes_no_rank else (low, high)
    is_doubted = standing.row is not None and standing.row.is_doubted
    return Dot(name, text, value, standing.kind, *ends, is_doubted=is_doubted)


def find_references(
    report: Report, comparison: Comparison, around: Sequence[str]
) -> list[tuple[str, Standing]]:
    """Find what places around the cities have on the same measure and year, where it has a value.

    Where a derived measure has no value of theirs, the printed indicator of the same meaning stands
    in; it keeps its own source and is named as printed.
    """
    found = []
    instead = report.codebook.derived.get(comparison.measure, {}).get("compares_with", "")
    for place in around:
        for measure in filter(None, (comparison.measure, instead)):
            standing = report.find_standing(measure, place, comparison.period)
            if standing is not None and standing.value is not None:
                found.append((place, standing))
                break
    return found


def draw_references(
    report: Report, references: Sequence[tuple[str, Standing]], measure: str
) -> list[ReferenceLine]:
    """Return the reference lines of a chart, each named with place, value and, if other, origin."""
    lines = []
    for _, standing in references:
        if standing.value is None:
            continue
        label = say_reference(report, standing, measure, write_standing(report, standing))
        lines.append(ReferenceLine(label, float(standing.value)))
    return lines


def say_reference(report: Report, standing: Standing, measure: str, figure: str) -> str:
    """Name a reference with its value, and say so where it is printed and the measure derived."""
    key = "reference_printed" if is_printed_instead(standing, measure) else "reference"
    return report.say(key, place=report.place(standing.place), figure=figure)


def is_printed_instead(standing: Standing, measure: str) -> bool:
    """Return whether a printed indicator of the same meaning stands in for a derived measure."""
    return standing.row is not None and standing.row.indicator != measure


def say_printed(report: Report, positions: Sequence[Position], *, is_nation_shown: bool) -> str:
    """Return of which places a printed rate stands for a derived one; empty where of none."""
    parts = []
    for one in positions:
        lines = filter(None, [one.around, one.nation if is_nation_shown else None])
        found = [line.place for line in lines if is_printed_instead(line, one.measure)]
        if found:
            printed = report.codebook.derived[one.measure]["compares_with"]
            told = report.say(
                "profile_printed",
                name=sign_derived(report, one.measure, is_inside=True),
                places=report.language.join([report.place(place) for place in found]),
                printed=report.indicator(printed, inside=True),
            )
            parts.append(told)
    return report.join_parts(parts)


def describe_standings(report: Report, comparison: Comparison) -> str:
    """Write what a chart shows of a comparison, for those who cannot see it."""
    parts = [
        report.claim(
            "alternative_value",
            ValueClaim(figure=one.row, place=one.place),
            description=report.place(one.place),
            figure=write_standing(report, one),
        )
        for one in comparison.known
        if one.row is not None
    ]
    return report.join_parts(parts)


def list_values(report: Report, comparison: Comparison) -> list[tuple[str, float]]:
    """Return the values drawn, by name of the place."""
    return [(dot.name, dot.value) for dot in list_dots(report, comparison)]


def say_about(report: Report, comparison: Comparison) -> str:
    """Return the highest and the lowest place of a measure, with its name and year."""
    return _say_of(report, comparison, say_ends(report, comparison))


def say_lead_about(report: Report, comparison: Comparison) -> str:
    """Return the highest place of a measure, with its name and year."""
    return _say_of(report, comparison, say_lead(report, comparison))


def _say_of(report: Report, comparison: Comparison, lead: str) -> str:
    return report.say(
        "title_lead",
        measure=report.indicator(comparison.measure, inside=True),
        period=report.language.period(comparison.period),
        lead=lead,
    )


def say_lead(report: Report, comparison: Comparison) -> str:
    """Return which place has the highest value, or of which the highest value is printed."""
    return _say_end(report, comparison, "highest")


def say_ends(
    report: Report,
    comparison: Comparison,
    write: Callable[[Report, Standing], str] = write_standing,
) -> str:
    """Return which places have the highest and the lowest value, as far as that can be told.

    Places that are only bounded may be lower than every one that has a value: then nobody is
    called the lowest. A place that alone has a figure is told once.
    """
    relations: Sequence[Literal["highest", "lowest"]] = ("highest", "lowest")
    told = relations[: len(comparison.ranks)]
    return report.join_parts(_say_end(report, comparison, relation, write) for relation in told)


def _say_end(
    report: Report,
    comparison: Comparison,
    relation: Literal["highest", "lowest"],
    write: Callable[[Report, Standing], str] = write_standing,
) -> str:
    end = comparison.valued[0 if relation == "highest" else -1]
    claims = {
        place: ExtremeClaim(comparison=comparison, place=place, relation=relation)
        for place in dict.fromkeys([end.place, *comparison.ranks])
    }
    # A place of which only a bound is known may surely be higher than every value.
    told = next((one for one in claims.values() if report.holds(one)), claims[end.place])
    bounded = count_places(report.known_rows, "bounded", [comparison])
    truth = report.judge(told)
    if truth == "false" or (truth == "open" and relation == "lowest" and bounded.low):
        key = "highest_untold" if relation == "highest" else "lowest_untold"
        return report.claim(key, bounded, count=bounded.low)
    key = "highest" if relation == "highest" else "lowest"
    if len(comparison.ranks) == 1:
        key = "highest_alone"
    return report.claim(
        key,
        told,
        place=report.place(told.place),
        figure=write(report, comparison.of(told.place)),
        known=len(comparison.ranks),
    )
