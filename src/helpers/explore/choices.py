"""The places and indicators to choose from, by identifier or name, with tab completion.

>>> from helpers.explore import indicators, places
>>> places.luohe, places["漯河"], indicators["R&D intensity"]
('luohe', 'luohe', 'rd_intensity')
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from helpers.data.codebook import Codebook, list_numerators
from helpers.explore.open_report import open_codebook, open_figures
from helpers.problems import UsageError
from helpers.project import ALL

Chosen = str | Iterable[str] | None
_LISTED = 12


class UnknownNameError(UsageError, AttributeError):
    """A name that nothing goes by; as an attribute too it is told in one line."""


@dataclass(frozen=True)
class Choices:
    """Identifiers of one kind that complete on Tab, as attributes and in brackets.

    Attributes:
        kind: `place` or `indicator`.
        codebook: Where they stand; that of all provinces, as the files are now, by default.
    """

    kind: str
    codebook: Codebook | None = None

    @property
    def rows(self) -> Mapping[str, Mapping[str, str]]:
        """The rows of the codebook by identifier."""
        codebook = self.codebook or open_codebook()
        return codebook.places if self.kind == "place" else _list_measures(codebook)

    @property
    def table(self) -> pd.DataFrame:
        """All choices with their names in both languages and what is known of them.

        Example:
            >>> from helpers.explore import places
            >>> places.table.loc["luohe", ["name_zh", "name_en", "parent"]].tolist()
            ['漯河市', 'Luohe', 'henan']
        """
        report = open_figures()
        printed = pd.concat([report.observations, report.derived], ignore_index=True)
        groups = printed.groupby(self.kind)
        years = printed["period"].str.extract("([0-9]{4})(?!.*[0-9]{4})")[0]
        counted = pd.DataFrame(
            {
                "figures": groups.size(),
                "first_year": years.groupby(printed[self.kind]).min(),
                "last_year": years.groupby(printed[self.kind]).max(),
            }
        )
        about = ["kind", "parent"] if self.kind == "place" else ["subject", "unit"]
        named = pd.DataFrame(list(self.rows.values()), index=list(self.rows))
        named.index.name = self.kind
        table: pd.DataFrame = named[["name_zh", "name_en", *about]].join(counted)
        return table.assign(figures=table["figures"].fillna(0).astype("int64"))

    def find(self, text: str) -> str:
        """Return the identifier that an identifier or a name in either language stands for.

        Args:
            text: Such as `luohe`, `Luohe`, `漯河` or `漯河市`.

        Raises:
            UsageError: Nothing is called so; the nearest choice is named.

        Example:
            >>> from helpers.explore import indicators
            >>> indicators.find("gpd")
            Traceback (most recent call last):
            helpers.explore.choices.UnknownNameError: no indicator 'gpd'; perhaps 'gdp'
        """
        return self._find(text, self.rows)

    def _find(self, text: str, rows: Mapping[str, Mapping[str, str]]) -> str:
        if not isinstance(text, str):
            first = next(iter(rows))
            raise UnknownNameError(f"{text!r} is not a valid {self.kind}; expected {first!r}, …")
        word = text.strip()
        if word in rows:
            return word
        names = {
            row[column].casefold(): identifier
            for identifier, row in rows.items()
            for column in ("name_zh", "name_en", "short_zh")
            if column in row
        }
        found = names.get(word.casefold())
        if found:
            return found
        raise UnknownNameError(f"no {self.kind} {text!r}; {self._name_nearest(text, names)}")

    def _name_nearest(self, text: str, names: Mapping[str, str]) -> str:
        known = {**names, **{identifier: identifier for identifier in self.rows}}
        word = text.strip().casefold()
        inside = [name for name in known if word and word in name]
        close = get_close_matches(word, known, n=1, cutoff=0.5) or inside[:1]
        if close:
            return f"perhaps {known[close[0]]!r}"
        return "expected one of " + ", ".join(list(self.rows)[:_LISTED]) + ", …"

    def read(self, chosen: Chosen) -> list[str]:
        """Read a choice: one name, names with commas between them, or a list; None for all.

        Args:
            chosen: What was chosen.

        Raises:
            UsageError: A name is not known; the nearest choice is named.
        """
        rows = self.rows
        if chosen is None:
            return list(rows)
        if isinstance(chosen, str):
            is_one = chosen in rows or "," not in chosen
            chosen = [chosen] if is_one else [part for part in chosen.split(",") if part.strip()]
        several = chosen if isinstance(chosen, Iterable) else [chosen]
        return list(dict.fromkeys(self._find(name, rows) for name in several))

    def __getattr__(self, name: str) -> str:
        """Return an identifier written as an attribute."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self.find(name)

    def __getitem__(self, name: str) -> str:
        """Return the identifier of a name in either language."""
        return self.find(name)

    def __iter__(self) -> Iterator[str]:
        """Go through the identifiers in the order of the codebook."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the choices."""
        return len(self.rows)

    def __dir__(self) -> list[str]:
        """List what Tab completes after a dot."""
        return [*self.rows, "table", "find"]

    def _ipython_key_completions_(self) -> list[str]:
        columns = ("name_zh", "name_en")
        return [*self.rows, *(row[column] for row in self.rows.values() for column in columns)]

    def __repr__(self) -> str:
        """Show the choices as a table."""
        return self.table.to_string()

    def _repr_html_(self) -> str:
        return self.table.to_html()


def _list_measures(codebook: Codebook) -> Mapping[str, Mapping[str, str]]:
    """Return the indicators, printed and derived, with the subject each belongs to."""
    subjects = {name: row["subject"] for name, row in codebook.indicators.items()}
    derived = {
        name: {**row, "subject": subjects[list_numerators(row)[0]]}
        for name, row in codebook.derived.items()
    }
    return {**codebook.indicators, **derived}


places = Choices("place")
indicators = Choices("indicator")


def read_places(place: Chosen, province: str = "") -> list[str]:
    """Read the places that are set beside each other: of one province, unless all are asked for.

    Args:
        place: Places; all cities of the province by default.
        province: Its slug, or `all` for places of several; that of the places by default.

    Raises:
        UsageError: A place is not known, or the places lie in several provinces.
    """
    codebook = open_codebook()
    listed = [f"province={name!r}" for name in [*codebook.provinces, ALL]]
    expected = f"expected {', '.join(listed[:-1])} or {listed[-1]}"
    if province and province not in (*codebook.provinces, ALL):
        raise UsageError(f"no province {province!r}; {expected}")
    if place is None:
        if not province and len(codebook.provinces) > 1:
            raise UsageError(f"cities are compared within a province; {expected}")
        return [c for c in codebook.cities if province in ("", ALL, codebook.province_of(c))]
    wanted = places.read(place)
    homes = {codebook.province_of(name): name for name in reversed(wanted)}
    homes.pop("", None)  # the nation
    if province != ALL and set(homes) - ({province} if province else {next(iter(homes), "")}):
        told = ", ".join(f"{name!r} lies in {home!r}" for home, name in reversed(homes.items()))
        raise UsageError(f"{told}; expected places of one province, or province={ALL!r}")
    return wanted


def sort_places(chosen: Iterable[str]) -> list[str]:
    """Sort places as they are listed, with the province and the nation after the cities."""
    rows = open_codebook().places
    order = {name: number for number, name in enumerate(rows)}
    around = ("province", "nation")
    return sorted(chosen, key=lambda name: (rows[name]["kind"] in around, order[name]))
