"""Fifty errors of the kinds that curators make, planted one at a time in the real rows.

The rows are drawn by a generator with a fixed seed, five for each kind of error: nobody chose
those that are caught. An error counts as caught when reading refuses the row, or when the audit
says something that it did not say of the rows as they are.
"""

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from raw_paths import raw_path

from helpers.audit.checks import is_shown
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import read_package
from helpers.problems import InputError
from helpers.project import DESCRIPTOR
from helpers.reports.audit.audit_text import audit_raw_data

pytestmark = pytest.mark.slow

Row = dict[str, str]
EACH_KIND = 5
SEED = 2026
CAUGHT_AT_LEAST = 39
# Pages that state the number.
PAGES = ("README.md", "README.zh.md", "docs/measurements.md", "docs/measurements.zh.md")


@dataclass(frozen=True)
class Planted:
    """One error: the row it stands in, and the rows to be read instead of it."""

    kind: str
    table: str
    figure_id: str
    rows: list[Row]


# --- the kinds of error ------------------------------------------------------------------------


def swap_digits(row: Row, chance: random.Random) -> list[Row]:
    token = row["as_printed"]
    places = [
        place
        for place in range(len(token) - 1)
        if token[place : place + 2].isdigit()
        and token[place] != token[place + 1]
        and token[place + 1] != "0"
    ]
    if not places:
        return []
    place = chance.choice(places)
    swapped = token[:place] + token[place + 1] + token[place] + token[place + 2 :]
    return [row | {"as_printed": swapped}]


def drop_digit(row: Row, chance: random.Random) -> list[Row]:
    whole = re.match(r"\d{3,}", row["as_printed"])
    if whole is None:
        return []
    place = chance.randrange(1, whole.end())
    return [row | {"as_printed": row["as_printed"][:place] + row["as_printed"][place + 1 :]}]


def take_wrong_scale(row: Row, _: random.Random) -> list[Row]:
    if not re.search("[1-9]", row["as_printed"]):
        return []  # nought is nought in every scale
    for column in ("as_printed", "table_unit"):
        for scale, other in (("亿", "万"), ("万", "亿")):
            if scale in row[column] and row[column].count(scale) == 1 and "万亿" not in row[column]:
                return [row | {column: row[column].replace(scale, other), "rounded_to": ""}]
    return []


def move_decimal_point(row: Row, _: random.Random) -> list[Row]:
    moved = re.sub(r"(\d+)\.(\d)(\d+)", r"\1\2.\3", row["as_printed"])
    return [row | {"as_printed": moved}] if moved != row["as_printed"] else []


def shift_year(row: Row, chance: random.Random) -> list[Row]:
    if not re.fullmatch(r"\d{4}", row["period"]):
        return []
    return [rename(row, period=str(int(row["period"]) + chance.choice((-1, 1))))]


def call_target_actual(row: Row, _: random.Random) -> list[Row]:
    return [row | {"basis": "actual"}] if row["basis"] == "target" else []


def double_row(row: Row, _: random.Random) -> list[Row]:
    # Typed in once more under an identifier of its own, as after a pause.
    return [row, row | {"figure_id": next_identifier(row["figure_id"])}]


def change_city(row: Row, chance: random.Random) -> list[Row]:
    if row["scope"] != "whole_city":
        return []
    others = [place for place in ("luohe", "puyang", "jiaozuo", "hebi") if place != row["place"]]
    return [rename(row, place=chance.choice(others))]


def take_look_alike(row: Row, _: random.Random) -> list[Row]:
    other = LOOK_ALIKES.get(row["indicator"])
    return [rename(row, indicator=other)] if other else []


def drop_qualifier(row: Row, _: random.Random) -> list[Row]:
    plain = re.sub("以上|左右|突破|余|多|近|级", "", row["as_printed"])
    return [row | {"as_printed": plain}] if plain != row["as_printed"] else []


# One class taken for another of the same subject and measure.
LOOK_ALIKES = {
    "high_tech_enterprises": "high_tech_enterprises_municipal_and_above",
    "high_tech_enterprises_municipal_and_above": "high_tech_enterprises",
    "rd_intensity": "rd_over_main_business_revenue",
    "fiscal_science_expenditure": "fiscal_expenditure",
    "fiscal_expenditure": "fiscal_science_expenditure",
    "talents_attracted": "high_level_talents_added",
    "high_level_talents_added": "talents_attracted",
    "resident_population": "census_population",
}
KINDS: Sequence[Callable[[Row, random.Random], list[Row]]] = (
    swap_digits,
    drop_digit,
    take_wrong_scale,
    move_decimal_point,
    shift_year,
    call_target_actual,
    double_row,
    change_city,
    take_look_alike,
    drop_qualifier,
)


def rename(row: Row, **changes: str) -> Row:
    """Change what the identifier of a row of a table is made of, and the identifier with it."""
    changed = row | changes
    old = f"{row['source']}:{row['place']}.{row['indicator']}.{row['period'].replace(' ', '-')}"
    new = f"{row['source']}:{changed['place']}.{changed['indicator']}.{changed['period']}"
    if row["figure_id"].startswith(old):
        changed["figure_id"] = row["figure_id"].replace(old, new)
    return changed


def next_identifier(identifier: str) -> str:
    return f"{identifier}zz" if re.search(r":\d+[a-z]+$", identifier) else f"{identifier}.again"


# --- planting ----------------------------------------------------------------------------------


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def plant_all(project: Path) -> Iterator[Planted]:
    """Draw the errors: for each kind, rows in a random order until enough of them take it."""
    package = read_package(DESCRIPTOR, project)
    every = [
        (table, row) for table in package.subjects for row in read_rows(project / raw_path(table))
    ]
    for kind in KINDS:
        chance = random.Random(f"{SEED} {kind.__name__}")  # noqa: S311 - drawn again each time
        order = chance.sample(every, len(every))
        planted = 0
        for table, row in order:
            rows = kind(row, chance)
            if rows and planted < EACH_KIND:
                planted += 1
                yield Planted(kind.__name__, table, row["figure_id"], rows)


def write_planted(path: Path, planted: Planted) -> bytes:
    """Return what a table would hold with an error in it."""
    rows = read_rows(path)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerows(planted.rows if row["figure_id"] == planted.figure_id else [row])
    return text.getvalue().encode()


def say_findings(raw: RawData, renamed: tuple[str, str] = ("", "")) -> set[tuple[str, str, str]]:
    """Return what the audit shows, under the identifiers that the rows have without the error."""
    new, old = renamed
    return {
        (f.finding_id.replace(new, old) if new else f.finding_id, f.verdict, f.form)
        for f in audit_raw_data(raw)
        if is_shown(f)
    }


@pytest.fixture(scope="module")
def outcome(project: Path) -> list[tuple[Planted, str]]:
    """Plant every error and return what caught it: `reading`, `audit` or nothing."""
    known = say_findings(read_raw_data(project, "henan"))
    found = []
    for planted in plant_all(project):
        path = project / raw_path(planted.table)
        new = planted.rows[-1]["figure_id"]
        renamed = (new, planted.figure_id) if new != planted.figure_id else ("", "")
        try:
            raw = read_raw_data(project, "henan", contents={path: write_planted(path, planted)})
            caught = "audit" if say_findings(raw, renamed) - known else ""
        except InputError:
            caught = "reading"
        found.append((planted, caught))
    return found


def test_fifty_different_errors_are_planted(outcome: list[tuple[Planted, str]]) -> None:
    assert len(outcome) == len(KINDS) * EACH_KIND == 50
    assert len({(planted.kind, planted.figure_id) for planted, _ in outcome}) == 50


def test_reading_and_audit_together_catch_as_many_as_the_pages_say(
    project: Path, outcome: list[tuple[Planted, str]]
) -> None:
    missed = [f"{planted.kind} {planted.figure_id}" for planted, caught in outcome if not caught]
    caught = len(outcome) - len(missed)

    assert caught >= CAUGHT_AT_LEAST, "\n".join(missed)
    for name in PAGES:
        said = re.search(r"(\d+) (?:of 50|/ 50)", (project / name).read_text(encoding="utf-8"))
        assert said is not None
        assert int(said[1]) == caught


def test_an_error_of_unit_or_decimal_point_is_never_missed_beside_another_figure(
    raw: RawData, outcome: list[tuple[Planted, str]]
) -> None:
    gross = ("take_wrong_scale", "move_decimal_point", "call_target_actual", "double_row")
    rows = [row for name in raw.package.subjects for _, row in each_row(raw.frames[name])]
    indicators = {row["figure_id"]: row["indicator"] for row in rows}
    counted = Counter(indicators.values())
    # A single figure of its indicator has nothing to be compared with.
    missed = [p for p, caught in outcome if p.kind in gross and not caught]

    assert [p for p in missed if counted[indicators[p.figure_id]] > 1] == []
