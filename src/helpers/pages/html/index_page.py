"""The index of the reports in a folder: a table of the cities of each province, and what moved."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.data.codebook import Codebook
from helpers.pages.headlines import DATA_NAME, Edition, Headline, Move, write_data
from helpers.pages.html.index_tables import list_rows, list_tiles
from helpers.pages.html.page import render
from helpers.project import COMPARISON
from helpers.words.language import LANGUAGES, Language

Data = dict[str, Any]
_DAY = re.compile(r"\.([0-9]{4}-[0-9]{2}-[0-9]{2})$")
_WORDS = (
    *("product", "skip", "languages", "filter", "filter_hint", "shown", "none", "footer"),
    *("changes", "more", "city", "rank", "map", "cities", "trend_hint", "map_key"),
)


def compile_index(codebook: Codebook, edition: Edition, folder: Path) -> bytes:
    """Set the index as a page in both languages; a PDF that is not in the folder is not linked."""
    known = {name for name in edition.headlines if (folder / f"{name}.pdf").is_file()}
    editions = [
        _write_edition(_Index(codebook, edition, known, Language(code))) for code in LANGUAGES
    ]
    return render(
        "index.html",
        scripts=["index.js", "scroll.js"],
        editions=editions,
        data_name=DATA_NAME,
        data=write_data(edition.to_data()),
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
        self, codebook: Codebook, edition: Edition, pdfs: set[str], language: Language
    ) -> None:
        self.codebook, self.edition, self.pdfs = codebook, edition, pdfs
        self.headlines = edition.headlines
        self.language, self.say = language, language.say

    def is_city(self, report: str) -> bool:
        return _read_subject(report) in self.codebook.places

    def name(self, report: str) -> str:
        """Name a report: its city, or its running title, and the day of which it tells."""
        subject, day = _read_subject(report), _read_day(report)
        name = self.place(subject) if self.is_city(report) else self.headline(report)["running"]
        return self.say("index_as_of", report=name, day=self.language.day(day)) if day else name

    def place(self, place: str) -> str:
        return self.language.short_place(self.codebook.places[place])

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
        """Write a province: its comparison, its cities, then every other report."""
        comparison = f"{COMPARISON}.{province}"
        overview = self.headline(comparison).get("overview", {})
        cities = {row["city"] for row in overview.get("cities", [])}
        lead = [self.write(report) for report in reports if report == comparison]
        rest = [report for report in reports if report not in {comparison, *cities}]
        return {
            "id": province or "other",
            "title": self.place(province) if province else self.say("index_other"),
            "lead": lead,
            "table": self.write_table(overview, reports) if cities else {},
            "reports": [self.write(report) for report in rest],
        }

    def write_table(self, overview: Mapping[str, Any], reports: Sequence[str]) -> Data:
        """Write the cities of a province, each with the report on it where there is one."""
        rows = [
            {**row, **self.write(row["city"] if row["city"] in reports else "", row["city"])}
            for row in list_rows(overview)
        ]
        hrefs = {row["city"]: row["href"] for row in rows}
        tiles = list_tiles(overview, self.codebook.places, self.place)
        tiles["tiles"] = [{**tile, "href": hrefs[tile["city"]]} for tile in tiles["tiles"]]
        return {
            "measures": overview["measures"], "trend": overview["trend"], "rows": rows, "map": tiles
        }  # fmt: skip

    def write(self, report: str, city: str = "") -> Data:
        """Write the entry of a report; of a city without one its names alone."""
        headline = self.headline(report)
        code = str(headline.get("language", self.language.code))
        city = city or (_read_subject(report) if self.is_city(report) else "")
        entry: Data = {
            "name": self.name(report) if report else self.place(city),
            "names": "|".join([report, *self._list_titles(report)]),
            "href": f"{report}.{code}.html" if report else "",
            "title": headline.get("title", ""),
            "known": headline.get("known", ""),
            "foreign": "" if code == self.language.code else Language(code).say("page_tag"),
            "other_name": "",
            "files": [files for each in self._codes() if (files := self._list_files(report, each))],
        }
        if city:
            row = self.codebook.places[city]
            other = next(Language(each) for each in LANGUAGES if each != self.language.code)
            entry["names"] = "|".join([city, row["name_zh"], row["short_zh"], row["name_en"]])
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
            "name": _Index(self.codebook, self.edition, self.pdfs, language).name(report),
            "page": f"{name}.html",
            "page_word": language.say("page_web"),
            "pdf": f"{name}.pdf" if name in self.pdfs else "",
        }

    def list_moves(self) -> Iterator[Data]:
        """Yield the cities whose figures moved, each with its moves."""
        reports = {str(headline["report"]) for headline in self.headlines.values()}
        for report in self.list_reports():
            name = f"{report}.{self.headline(report).get('language', '')}"
            moves = self.edition.moves.get(name, [])
            for city in dict.fromkeys(move.city for move in moves):
                yield {
                    **self.write(city if city in reports else "", city),
                    "moves": [self._write_move(move) for move in moves if move.city == city],
                }

    def _write_move(self, move: Move) -> str:
        before, after = (self._write_value(*end) for end in (move.before, move.after))
        return self.say("index_move", name=move.name, before=before, after=after)

    def _write_value(self, value: str, period: str) -> str:
        if not value:
            return self.say("index_no_value")
        return self.say("index_value", value=value, period=period) if period else value


def _write_edition(index: _Index) -> Data:
    say, reports = index.say, index.list_reports()
    cities = [report for report in reports if index.is_city(report)]
    return {
        "code": index.language.code,
        "tag": say("page_tag"),
        "language": say("page_language"),
        **{name: say(f"index_{name}") for name in _WORDS},
        "title": say("index_title", cities=len({*map(_read_subject, cities)})),
        "subtitle": say("index_subtitle", reports=len(reports)),
        "sections": [index.write_section(*each) for each in index.list_sections().items()],
        "moved": list(index.list_moves()),
    }
