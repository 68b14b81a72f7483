"""The index of the reports in a folder: headline figures, what changed, and where each one is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.data.codebook import Codebook
from helpers.pages.headlines import DATA_NAME, Changes, Headline, Headlines, write_data
from helpers.pages.page import render
from helpers.words.language import LANGUAGES, Language

Data = dict[str, Any]
_DAY = re.compile(r"\.([0-9]{4}-[0-9]{2}-[0-9]{2})$")
_WORDS = (
    *("product", "skip", "languages", "filter", "filter_hint", "shown", "none", "made_title"),
    "footer",
)


def compile_index(
    codebook: Codebook, headlines: Headlines, changes: Changes, folder: Path
) -> bytes:
    """Set the index as a page.

    Args:
        codebook: Names of the places, and their order.
        headlines: Headline of each report in the folder, by the name of its files.
        changes: What the run changed.
        folder: The folder; a PDF that is not in it is not linked.

    Returns:
        The page, in both languages.
    """
    known = {name for name in headlines if (folder / f"{name}.pdf").is_file()}
    editions = [
        _write_edition(_Index(codebook, headlines, known, Language(code)), changes)
        for code in LANGUAGES
    ]
    return render(
        "index.html",
        script="index.js",
        editions=editions,
        data_name=DATA_NAME,
        data=write_data(headlines),
    )


def _read_subject(report: str) -> str:
    """Return what a report is about: `luohe`, or `comparison.henan`."""
    return _DAY.sub("", report)


def _read_day(report: str) -> str:
    found = _DAY.search(report)
    return found[1] if found else ""


class _Index:
    """The reports of a folder as one language tells of them.

    A report is named as its files without their language: `luohe`, or `luohe.2022-12-31` for what
    was known on a day.
    """

    def __init__(
        self, codebook: Codebook, headlines: Headlines, pdfs: set[str], language: Language
    ) -> None:
        self.codebook, self.headlines, self.pdfs = codebook, headlines, pdfs
        self.language, self.say = language, language.say

    def is_city(self, report: str) -> bool:
        return _read_subject(report) in self.codebook.places

    def name(self, report: str) -> str:
        """Name a report: its city, or its running title, and the day of which it tells."""
        subject, day = _read_subject(report), _read_day(report)
        if self.is_city(report):
            name = self.language.short_place(self.codebook.places[subject])
        else:
            name = str(self.headline(report)["running"])
        return self.say("index_as_of", report=name, day=self.language.day(day)) if day else name

    def headline(self, report: str) -> Headline:
        """Return the headline in this language; in another where there is none in this one."""
        found = [self.headlines.get(f"{report}.{code}") for code in self._codes()]
        return next((each for each in found if each is not None), {"running": report})

    def _codes(self) -> list[str]:
        return sorted(LANGUAGES, key=lambda code: code != self.language.code)

    def list_reports(self) -> list[str]:
        """List the reports: the cities in the order of the codebook, the others before them.

        What was known on a day follows what is known now, the latest day first.
        """
        order = {place: number for number, place in enumerate(self.codebook.places, start=1)}
        found = sorted({str(headline["report"]) for headline in self.headlines.values()})
        found.sort(key=_read_day, reverse=True)
        found.sort(key=lambda report: _read_day(report) != "")
        # What compares comes before what checks, which is the reverse of the alphabet.
        found.sort(key=_read_subject, reverse=True)
        return sorted(found, key=lambda report: order.get(_read_subject(report), 0))

    def list_sections(self) -> dict[str, list[str]]:
        """Return the reports by province, in its order; under no name what is of none."""
        places = self.codebook.places
        sections: dict[str, list[str]] = {name: [] for name in [*self.codebook.provinces, ""]}
        for report in self.list_reports():
            place = _read_subject(report).rpartition(".")[2]
            sections[self.codebook.province_of(place) if place in places else ""].append(report)
        return {name: reports for name, reports in sections.items() if reports}

    def write_section(self, province: str, reports: Sequence[str]) -> Data:
        """Write the entries of a province under its name."""
        row = self.codebook.places.get(province)
        return {
            "id": province or "other",
            "title": self.language.short_place(row) if row else self.say("index_other"),
            "reports": [self.write(report) for report in reports],
        }

    def write(self, report: str) -> Data:
        """Write the entry of a report."""
        headline = self.headline(report)
        code = str(headline["language"])
        entry: Data = {
            "name": self.name(report),
            "names": "|".join([report, *self._list_titles(report)]),
            "href": f"{report}.{code}.html",
            "title": headline["title"],
            "known": headline["known"],
            "cards": headline["cards"],
            "foreign": "" if code == self.language.code else Language(code).say("page_tag"),
            "other_name": "",
            "files": [self._list_files(report, code) for code in LANGUAGES],
        }
        entry["files"] = [files for files in entry["files"] if files]
        if self.is_city(report):
            row = self.codebook.places[_read_subject(report)]
            names = [report, row["name_zh"], row["short_zh"], row["name_en"]]
            other = next(Language(code) for code in LANGUAGES if code != self.language.code)
            entry["names"] = "|".join(names)
            entry["other_name"] = other.short_place(row)
            entry["other_tag"] = other.say("page_tag")
        return entry

    def _list_titles(self, report: str) -> list[str]:
        named = (self.headlines.get(f"{report}.{code}") for code in LANGUAGES)
        return [str(headline["running"]) for headline in named if headline]

    def _list_files(self, report: str, code: str) -> Data:
        name, language = f"{report}.{code}", Language(code)
        if name not in self.headlines:
            return {}
        return {
            "tag": language.say("page_tag"),
            "language": language.say("page_language"),
            "name": _Index(self.codebook, self.headlines, self.pdfs, language).name(report),
            "page": f"{name}.html",
            "page_word": language.say("page_web"),
            "pdf": f"{name}.pdf" if name in self.pdfs else "",
        }


def _write_edition(index: _Index, changes: Changes) -> Data:
    say, reports = index.say, index.list_reports()
    cities = [report for report in reports if index.is_city(report)]
    return {
        "code": index.language.code,
        "tag": say("page_tag"),
        "language": say("page_language"),
        **{name: say(f"index_{name}") for name in _WORDS},
        "title": say("index_title", cities=len({*map(_read_subject, cities)})),
        "subtitle": say("index_subtitle", reports=len(index.headlines)),
        "sections": [index.write_section(*each) for each in index.list_sections().items()],
        "changes_title": say("index_changes"),
        "changes_summary": say("index_sentence_space").join(_sum_up(index, changes)),
        "moves": list(_write_moves(index, changes)),
        "made": [] if changes.is_first else _group(index, changes.made),
    }


def _sum_up(index: _Index, changes: Changes) -> Iterator[str]:
    say = index.say
    if changes.is_first:
        yield say("index_first")
        return
    yield say("index_made", made=len(changes.made))
    if changes.new:
        yield say("index_new", reports=index.language.join(_group(index, changes.new)))
    if changes.gone:
        yield say("index_gone", reports=index.language.join(_group(index, changes.gone)))
    moves = list(_write_moves(index, changes))
    yield say("index_moved", moves=len(moves)) if moves else say("index_still")


def _write_moves(index: _Index, changes: Changes) -> Iterator[Mapping[str, str]]:
    """Write each move once: as the report in this language says it, where there is one."""
    for move in changes.moves:
        report, _, code = move.report.rpartition(".")
        if code == index.headline(report)["language"]:
            yield {
                "href": f"{move.report}.html",
                "place": index.name(report),
                "text": index.say(
                    "index_move",
                    name=move.name,
                    before=_write_value(index, *move.before),
                    after=_write_value(index, *move.after),
                ),
            }


def _write_value(index: _Index, value: str, period: str) -> str:
    if not value:
        return index.say("index_no_value")
    return index.say("index_value", value=value, period=period) if period else value


def _group(index: _Index, names: Sequence[str]) -> list[str]:
    """Name reports, each once with its languages."""
    languages: dict[str, list[str]] = {}
    for code in LANGUAGES:
        for name in names:
            report, _, own = name.rpartition(".")
            if own == code:
                languages.setdefault(report, []).append(Language(code).say("page_language"))
    return [
        index.say(
            "index_made_entry", report=index.name(report), languages=index.language.join(codes)
        )
        for report, codes in languages.items()
    ]
