"""A project of invented cities, as large as wanted: the figures of real ones under other names.

Digits are drawn anew with a fixed seed, so that two runs measure the same thing. Nothing of it is
meant to be read; it goes to a temporary folder.
"""

import csv
import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

_SEED = 20_260_000
_COPIED = ("data/raw", "data/processed", "notebooks", "reports/template")
_YEAR = re.compile("[0-9]{4}")
Row = dict[str, str]


def build_project(real: Path, folder: Path, places: int, rows_per_figure: int = 1) -> list[str]:
    """Write a project with as many cities as asked for, in provinces as large as the real one.

    Args:
        real: The real project.
        folder: Where to write.
        places: How many cities.
        rows_per_figure: How many rows to make of each row of a city, by going back in years.

    Returns:
        The cities.
    """
    for name in _COPIED:
        shutil.copytree(real / name, folder / name)
    for name in ("requirements.lock",):
        shutil.copy(real / name, folder / name)
    shutil.rmtree(folder / "data/processed")
    raw, home = folder / "data/raw", folder / "data/raw/henan"
    share_sources(raw / "china/sources.csv", home / "sources.csv")
    rows, columns = read_rows(home / "places.csv")
    cities = [row for row in rows if row["kind"] == "prefecture_city"]
    (province,) = (row for row in rows if row["kind"] == "province")
    names: dict[str, list[str]] = {row["place"]: [] for row in [*cities, province]}
    random_digits = random.Random(_SEED)  # noqa: S311
    for number in range(1, -(-places // len(cities))):
        slug = f"province-{number:02d}"
        code = f"{number:02d}"
        rows.append(rename(province, slug, number) | {"code": f"9{code}000"})
        names[province["place"]].append(slug)
        for order, city in enumerate(cities):
            if number * len(cities) + order < places:
                own = f"{city['place']}-{number:02d}"
                other = {"parent": slug, "code": f"9{code}{order + 1:02d}0"}
                rows.append(rename(city, own, number) | other)
                names[city["place"]].append(own)
    homes = {row["place"]: raw / (row["parent"] or row["place"]) for row in rows}
    homes |= {row["place"]: raw / row["place"] for row in rows if row["kind"] == "province"}
    write_apart(home / "places.csv", rows, columns, homes)
    for file in sorted(home.glob("*.csv")):
        figures, columns = read_rows(file)
        if "figure_id" in columns and "as_printed" in columns:
            more = list(multiply(figures, names, rows_per_figure, random_digits))
            write_apart(file, [*figures, *more], columns, homes)
    return [row["place"] for row in rows if row["kind"] == "prefecture_city"]


def share_sources(shared: Path, own: Path) -> None:
    """Let every province cite the sources of one."""
    rows, columns = read_rows(shared)
    write_rows(shared, [*rows, *read_rows(own)[0]], columns)
    write_rows(own, [], columns)  # the descriptor of the folder names it


def write_apart(
    file: Path, rows: Iterable[Row], columns: list[str], homes: dict[str, Path]
) -> None:
    """Write a table as one file for each province; what lies elsewhere stays where it was."""
    apart: dict[Path, list[Row]] = {}
    for row in rows:
        folder = homes[row["place"]] if row["place"].rpartition("-")[2].isdigit() else file.parent
        apart.setdefault(folder, []).append(row)
    for folder, own in apart.items():
        folder.mkdir(exist_ok=True)
        write_rows(folder / file.name, own, columns)


def rename(row: Row, slug: str, number: int) -> Row:
    """Give a place other names."""
    names = {key: f"{row[key]}{number}" for key in ("name_zh", "short_zh", "name_en")}
    return row | names | {"place": slug}


def multiply(
    figures: Iterable[Row], names: dict[str, list[str]], times: int, digits: random.Random
) -> Iterable[Row]:
    """Repeat the figures of tables for other places and, where asked for, earlier years."""
    for row in figures:
        is_of_table = row["locator"].startswith(("table ", "article"))
        if row["place"] not in names or row["entity"] or not is_of_table:
            continue
        for back in range(times):
            if back and not _YEAR.fullmatch(row["period"]):
                continue
            for place in [*names[row["place"]], *([row["place"]] if back else [])]:
                period = str(int(row["period"]) - 10 * back) if back else row["period"]
                old, new = (
                    f"{row['source']}:{where}.{row['indicator']}.{re.sub('[ /]', '-', when)}"
                    for where, when in ((row["place"], row["period"]), (place, period))
                )
                yield row | {
                    "figure_id": row["figure_id"].replace(old, new),
                    "place": place,
                    "period": period,
                    "as_printed": draw_digits(row["as_printed"], digits),
                }


def draw_digits(token: str, digits: random.Random) -> str:
    """Draw the last two digits of a token anew."""
    places = [number for number, letter in enumerate(token) if letter in "123456789"][-2:]
    letters = list(token)
    for place in places:
        letters[place] = digits.choice("123456789")
    return "".join(letters)


def read_rows(path: Path) -> tuple[list[Row], list[str]]:
    """Read a table with its columns."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return list(reader), list(reader.fieldnames or ())


def write_rows(path: Path, rows: Iterable[Row], columns: list[str]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
