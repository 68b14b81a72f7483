"""The base of every report: its figures, its language, and the register of its notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.analysis.changes import Change, list_changes
from helpers.analysis.claims.claim import Claim, KnownRows
from helpers.analysis.claims.figure_claims import claim_change
from helpers.analysis.standings import (
    Comparison,
    Standing,
    StandingsByYear,
    choose_year,
    collect_standings,
)
from helpers.charts.points import Point
from helpers.data.figures import BELOW_PARTS, SUM, AnyFigure, DerivedValue, Figure, list_figures
from helpers.project import find_project
from helpers.reports.assertions import Assertions
from helpers.reports.known_figures import audit_known, read_known
from helpers.words.figure_text import write_derived, write_ends, write_figure, write_implied
from helpers.words.language import Language
from helpers.words.written_numbers import write_amount


@dataclass
class Report(Assertions):
    """The figures of a report and what is needed to write them.

    Attributes:
        language: Language of the report.
        codebook: Names and meanings.
        project: Folder of the project that the report was opened on.
        observations: All observations known on the day of the report.
        derived: Derived values whose inputs were known on that day.
        refused: Pairs of figures known on that day that must not be divided.
        partnerships: All named partnerships known on that day.
        proposals: Proposals and suggestions whose answer was known on that day.
        as_of: The day, as given; empty for everything.
        standings: Those worked out so far, by measure and places; they hang on nothing else.
    """

    project: Path
    observations: pd.DataFrame
    derived: pd.DataFrame
    refused: pd.DataFrame
    partnerships: pd.DataFrame
    proposals: pd.DataFrame
    as_of: str
    standings: dict[tuple[str, tuple[str, ...]], StandingsByYear] = field(default_factory=dict)

    @cached_property
    def known_rows(self) -> KnownRows:
        """The data its claims are judged on."""
        return KnownRows(self.observations, self.derived, self.codebook)

    def known_until(self, figures: pd.DataFrame) -> str:
        """Return the day by which the documents behind some figures were written."""
        known = figures if len(figures) else self.observations
        return str(known["known_from"].max().date())

    def write(self, figure: AnyFigure, *, is_alone: bool = False) -> str:
        """Write a figure with unit and qualifier, and say so where it is provisional or derived."""
        if isinstance(figure, DerivedValue):
            text = self.write_plain(figure, is_alone=is_alone)
            return text if figure.is_bound else self.say("derived_value", figure=text)
        text = write_figure(figure, self.codebook.units[figure.unit], self.language)
        if figure.corrected:
            text = self.say("corrected_value", figure=text)
        if figure.status == "P":
            status = self.label("status", figure.status)
            text = self.say("provisional", figure=text, status=status)
        return self._mark_doubt(text, figure)

    def write_plain(self, figure: AnyFigure, *, is_alone: bool = False) -> str:
        """Write a derived value where its heading already says that it is derived.

        Args:
            figure: The figure.
            is_alone: Whether no other place is shown, from which more digits would tell it.
        """
        unit = self.codebook.units[figure.unit]
        if isinstance(figure, Figure):
            return self._mark_doubt(write_figure(figure, unit, self.language), figure)
        if figure.implication_id:
            printed = self.codebook.implications[figure.implication_id]["implied"]
            implied = write_implied(printed, unit, self.language)
            return self.say(f"bound_{figure.kind}", figure=implied) if figure.is_bound else implied
        beside = [] if is_alone else self.known_rows.list_beside(figure)
        return self._mark_doubt(write_derived(figure, unit, self.language, beside), figure)

    def write_ends(self, value: DerivedValue) -> list[str]:
        """Write the ends of the interval of a derived value; none where they read like it."""
        beside = self.known_rows.list_beside(value)
        return write_ends(value, self.codebook.units[value.unit], self.language, beside)

    def _mark_doubt(self, text: str, figure: AnyFigure) -> str:
        """Return the text of a figure with the mark that a doubted one always bears."""
        if not figure.is_doubted:
            return text
        if isinstance(figure, DerivedValue) or BELOW_PARTS not in figure.doubt:
            return self.say("doubted", figure=text)
        unit = self.codebook.units[figure.unit]
        bound = write_amount(figure.doubt_bound or figure.number, unit, self.language)
        return self.say("doubted_bound", figure=text, bound=bound)

    def state(self, figure: AnyFigure) -> str:
        """Write a figure, and of a printed one that is not actual what it is."""
        text = self.write(figure)
        if isinstance(figure, DerivedValue) or figure.basis == "actual":
            return text
        return self.say("figure_stated", figure=text, basis=self.label("basis", figure.basis))

    def find_figure(self, identifier: str) -> Figure:
        """Return the observation with an identifier, such as an input of a derived value."""
        return self._rows[identifier]

    @cached_property
    def _rows(self) -> Mapping[str, Figure]:
        return {row.figure_id: row for row in list_figures(self.observations)}

    def find_standing(self, measure: str, place: str, period: str) -> Standing | None:
        """Find what one place, such as the province, has on a measure in a year."""
        return self.collect_standings(measure, [place]).get(period, {}).get(place)

    def collect_standings(self, measure: str, places: Sequence[str]) -> StandingsByYear:
        """Return the standings of places on a measure by year and place."""
        key = measure, tuple(places)
        if key not in self.standings:
            frames = self.observations, self.derived
            self.standings[key] = collect_standings(measure, places, *frames, self.codebook)
        return self.standings[key]

    def compare(self, measure: str, places: Sequence[str], period: str = "") -> Comparison | None:
        """Compare places on a measure in a year, by default in the one that most are known for."""
        return choose_year(measure, places, self.collect_standings(measure, places), period)

    def sources_of(self, figure: AnyFigure) -> list[str]:
        """Return the sources behind a figure; a derived value has those of its inputs."""
        return list(dict.fromkeys(source for source, _ in self.list_prints(figure)))

    def sources_of_all(self, figures: Iterable[AnyFigure]) -> list[str]:
        """Return the sources behind some figures, each once."""
        return list(dict.fromkeys(name for figure in figures for name in self.sources_of(figure)))

    def inputs_of(self, value: AnyFigure) -> list[Figure]:
        """Return the figures that a value rests on: itself where printed, none where implied."""
        if isinstance(value, Figure):
            return [value]
        return [self.find_figure(name) for name in value.input_ids]

    def find_refused(self, row: Mapping[str, str]) -> list[Figure]:
        """Return the figures that must not be divided: those above the line, then the one below."""
        names = (*row["numerator_id"].split(SUM), row["denominator_id"])
        return [self.find_figure(name) for name in names]

    def find_change(self, frame: pd.DataFrame) -> Change | None:
        """Return the longest change to the last year of a series that may be told; None without.

        None is told from or to a figure of low reliability.
        """
        ends = ((one, (one.first, one.second)) for one in list_changes(frame))
        sound = (one for one, two in ends if not any(row.is_of_low_reliability for row in two))
        return next((one for one in sound if self.holds(claim_change(one))), None)

    def say_change(self, key: str, change: Change, *more: Claim, **values: object) -> str:
        """Return a message that asserts a change; `_rose`, `_fell` or `_held` ends its key."""
        return self.claim(
            f"{key}_{change.direction}",
            claim_change(change),
            *more,
            indicator=self.indicator(change.first.indicator),
            first=self.write(change.first),
            second=self.write(change.second),
            start=self.show_period(change.first),
            end=self.show_period(change.second),
            **values,
        )

    def say_refusal(self, key: str, row: Mapping[str, str], inputs: Sequence[Figure]) -> str:
        """Return a message about figures that were not divided; it may use what they are."""
        return self.say(
            key,
            measure=self.indicator(row["indicator"], inside=True),
            period=self.language.period(row["period"]),
            first=self.say("note_added").join(map(self.write, inputs[:-1])),
            first_source=self.source(inputs[0].source),
            second=self.write(inputs[-1]),
            second_source=self.source(inputs[-1].source),
            reason=self.label("reason", row["reason"]),
        )

    def show_period(self, figure: AnyFigure) -> str:
        """Write a period, with a star where it is inferred."""
        return self.star(self.period(figure), figure)

    def star(self, text: str, figure: AnyFigure) -> str:
        """Return a text with a star where the period of its figure is inferred."""
        return self.say("period_inferred", period=text) if is_inferred(figure) else text

    def say_figure(self, key: str, figure: AnyFigure, **values: object) -> str:
        """Return a message about one figure; it may use `figure`, `period` and other values."""
        text, when = self.write(figure), self.period(figure)
        return self.say(key, figure=text, period=when, **values)

    def furnish(self, running: str, figures: pd.DataFrame) -> dict[str, str]:
        """Return what the page template prints around the content; the figures date it."""
        say, until = self.language.say, self.known_until(figures)
        known = say("known_until", day=self.language.day(until))
        limited = {}
        if self.as_of:
            day = self.language.day(self.as_of)
            known = say("known_as_of", day=day)
            limited = {"limited": say("limited_as_of", day=day)}
        return {
            **limited,
            "language": self.language.code,
            "running": running,
            "known": known,
            "contents": say("contents"),
            "continued": say("continued"),
            "page": say("page"),
            "author": say("author"),
            "date": self.as_of or until,
        }

    def subject_of_figure(self, figure: AnyFigure, home: str, *, inside: bool = False) -> str:
        """Name what a figure is about: its indicator, and the entity or place if not the city."""
        name = self.indicator(figure.indicator, inside=inside)
        about = []
        if isinstance(figure, Figure) and figure.entity:
            entity = self.language.name(self.codebook.entities[figure.entity])
            about += [] if entity.strip("“”").lower() in name.lower() else [entity]
        about += [self.place(figure.place)] if figure.place != home else []
        if not about:
            return name
        return self.say("name_inside", name=name, inside=self.say("statement_comma").join(about))

    def statement(self, figure: AnyFigure) -> str:
        """Return the kind of statement of a figure, and its coverage where not the whole city."""
        if isinstance(figure, DerivedValue):
            return self.label("kind", figure.kind)
        words = [self.label("basis", figure.basis)]
        if figure.scope not in ("whole_city", "province", "nation"):
            words.append(self.label("scope", figure.scope))
        return self.say("statement_comma").join(words)

    def point(self, figure: AnyFigure, label: str = "") -> Point:
        """Return a figure as a point of a chart."""
        if isinstance(figure, DerivedValue):
            text, height, year = label or self.write(figure), figure.height, float(figure.period)
            kinds = ("bound", figure.kind) if figure.is_bound else ("derived", "exact")
            key, doubted = name_series(figure), figure.is_doubted
            return Point(text, float(height), year, *kinds, key, is_doubted=doubted)
        year = next((day.year for day in (figure.period_end, figure.period_start) if day), 0)
        return Point(
            label or self.write(figure),
            float(figure.number),
            float(year),
            "estimate" if figure.is_provisional or figure.is_of_low_reliability else figure.basis,
            figure.qualifier,
            name_series(figure),
            is_doubted=figure.is_doubted,
        )


def name_series(figure: AnyFigure) -> str:
    """Return what only figures of one publication and revision share: only they are joined."""
    if isinstance(figure, DerivedValue):
        return f"{figure.indicator} {figure.revision}"
    return f"{figure.series or figure.source} {figure.revision}"


def is_inferred(figure: AnyFigure) -> bool:
    """True when the period of a printed figure is not printed but inferred."""
    return isinstance(figure, Figure) and figure.period_basis == "inferred"


def open_report(language: str, as_of: str, project: Path | None = None, around: str = "") -> Report:
    """Read what a report needs, of the province that a place is in, or of all.

    Raises:
        UsageError: The language or the day is not known.
        InputError: A data file is wrong.
    """
    folder = project or find_project()
    known = read_known(folder, as_of, around)
    return Report(
        Language(language),
        known.codebook,
        folder,
        *known.frames,
        as_of,
        findings=audit_known(folder, as_of, around),
        standings=known.standings,
    )
