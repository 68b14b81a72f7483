"""The register of a report: the figures and findings it cites, their sources, and their marks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from helpers.audit.checks import find_check, is_about, is_shown
from helpers.audit.doubts import name_doubt
from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure, DerivedValue, Figure
from helpers.pages.runs import Mark, Run, SourcePlace, write_letter
from helpers.reports.figure_notes import write_notes
from helpers.words.names import Names

_MARKS = "\N{OBJECT REPLACEMENT CHARACTER}"
_MOST_YEARS = 3


@dataclass(kw_only=True)
class Citations(Names):
    """The sources and notes that a report has cited so far.

    Attributes:
        findings: The findings of the audit, what matters most first.
        noted: Figures and findings cited so far by identifier, in the order of their first mark.
        carried: Rows that the attached files hold though nothing in the text cites them.
        numbers: The numbers of the sources by identifier, in the order of their first mention.
        lettered: What is noted, in the order of the letters: sentences, and findings by
            identifier.
        beside_years: Keys of the figures that share a row with those of other years.
    """

    findings: Sequence[Finding] = ()
    noted: dict[str, AnyFigure | Finding] = field(default_factory=dict)
    carried: dict[str, AnyFigure] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    lettered: dict[str, str | Finding] = field(default_factory=dict)
    beside_years: set[str] = field(default_factory=set)

    def inputs_of(self, value: AnyFigure) -> list[Figure]:
        """Return the figures that a value rests on: itself where printed, none where implied."""
        raise NotImplementedError

    def mark(self, figure: AnyFigure) -> Mark:
        """Return where a figure was printed, with the letters of its notes; register it when new.

        A derived value is marked with the sources of its inputs.
        """
        plain = self._mark_plainly(figure)
        if not figure.doubt:
            return plain
        letters = dict.fromkeys([*plain.letters, *self.mark_doubts(figure).letters])
        return Mark(plain.places, tuple(letters))

    def mark_doubts(self, figure: AnyFigure) -> Mark:
        """Return the letters of the notes that say why a figure is doubted, new ones registered."""
        doubts = [each for part in self.inputs_of(figure) for each in self.find_doubts(part)]
        letters = [letter for each in doubts for letter in self.mark_finding(each).letters]
        return Mark(letters=tuple(dict.fromkeys(letters)))

    def _mark_plainly(self, figure: AnyFigure) -> Mark:
        """Return the mark of a figure without what the audit found about it."""
        self.noted.setdefault(figure.key, figure)
        notes = write_notes(self, figure, self.inputs_of(figure))
        return Mark(self.find_places(figure), tuple(self._letter(note, note) for note in notes))

    def find_places(self, figure: AnyFigure) -> tuple[SourcePlace, ...]:
        """Return where a figure, or what it was derived from, was printed; number the sources."""
        row = list(self.noted).index(figure.key) + 1 if figure.key in self.noted else 0
        return tuple(self.locate_line(*each, row) for each in self.list_prints(figure))

    def locate_line(self, source: str, locator: str, row: int = 0) -> SourcePlace:
        """Return a place in a source, also where no figure stands; number the source."""
        return SourcePlace(self.number(source), _shorten(locator), row)

    def find_named(self, finding: Finding) -> tuple[SourcePlace, ...]:
        """Return where stands what a finding names or counts beside its own figures."""
        source, lines = (str(finding.numbers.get(name, "")) for name in ("source", "lines"))
        self.carry(finding.beside)
        beside = (place for figure in finding.beside for place in self.find_places(figure))
        named = (self.locate_line(source, line) for line in lines.split("|") if line)
        return (*beside, *named)

    def list_prints(self, figure: AnyFigure) -> list[tuple[str, str]]:
        """Return source and locator of each print that a figure is, or is derived from."""
        if isinstance(figure, DerivedValue) and figure.implication_id:
            implication = self.codebook.implications[figure.implication_id]
            return [(implication["source"], implication["locator"])]
        return [(part.source, part.locator) for part in self.inputs_of(figure)]

    def number(self, source: str) -> int:
        """Return the number of a source, the next one when it is new."""
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def _letter(self, key: str, noted: str | Finding) -> str:
        self.lettered.setdefault(key, noted)
        return write_letter(list(self.lettered).index(key) + 1)

    def name_noted(self, note: str) -> str:
        """Return what a note is of, where it is implied or stands by others and does not say it."""
        found = self.find_bearers(note)
        bearers = [bearer for _, some in found for bearer in some]
        names, places = {one.indicator for one in bearers}, {one.place for one in bearers}
        is_of_input = any(bearer is not one for one, some in found for bearer in some)
        is_implied = any(isinstance(one, DerivedValue) and one.implication_id for one in bearers)
        has_others = len(names) == len(places) == 1 and any(
            one.indicator in names and one.place not in places for one, _ in found
        )
        if is_of_input or is_implied or has_others:
            return self.name_inputs(bearers, note)
        is_beside = any(some and one.key in self.beside_years for one, some in found)
        when = self._tell_years(bearers, note) if is_beside else ""
        return self.say("note_of", what=when) if when else ""

    def find_bearers(self, note: str) -> list[tuple[AnyFigure, list[AnyFigure]]]:
        """Return each figure cited so far with what of it and its inputs a note is of."""
        figures = [one for one in self.noted.values() if not isinstance(one, Finding)]
        return [(one, write_notes(self, one, self.inputs_of(one)).get(note, [])) for one in figures]

    def name_inputs(self, inputs: Sequence[AnyFigure], note: str) -> str:
        """Return the indicator, place and years that a note is of; nothing where it begins so."""
        names = [self.indicator(name) for name in sorted({one.indicator for one in inputs})]
        places = {self.place(one.place) for one in inputs}
        if note.startswith(names[0]):
            return ""
        what = self.language.join(names)
        if len(places) == 1:
            what = self.say("name_inside", name=what, inside=places.pop())
        when = self._tell_years(inputs, note)
        what = self.say("measure_in", name=what, period=when) if when else what
        return self.say("note_of", what=what)

    def _tell_years(self, figures: Sequence[AnyFigure], note: str) -> str:
        """Return the years of a few figures that a note does not tell itself."""
        years = sorted({one.period for one in figures})
        is_told = all(year in note or not year.isdigit() for year in years)
        if is_told or len(years) > _MOST_YEARS:
            return ""
        return self.language.join([self.language.period(year) for year in years])

    def mark_finding(self, finding: Finding) -> Mark:
        """Return the letter of the note with the sum of a finding, registering it when new."""
        self.noted.setdefault(finding.finding_id, finding)
        return Mark(letters=(self._letter(finding.finding_id, finding),))

    def marks_of(self, figure: AnyFigure) -> list[Run]:
        """Return the mark of a figure and of what the audit found about it, each with its sign.

        What is found about a name, a kind or another figure, or worked back, casts no doubt on the
        number, and has no sign.
        """
        return [self._mark_plainly(figure), *self._mark_findings([figure])]

    def _mark_findings(self, figures: Sequence[AnyFigure]) -> Iterator[Run]:
        listed = {one.finding_id: one for row in figures for one in self.findings_of(row)}
        for found in listed.values():
            if any(is_about(found, part) for one in figures for part in self.inputs_of(one)):
                yield f" {self.sign(found)}"
            yield self.mark_finding(found)

    def marks_with_findings(self, figures: Sequence[AnyFigure]) -> list[Run]:
        """Return the marks of the figures of a row, then what the audit found about them, once.

        The mark of a doubted figure has the findings that say why.
        """
        plain = [one for one in figures if not one.doubt]
        return [*self.marks(figures), *self._mark_findings(plain)]

    def findings_of(self, figure: AnyFigure) -> Sequence[Finding]:
        """Return what the audit found that a reader must see about a figure, or all its inputs."""
        found = [self._local_findings.get(one.key, ()) for one in self.inputs_of(figure)]
        return [one for one in found[0] if all(one in rest for rest in found)] if found else []

    def list_signs(self, figure: AnyFigure) -> list[str]:
        """Return the signs of what the audit found against the number of a figure, each once.

        A doubted figure has its own mark.
        """
        found = self.findings_of(figure) if not figure.doubt else ()
        inputs = self.inputs_of(figure)
        about = (one for one in found if any(is_about(one, part) for part in inputs))
        return list(dict.fromkeys(f" {self.sign(one)}" for one in about))

    def find_doubts(self, figure: Figure) -> list[Finding]:
        """Return the findings that doubt a figure."""
        return [finding for finding in self.findings_of(figure) if figure in name_doubt(finding)[1]]

    @cached_property
    def _local_findings(self) -> Mapping[str, Sequence[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            check = find_check(finding.check)
            local = finding.roles.get(check.marked, finding.figures) if check.is_local else ()
            if is_shown(finding):
                for row in name_doubt(finding)[1] or local:
                    found.setdefault(row.figure_id, []).append(finding)
        return found

    def carry(self, figures: Sequence[AnyFigure]) -> None:
        """Include rows in the attached files that the text does not cite one by one."""
        for figure in figures:
            self.carried[figure.key] = figure

    def marks(self, figures: Sequence[AnyFigure]) -> list[Run]:
        """Return the marks of several figures; side by side they name each source once."""
        return [*dict.fromkeys(self.mark(figure) for figure in figures)]

    def source_line(self, figures: Sequence[AnyFigure]) -> list[Run]:
        """Write the line under a chart: the documents behind the figures drawn, with their marks.

        The figures are registered; what is noted about one of them stands where it is written.
        """
        rows: dict[int, list[int]] = {}
        for figure in figures:
            self.noted.setdefault(figure.key, figure)
            for place in self.find_places(figure):
                rows.setdefault(place.source, []).append(place.row)
        named = {number: name for name, number in self.numbers.items()}
        return self.list_sources({named[source]: found for source, found in rows.items()})

    def list_sources(self, sources: Mapping[str, Sequence[int]]) -> list[Run]:
        """Write the line of sources under what is shown, editions of a series with their span.

        Each source comes with the numbers of its rows that are shown.
        """
        groups = self.group_sources(sources)
        listed = self.language.join([f"{words}{_MARKS}" for words, _ in groups])
        texts = self.say("source_line", sources=listed).split(_MARKS)
        runs: list[Run] = [texts[0]]
        for text, (_, names) in zip(texts[1:], groups, strict=True):
            for name in names:
                place = SourcePlace(self.number(name))
                runs.append(Mark(tuple(replace(place, row=row) for row in sources[name] or [0])))
            runs.append(text)
        return runs

    def sign(self, finding: Finding) -> str:
        """Return the sign of a finding: figures that cannot all be true, or cannot be decided."""
        return self.say(f"sign_{finding.verdict}")


def _shorten(locator: str) -> str:
    """Return the line of a locator, or its page after a `p`; nothing for a table."""
    kind, _, where = locator.partition(" ")
    return {"line": where, "page": f"p{where.partition(' ')[0]}"}.get(kind, "")
