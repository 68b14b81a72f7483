"""The explorer: choose cities, indicator, years, day and language; chart and table follow."""

import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import anywidget
import traitlets

from helpers.data.observations import parse_day
from helpers.data.tables.data_package import name_nearest
from helpers.data.tables.spreadsheet_csv import write_for_spreadsheet
from helpers.explore.answers import Answer, Choice, answer
from helpers.explore.choices import Chosen, indicators, read_places, sort_places
from helpers.explore.menu import WORDS, list_menu, list_others
from helpers.explore.open_report import open_codebook
from helpers.explore.selection import read_years
from helpers.pages.items import Paragraph, Section
from helpers.pages.payload import REPORT_MIME
from helpers.problems import UsageError
from helpers.scripts import read_script
from helpers.words.language import Language

_FOLDER = Path(__file__).parent
# What the page shows of an answer as it stands.
_SHOWN = (
    *("title", "subtitle", "svg", "narrow", "alternative", "missing", "note", "source_line"),
    *("columns", "checked"),
)
_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "cities": lambda slugs: sort_places(read_places(slugs)),
    "indicator": indicators.find,
    "years": lambda years: list(read_years(years)) if years else [],
    "as_of": lambda day: parse_day(day).isoformat() if day else "",
    "language": lambda code: Language(code).code,
}
_CHOSEN = tuple(_CHECKS)


class Explorer(anywidget.AnyWidget):
    """Chart and table of a choice; what is chosen can be read and set as attributes.

    Attributes:
        cities: Slugs of the cities chosen, the province and the nation among them.
        indicator: The indicator chosen.
        years: First and last year, or one year; empty for all.
        as_of: Day such as `2022-12-31`; empty for everything.
        language: `zh` or `en`.
        picked: The figure that was clicked last, for `trace`; the last one shown until then.
        answer: What the choice shows, as plain data for the page.
        origins: Where its rows were printed and the same rows as CSV, which follow the answer.
        menu: What there is to choose from, in both languages.
    """

    _esm = read_script(_FOLDER / "page", "choice", "chart", "answer", "picture", "explorer")
    _css = _FOLDER / "explorer.css"
    cities = traitlets.List(traitlets.Unicode()).tag(sync=True)
    indicator = traitlets.Unicode().tag(sync=True)
    years = traitlets.List(traitlets.Int()).tag(sync=True)
    as_of = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode("en").tag(sync=True)
    picked = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    origins = traitlets.Dict().tag(sync=True)
    menu = traitlets.Dict().tag(sync=True)

    def __init__(
        self, cities: Chosen = None, indicator: str = "", as_of: str = "", language: str = "en"
    ) -> None:
        """Open the explorer with a first choice.

        Args:
            cities: Places of one province, such as `"luohe,puyang"`; all cities of the first
                province by default.
            indicator: Indicator; the first headline indicator by default.
            as_of: Day such as `2022-12-31`; empty for everything.
            language: `zh` or `en`.

        Raises:
            UsageError: A choice is not known; the nearest is named.
        """
        codebook = open_codebook()
        self._shown: Answer | None = None
        super().__init__(
            cities=_read_cities(cities),
            indicator=indicator or codebook.headline_of("rd"),
            as_of=as_of,
            language=language,
            menu=list_menu(),
        )
        self.follow()
        # A full collection goes through every object of pandas and matplotlib, and takes as long
        # as an answer. What is loaded by now stays: the collector need not look at it again.
        gc.collect()
        gc.freeze()

    def __setattr__(self, name: str, value: object) -> None:
        """Set a choice; a name that is misspelt would else be set and change nothing."""
        if not name.startswith("_") and not hasattr(type(self), name):
            raise UsageError(f"nothing to choose as {name!r}; {name_nearest(name, list(_CHOSEN))}")
        super().__setattr__(name, _read_choice(name, value))

    @traitlets.validate(*_CHOSEN)
    def _check(self, proposal: dict[str, Any]) -> Any:
        return _CHECKS[proposal["trait"].name](proposal["value"])

    @traitlets.observe(*_CHOSEN)
    def _on_choice(self, _: dict[str, Any]) -> None:
        # One message from the page may change several; by the first call all are changed.
        if self._shown is not None and self._shown.choice != self.choice:
            self.follow()

    @property
    def choice(self) -> Choice:
        """The choice."""
        years = (self.years[0], self.years[1]) if self.years else None
        return Choice(tuple(self.cities), self.indicator, years, self.as_of, self.language)

    @property
    def shown(self) -> Answer:
        """The answer to the choice: title, rows, and `frame`, the rows as a pandas table."""
        return self._shown or self.follow()

    def follow(self) -> Answer:
        """Work out what the choice shows, and show it."""
        self._shown = answer(self.choice)
        chosen = {name: getattr(self, name) for name in _CHOSEN}
        self.answer = _pack(self._shown, chosen)
        ids = [row.figure_id for row in self._shown.rows]
        if ids and self.picked not in ids:
            self.picked = ids[-1]
        # The page shows the answer while this is worked out.
        self.origins = _pack_origins(self._shown, chosen)
        return self._shown

    def __repr__(self) -> str:
        """Show chart and table as text, which is what nbval compares."""
        return repr(self.shown.show())

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        hint = Paragraph([Language(self.language).say("explore_static")])
        page = Section([hint]) + self.shown.show()
        static = page.show_forms()
        static.pop(REPORT_MIME)
        return {**data, **static, "text/plain": repr(self)}, {}


def _read_cities(chosen: Chosen) -> list[str]:
    return read_places(chosen, next(iter(open_codebook().provinces), "") if chosen is None else "")


def _read_choice(name: str, value: object) -> object:
    """Read a choice as the verbs do; what the page could not hold is refused in one line."""
    if name == "cities":
        return _read_cities(cast("Chosen", value))
    if name == "years":
        return [] if value in (None, [], ()) else list(read_years(value))
    if name == "as_of" and value is None:
        return ""
    if name in _CHOSEN and not isinstance(value, str):
        indicator = next(iter(open_codebook().indicators))
        example = {"indicator": indicator, "as_of": "2022-12-31", "language": "zh"}[name]
        raise UsageError(f"{value!r} is not a valid {name}; expected a text such as {example!r}")
    return value


def _pack_origins(shown: Answer, chosen: dict[str, Any]) -> dict[str, Any]:
    """Return where the rows of an answer were printed as plain data, with the choice."""
    return {
        "choice": chosen,
        "told": shown.origins,
        "csv": write_for_spreadsheet(shown.frame) if shown.rows else "",
    }


def _pack(shown: Answer, chosen: dict[str, Any]) -> dict[str, Any]:
    """Return an answer as plain data, with the choice it answers."""
    say = Language(shown.choice.language).say
    return {
        "choice": chosen,
        **{name: getattr(shown, name) for name in _SHOWN},
        "rows": [
            {"id": row.figure_id, "cells": row.cells, "verdicts": row.verdicts}
            for row in shown.rows
        ],
        "others": list_others(chosen["indicator"], chosen["cities"], chosen["as_of"]),
        "words": {name: say(f"explore_word_{name}") for name in WORDS},
    }
