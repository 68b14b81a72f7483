"""Every writer speaks of the rows of a report, and what is said is held against the rows."""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

from figure_factory import observe

from claims.facts.checker import find_faults
from claims.facts.processed_rows import Processed
from claims.invented import CITIES, COUNTY, MEASURES, RATIO
from claims.test_wording import find_forms
from claims.texts.sentences import find_misstatements, group_by_sentence
from claims.told import LANGUAGES
from helpers.audit.checks import audit, is_shown
from helpers.audit.facts import read_facts
from helpers.data.figures import AnyFigure, DerivedValue, Figure, tabulate
from helpers.explore.chart_titles import say_finding
from helpers.reports.assertions import tabulate_claims
from helpers.reports.audit.audit_report import AuditReport, write_contradictions, write_undecided
from helpers.reports.city.city_profile import list_positions, tabulate_positions
from helpers.reports.city.courses import list_courses
from helpers.reports.city.first_page import write_headline, write_profile, write_standouts
from helpers.reports.city.judged_targets import write_judged_targets
from helpers.reports.city.key_findings import list_findings_by_rule, write_sentence, write_title
from helpers.reports.city.limits import write_limits
from helpers.reports.city.over_time import write_over_time
from helpers.reports.city.subject_pages import list_composition
from helpers.reports.city.subjects.contract_funnel import write_contract_funnel
from helpers.reports.city.subjects.cooperation_network import write_cooperation_network
from helpers.reports.city.subjects.laboratory_profile import write_laboratory_profile
from helpers.reports.city.subjects.ladder_sections import (
    write_enterprise_ladder,
    write_platform_ladder,
)
from helpers.reports.city.subjects.plan_tracker import judge_targets, write_plan_tracker
from helpers.reports.city.subjects.service_record import write_service_record
from helpers.reports.city.subjects.technology_finance import write_technology_finance
from helpers.reports.city_report import CityReport
from helpers.reports.comparison.comparability import judge
from helpers.reports.comparison.comparison_report import ComparisonReport, write_comparison_headline
from helpers.reports.comparison.every_city import list_course, write_every_city
from helpers.reports.comparison.heat_table import write_heat_table
from helpers.reports.comparison.map_sections import find_span, write_change, write_maps
from helpers.reports.comparison.spread_section import write_spread
from helpers.reports.finding_text import claim_finding
from helpers.reports.report import Report
from helpers.reports.standing_text import say_rank

_OF_A_CITY = (
    *(write_enterprise_ladder, write_platform_ladder, write_plan_tracker, write_contract_funnel),
    *(write_cooperation_network, write_laboratory_profile, write_technology_finance),
    write_service_record,
)


def show(row: AnyFigure) -> dict[str, str]:
    """Return a row as it stands in the processed data."""

    def write(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value:f}"
        return value.isoformat() if isinstance(value, date) else str(value)

    return {name: write(value) for name, value in asdict(row).items()}


def process(rows: Sequence[AnyFigure], like: Processed) -> Processed:
    printed = {row.figure_id: show(row) for row in rows if isinstance(row, Figure)}
    derived = {row.derived_id: show(row) for row in rows if isinstance(row, DerivedValue)}
    return replace(like, printed=printed, derived=derived, pairs=(), _by_subject={})


def speak(report: Report) -> None:
    """Let every writer speak of the rows of a report."""
    facts = read_facts(report.observations, report.partnerships, report.codebook)
    comparison = ComparisonReport(report, "henan", list(CITIES), ["henan", "china"])
    measures = (*MEASURES, RATIO)
    compared = {one: found for one in measures if (found := comparison.compare(one))}
    comparison = replace(comparison, comparisons=compared)
    for measure, found in compared.items():
        for place in found.ranks:
            say_rank(report, found, place)
        say_finding(report, measure, [row for row in found.rows if row is not None], [found])
    write_comparison_headline(comparison)
    for measure in MEASURES:
        judge(comparison, measure)
    write_heat_table(comparison, [*MEASURES], CITIES)
    write_spread(comparison, [*MEASURES])
    write_maps(comparison, [*MEASURES])
    write_change(comparison, find_span(comparison), CITIES)
    write_every_city(comparison, {c: list_course(comparison, c) for c in CITIES}, 4)
    for place in CITIES:
        own_figures = report.observations[report.observations["place"].eq(place)]
        city = CityReport(report, place, own_figures, [])
        positions = list_positions(city)
        findings = list_findings_by_rule(city, positions, 6)
        write_title(city, findings)
        for finding in findings[1:]:
            write_sentence(city, finding)
        for write in _OF_A_CITY:
            write(city)
    for contradiction in filter(is_shown, audit(facts)):
        claim_finding(report, contradiction)
    figures = report.observations
    for measure, place in itertools.product(MEASURES, (*CITIES, COUNTY)):
        frame = figures[figures["place"].eq(place) & figures["indicator"].eq(measure)]
        own = report.known_rows.list_printed(measure, place)
        if own:
            say_finding(report, measure, own, [])
        change = report.find_change(frame)
        if change is not None:
            report.say_change("title", change, city=report.place(place))


def speak_of_city(report: Report, place: str) -> None:
    """Let every writer of the report of a city, and of the audit, speak of the rows of a report."""
    report.findings = audit(read_facts(report.observations, report.partnerships, report.codebook))
    own = report.observations["place"].isin(report.codebook.within(place))
    city = CityReport(report, place, report.observations[own], [])
    positions, courses, standings = list_positions(city), list_courses(city), judge_targets(city)
    write_headline(city, list_findings_by_rule(city, positions, 3))
    heights = tabulate_positions(city, positions).query("is_narrow")["height"] * 3
    high, low = (
        [positions[int(number)] for number in heights[is_there].index]
        for is_there in (heights <= 1, heights >= 2)
    )
    write_profile(city, positions, high, low, 3)
    write_standouts(city, positions, high, low, 3, (3, 6))
    write_over_time(city, courses, courses[:4], 7)
    write_judged_targets(city, standings, standings[:8])
    write_limits(city, positions, city.findings, 5, 3)
    list_composition(city)
    for write in _OF_A_CITY:
        write(city)
    reported = AuditReport(report, "henan", report.findings)
    write_contradictions(reported)
    write_undecided(reported)
    for finding in filter(is_shown, report.findings):
        claim_finding(report, finding)


@dataclass(frozen=True)
class Spoken:
    """What was said of some rows, in each language, and what is wrong with it."""

    messages: set[str]
    faults: list[str]


def let_speak(
    rows: Sequence[AnyFigure],
    named: Collection[str],
    opened: Mapping[str, Report],
    like: Processed,
    *speakers: Callable[[Report], None],
) -> Spoken:
    """Let writers speak of some rows and partnerships in each language, and check what they say."""
    pairs = [row for row in like.pairs if row["partnership_id"] in named]
    listed = [row for row in like.listed if row["partnership_id"] in named]
    data = replace(process(rows, like), pairs=pairs, listed=listed)
    figures = observe(*(row for row in rows if isinstance(row, Figure)))
    derived = tabulate(DerivedValue, [row for row in rows if isinstance(row, DerivedValue)])
    told: list[list[tuple[str, ...]]] = []
    faults: list[str] = []
    for language in LANGUAGES:
        known = opened[language].partnerships
        report = replace(
            opened[language],
            partnerships=known[known["partnership_id"].isin(named)],
            observations=figures,
            derived=derived,
            findings=(),
            standings={},
            noted={},
            carried={},
            claims=[],
        )
        for speak_of in speakers:
            speak_of(report)
        table = tabulate_claims(report, "")
        claims = [dict(zip(table.columns, map(str, row), strict=True)) for row in table.values]
        faults += find_wrong(claims, language, data)
        told.append([(claim["message"], claim["figures"], claim["low"]) for claim in claims])
    if told[0] != told[1]:
        faults.append("the languages say different things")
    return Spoken({message for message, *_ in told[0]}, faults)


def find_wrong(claims: list[dict[str, str]], language: str, data: Processed) -> Iterator[str]:
    """Yield what is false of some claims and the sentences that make them."""
    for claim in claims:
        yield from (f"{claim['sentence']}: {fault}" for fault in find_faults(claim, data))
    for group in group_by_sentence(claims):
        sentence = group[0]["sentence"]
        for fault in find_misstatements(group, language, data):
            yield f"{sentence}: {fault}"
        for form, part in find_forms(sentence, language):
            yield f"{sentence}: {form}, {part}"
