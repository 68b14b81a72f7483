"""The names of indicators, places, sources, periods and codes in one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.data.codebook import Codebook
from helpers.data.figures import AnyFigure
from helpers.words.language import Language

_FEWEST_IN_A_SPAN = 2


@dataclass
class Names:
    """The names of things in one language.

    Attributes:
        language: Language of the report.
        codebook: Names and meanings.
    """

    language: Language
    codebook: Codebook

    def say(self, key: str, **values: object) -> str:
        """Return a message in the language of the report, with its values filled in."""
        return self.language.say(key, **values)

    def join_parts(self, parts: Iterable[str]) -> str:
        """Join the parts of one cell or sentence with semicolons."""
        return self.say("list_semicolon").join(parts)

    def period(self, figure: AnyFigure) -> str:
        """Write the period of a figure."""
        return self.language.period(figure.period)

    def label(self, column: str, code: str) -> str:
        """Write a coded value of a figure, such as its basis."""
        return self.language.pick(self.codebook.labels[column][code])

    def begin_label(self, column: str, code: str) -> str:
        """Write a coded value as the beginning of a sentence or cell."""
        text = self.label(column, code)
        return text[0].upper() + text[1:]

    def indicator(self, name: str, *, inside: bool = False) -> str:
        """Return the name of an indicator; `inside` a sentence English begins it small."""
        text = self.language.name(self.codebook.measure(name))
        return self.begin_inside(text) if inside else text

    def begin_inside(self, text: str) -> str:
        """Begin a name small, as inside a sentence in English, unless with a name of its own."""
        if self.language.code == "en" and text[1].islower():
            places = {place["name_en"].split()[0] for place in self.codebook.places.values()}
            if text.split()[0] not in places:
                return text[0].lower() + text[1:]
        return text

    def part(self, name: str, whole: str) -> str:
        """Name a part beside its whole: what the brackets add, where they do."""
        text, known = self.indicator(name), self.indicator(whole)
        return text.removeprefix(known).strip(" ()（）") if text.startswith(known) else text

    def place(self, slug: str) -> str:
        """Return the short name of a place."""
        return self.language.short_place(self.codebook.places[slug])

    def source(self, name: str) -> str:
        """Return the short name of a source."""
        return self.language.name(self.codebook.sources[name], "short")

    def locator(self, locator: str, title: str = "") -> str:
        """Write where a figure stands; other languages than the documents' may title its table."""
        kind, _, where = locator.partition(" ")
        is_titled = kind == "table" and title and self.language.code != "zh"
        return self.say(f"locator_{kind}", where=title if is_titled else where)

    def name_sources(self, sources: Iterable[str]) -> str:
        """Name sources; editions of one series in years in a row once, with their span."""
        return self.language.join([words for words, _ in self.group_sources(sources)])

    def group_sources(self, sources: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Return the short names of sources with those they name: editions of years in a row.

        Editions are called alike but for their year; the documents of a series that bear names of
        their own, as announcements of different publishers do, are named one by one.
        """
        editions: dict[str, list[str]] = {}
        for name in sources:
            row, short = self.codebook.sources[name], self.source(name)
            is_edition = row["series"] and row["vintage"] in short
            shared = short.replace(row["vintage"], "{}") if is_edition else name
            editions.setdefault(shared, []).append(name)
        groups = []
        for shared, names in editions.items():
            years = {name: self.codebook.sources[name]["vintage"] for name in names}
            for run in _split_years(years):
                if len(run) > _FEWEST_IN_A_SPAN:
                    span = self.language.span(years[run[0]], years[run[-1]])
                    kept = [name for name in names if name in run]
                    groups.append((shared.replace("{}", span), kept))
                else:
                    groups += [(self.source(name), [name]) for name in run]
        return groups


def _split_years(years: Mapping[str, str]) -> list[list[str]]:
    """Return the names of editions in runs of years that follow one another."""
    runs: list[list[str]] = []
    for name in sorted(years, key=years.__getitem__):
        if runs and int(years[name]) == int(years[runs[-1][-1]]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs
