"""The first page of a city report: the finding, the headline figures, and what they say."""

from helpers.analysis.changes import latest_actual, latest_outlook, targets_of
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.data.figures import BOUNDS, AnyFigure, DerivedValue, Figure, list_derived
from helpers.pages.items import Heading, Paragraph, Run, Section
from helpers.pages.matter import Card, Cover
from helpers.reports.city.chapters import say_missing
from helpers.reports.city_report import CityReport
from helpers.reports.standing_text import say_how_to_read, say_rank

_MOST_INSTEAD = 4


def find_rank(city: CityReport, figure: AnyFigure) -> str:
    """Return the rank of a city by a figure in its province, where the figures settle it."""
    if not city.has_rivals:
        return ""
    comparison = city.compare(figure.indicator, figure.period)
    own = comparison.ranks.get(city.city) if comparison else None
    if comparison is None or own is None:
        return ""
    if not own.is_certain and len(comparison.valued) <= len(city.rivals) / 2:
        return ""
    return say_rank(city.report, comparison, city.city)


def write_city_headline(city: CityReport) -> Section:
    """Write the first page: the finding, the three headline figures, and what they say."""
    report, say = city.report, city.say
    cover = Cover(
        _find_title(city),
        say("city_subtitle", count=len(city.figures), documents=city.documents),
        [_write_card(city, name) for name in _choose_cards(city)],
        report.furnish(say("city_running", city=city.name), city.figures),
    )
    items = [
        cover,
        Paragraph(_summarise_all(city)),
        Paragraph([say_how_to_read(report)], say("marks")),
    ]
    return Section(items)


def _summarise_all(city: CityReport) -> list[Run]:
    report, say = city.report, city.say
    headlines = report.codebook.headline_indicators
    missing = [report.indicator(name, inside=True) for name in headlines if not _has(city, name)]
    runs: list[Run] = []
    for name in headlines:
        if _has(city, name):
            runs += [*_summarise(city, name), say("sentence_space")]
    if missing:
        listed = report.language.join(missing)
        runs += [say("missing_together", indicators=listed), say("sentence_space")]
    if not _prints_headline(city):
        runs += _list_instead(city)
    return runs


def _has(city: CityReport, indicator: str) -> bool:
    if indicator in city.report.codebook.derived:
        return city.find_derived(indicator) is not None
    return not city.of_city(indicator).empty


def _prints_headline(city: CityReport) -> bool:
    headlines = city.report.codebook.headline_indicators
    return any(latest_actual(city.of_city(name)) is not None for name in headlines)


def _list_instead(city: CityReport) -> list[Run]:
    report, say = city.report, city.say
    first_of_subject: dict[str, Figure] = {}
    for indicator, row in report.codebook.indicators.items():
        figure = latest_actual(city.of_city(indicator))
        if figure is not None and report.codebook.units[figure.unit]["kind"] != "rank":
            first_of_subject.setdefault(row["subject"], figure)
    runs: list[Run] = []
    for figure in list(first_of_subject.values())[:_MOST_INSTEAD]:
        name = report.indicator(figure.indicator, inside=True)
        separator = say("list_semicolon") if runs else ""
        text = report.say_figure("sentence_level", figure, indicator=name)
        runs += [separator + text, report.mark(figure)]
    if not runs:
        return []
    start, end = say("printed_instead", figures="\n").split("\n")
    return [start, *runs, end]


def _find_title(city: CityReport) -> str:
    report, say = city.report, city.say
    known = {"city": city.name, "documents": city.documents}
    for indicator in report.codebook.leading_indicators:
        frame = city.of_city(indicator)
        change, latest, targets = report.find_change(frame), latest_actual(frame), targets_of(frame)
        if change is not None:
            return report.say_change("title", change, city=city.name)
        inside = report.indicator(indicator, inside=True)
        if latest is not None:
            is_headline = indicator in report.codebook.headline_indicators
            rank = find_rank(city, latest)
            if is_headline and rank:
                name = report.indicator(indicator)
                return report.say_figure("title_ranked", latest, indicator=name, rank=rank, **known)
            if not is_headline:
                return report.say_figure("title_instead", latest, indicator=inside, **known)
            return report.claim(
                "title_level",
                ValueClaim(figure=latest, place=city.city),
                city=city.name,
                indicator=report.indicator(indicator),
                figure=report.write(latest),
                period=report.period(latest),
            )
        outlook = latest_outlook(frame)
        if outlook is not None:
            basis = report.label("basis", outlook.basis)
            name = report.indicator(indicator)
            return report.say_figure("title_outlook", outlook, indicator=name, basis=basis, **known)
        if targets:
            return report.say_figure("title_target", targets[-1], indicator=inside, **known)
    return say("title_nothing" if city.figures.empty else "title_no_lead", **known)


def _write_card(city: CityReport, indicator: str) -> Card:
    report, say = city.report, city.say
    derived = city.find_derived(indicator)
    if derived is not None:
        return _write_derived_card(city, derived)
    frame = city.of_city(indicator)
    name = report.indicator(indicator)
    latest, targets = latest_actual(frame), targets_of(frame)
    shown = latest or latest_outlook(frame) or (targets[-1] if targets else None)
    if shown is None:
        instead = _find_instead(city, indicator)
        if instead:
            return _write_instead(city, indicator, instead)
        detail = say("not_reported_detail", documents=city.documents)
        return Card(name, say("not_reported"), [detail], is_reported=False)
    source: list[Run] = [report.source(shown.source), say("mark_space"), report.mark(shown)]
    period = report.period(shown)
    if latest is None:
        basis = report.begin_label("basis", shown.basis)
        value = say("card_stated", basis=basis, figure=report.write(shown))
        return Card(name, value, source, is_reported=False, period=period)
    statement = say("card_detail", statement=report.statement(shown))
    return Card(name, report.write(shown), [statement, *source], is_reported=True, period=period)


def _write_derived_card(city: CityReport, figure: DerivedValue) -> Card:
    """Write a derived headline with its rank, and what is printed in its chapter beside it."""
    report, say = city.report, city.say
    rank = find_rank(city, figure)
    detail: list[Run] = [say("card_detail", statement=rank)] if rank else []
    detail.append(report.mark(figure))
    beside = report.codebook.printed_lead_of(report.codebook.chapter_of(figure.indicator))
    printed = latest_actual(city.of_city(beside))
    if printed is not None:
        name = report.indicator(beside, inside=True)
        text = report.say_figure("card_beside", printed, indicator=name)
        detail += [say("sentence_space"), text, report.mark(printed)]
    value, period = report.write_plain(figure), report.period(figure)
    return Card(report.indicator(figure.indicator), value, detail, is_reported=True, period=period)


def _find_instead(city: CityReport, indicator: str) -> list[DerivedValue]:
    """Find what is known where nothing is printed: the latest bounds, the latest derived value."""
    report = city.report
    frame, same = city.derived, report.codebook.derived_like(indicator)
    kinds = [frame["indicator"].eq(indicator) & frame["kind"].eq(bound) for bound in BOUNDS]
    chosen = [*kinds, frame["indicator"].isin(same) & frame["value"].notna()]
    found = [list_derived(frame[rows].sort_values("period")) for rows in chosen]
    return [rows[-1] for rows in found if rows]


def _write_instead(city: CityReport, indicator: str, instead: list[DerivedValue]) -> Card:
    report, say = city.report, city.say
    detail: list[Run] = [say("card_not_printed")]
    for number, figure in enumerate(instead):
        text = report.write_plain(figure)
        separator = say("list_semicolon") if number else ""
        text = separator + say(f"card_{figure.kind}", figure=text, period=report.period(figure))
        detail += [text, say("mark_space"), report.mark(figure)]
    first = instead[0]
    value, period = report.write(first), report.period(first)
    return Card(report.indicator(indicator), value, detail, is_reported=False, period=period)


def _choose_cards(city: CityReport) -> list[str]:
    """Choose the headline indicators; where none has an actual figure, what stands in as well."""
    codebook = city.report.codebook
    chosen = list(codebook.headline_indicators)
    if not _prints_headline(city):
        instead = [name for name in codebook.leading_indicators if name not in chosen]
        reported = [name for name in instead if latest_actual(city.of_city(name)) is not None]
        chosen += reported[: len(chosen)]
    return chosen


def _summarise(city: CityReport, indicator: str) -> list[Run]:
    report, say = city.report, city.say
    name = report.indicator(indicator)
    derived = city.find_derived(indicator)
    if derived is not None:
        rank, value = find_rank(city, derived), report.write_plain(derived)
        text = say(
            "sentence_ranked" if rank else "sentence_derived",
            indicator=name,
            figure=value,
            period=report.period(derived),
            rank=rank,
        )
        return [text, report.mark(derived), say("full_stop")]
    frame = city.of_city(indicator)
    change, latest, targets = report.find_change(frame), latest_actual(frame), targets_of(frame)
    outlook = latest_outlook(frame)
    runs: list[Run] = []
    if change is not None:
        text = report.say_change("sentence", change)
        runs += [text, *report.marks([change.first, change.second])]
    elif latest is not None:
        runs += [report.say_figure("sentence_level", latest, indicator=name), report.mark(latest)]
    elif outlook is not None:
        basis = report.label("basis", outlook.basis)
        text = report.say_figure("sentence_outlook", outlook, indicator=name, basis=basis)
        runs += [text, report.mark(outlook)]
    for target in targets:
        key = "sentence_target_too" if runs else "sentence_target"
        runs += [report.say_figure(key, target, indicator=name), report.mark(target)]
    return [*runs, say("full_stop")] if runs else [say_missing(city, indicator)]


def or_missing(city: CityReport, section: Section, view: str) -> Section:
    """Return a section, or the sentence that the documents print nothing for it.

    Args:
        city: The report.
        section: What the view wrote; empty where the city has no figure for it.
        view: Name of the view.
    """
    if section.items:
        return section
    report, say = city.report, city.say
    text = say("view_nothing", city=city.name, view=say(f"view_{view}"), documents=city.documents)
    heading = Heading(report.say(f"view_{view}"))
    return Section([heading, Paragraph([text], say("not_reported"))])
