"""The folders of the data: the codebook, what the nation shares, and those of each province."""

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.tables.data_package import name_nearest
from helpers.problems import UsageError
from helpers.project import CODEBOOK, PROCESSED, RAW

OWN_DATA = "CITY_FIGURES_DATA"  # folders of one's own, separated as in PATH
_PLACES = "places.csv"
# What editors, spreadsheets and systems leave beside a file is named otherwise.
_TABLE = re.compile(r"[a-z][a-z0-9_]*\.csv")


@dataclass(frozen=True)
class Folders:
    """Where the tables of a project lie. A report reads what is shared and one province.

    Attributes:
        project: Project folder.
        shared: The codebook and the folder of the nation.
        provinces: Folders of each province by its slug: the one in `data/raw`, then one's own.
        homes: Province of every place in a folder of a province, by slug.
    """

    project: Path
    shared: tuple[Path, ...]
    provinces: Mapping[str, tuple[Path, ...]]
    homes: Mapping[str, str]

    def read_for(self, provinces: Sequence[str]) -> list[Path]:
        """Return the folders that are read for some provinces, those of all read first."""
        return [*self.shared, *(folder for name in provinces for folder in self.provinces[name])]

    def processed_for(self, province: str) -> Path:
        """Return where the cleaned tables of a province lie: beside the data of one's own."""
        last = self.provinces[province][-1]
        is_shipped = last.parent == self.project / RAW
        return self.project / PROCESSED / province if is_shipped else last / "processed"

    def list_files(self, provinces: Sequence[str]) -> list[Path]:
        """Return the files that the reports of some provinces are made from."""
        folders = [*self.read_for(provinces), *map(self.processed_for, provinces)]
        described = (path for folder in folders for path in folder.glob("[a-z]*.json"))
        return [*described, *(path for folder in folders for path in list_tables(folder))]

    def list_processed(self, provinces: Sequence[str]) -> list[Path]:
        """Return the files of cleaned tables of some provinces."""
        return [path for name in provinces for path in list_tables(self.processed_for(name))]

    def folder_of(self, place: str) -> Path:
        """Return the folder that a new row on a place goes to: one's own, where there is one."""
        home = place if place in self.provinces else self.homes.get(place)
        return self.shared[-1] if home is None else self.provinces[home][-1]

    def choose(self, provinces: Sequence[str]) -> list[str]:
        """Return the provinces asked for, all where none is.

        Raises:
            UsageError: There is no such province; the message names the nearest one.
        """
        for name in provinces:
            if name not in self.provinces:
                home = self.homes.get(name)
                hint = f"{home!r}, where it lies" if home else name_nearest(name, [*self.provinces])
                raise UsageError(f"no province {name!r} in {RAW.as_posix()}; expected {hint}")
        return list(provinces or self.provinces)

    def around(self, place: str) -> list[str]:
        """Return the province that a place lies in, as a list; all of them for any other word."""
        home = place if place in self.provinces else self.homes.get(place)
        return list(self.provinces) if home is None else [home]


def list_tables(folder: Path) -> list[Path]:
    """Return the files of tables in a folder, which may be missing."""
    return [path for path in sorted(folder.glob("*.csv")) if _TABLE.fullmatch(path.name)]


def find_folders(project: Path) -> Folders:
    """Find the folders of a project, and those of one's own that the environment names.

    Raises:
        UsageError: A folder of one's own is missing, or it cannot be told of which province it is.
    """
    shared = [project / CODEBOOK]
    found: dict[str, list[Path]] = {}
    codes: dict[str, str] = {}
    homes: dict[str, str] = {}
    shipped = [
        path for path in sorted((project / RAW).iterdir()) if path.is_dir() and path not in shared
    ]
    for folder in [*shipped, *list_own_folders()]:
        rows = _read_places(folder)
        kinds = {row["kind"]: row for row in reversed(rows)}
        if "nation" in kinds and "province" not in kinds:
            shared.append(folder)
            continue
        name = kinds.get("province", {}).get("place") or folder.name
        if folder not in shipped and name not in found and "province" not in kinds:
            wrong = f"{folder} has no row of the kind 'province' in {_PLACES}"
            raise UsageError(f"{wrong}; expected one, or a folder named as a province is")
        found.setdefault(name, []).append(folder)
        codes.setdefault(name, kinds.get("province", {}).get("code", ""))
        homes |= {row["place"]: name for row in rows}
    order = sorted(found, key=lambda name: (codes[name] == "", codes[name]))
    return Folders(project, tuple(shared), {name: tuple(found[name]) for name in order}, homes)


def use_data(*folders: str | Path) -> None:
    """Lay folders of one's own over the shipped ones, for this process and those it starts.

    Args:
        *folders: Folders with the shape of one province; none for the shipped ones alone.

    Raises:
        UsageError: One of them is not a folder.
    """
    os.environ[OWN_DATA] = os.pathsep.join(str(Path(folder).absolute()) for folder in folders)
    list_own_folders()


def list_own_folders() -> list[Path]:
    """Return the folders of one's own.

    Raises:
        UsageError: One of them is not a folder.
    """
    named = os.environ.get(OWN_DATA, "").split(os.pathsep)
    folders = [Path(name).expanduser().resolve() for name in named if name]
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder} is not a folder; expected one that `new-province` wrote")
    return list(dict.fromkeys(folders))


def _read_places(folder: Path) -> list[dict[str, str]]:
    """Read what decides where a place belongs; what is wrong in the file is told elsewhere."""
    path = folder / _PLACES
    text = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    return [{name: row.get(name, "") for name in ("place", "kind", "code")} for row in rows]
