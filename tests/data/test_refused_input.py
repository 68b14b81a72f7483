"""Input that no report could be made of: each kind is refused in one line by the real command."""

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_pairs
from raw_paths import raw_path

from helpers import cli
from helpers.data.checking.place_checks import check_places
from helpers.data.raw_data import RawData
from helpers.data.tables.characters import find_character_fault, fold_alike
from helpers.data.tables.data_package import Field, read_package
from helpers.data.tables.needed_columns import find_missing_descriptions
from helpers.pages.headlines import INDEX_FILE
from helpers.project import RESERVED_NAMES
from helpers.runs.pipeline import plan_reports

Check = Callable[[str, bytes], list[str]]
ChangeTable = Callable[[str, Callable[[list[dict[str, str]]], None]], list[str]]
ChangeDescriptor = Callable[[Callable[[dict[str, Any]], None]], list[str]]
Places = list[dict[str, str]]

pytestmark = pytest.mark.slow  # a command for each test

DESCRIPTOR = "data/raw/codebook/raw.tables.json"
MANY_DIGITS = "9" * 5000


@pytest.fixture(scope="module")
def copy(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("refused") / "project"
    for part in ("data/raw", "data/processed"):
        shutil.copytree(project / part, folder / part)
    return folder


def run_check(project: Path) -> list[str]:
    """Return the lines with which `check-data` refuses the data of a project."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with chdir(project), redirect_stdout(stdout), redirect_stderr(stderr):
        code = cli.main(["check-data", "--province", "henan"])
    assert (code, stdout.getvalue()) == (2, "")
    return stderr.getvalue().splitlines()


@pytest.fixture
def check(copy: Path) -> Iterator[Check]:
    """Return a function that changes a file of the project and gives the lines of `check-data`."""
    kept: dict[Path, bytes] = {}

    def run(name: str, content: bytes) -> list[str]:
        path = copy / name
        kept.setdefault(path, path.read_bytes())
        path.write_bytes(content)
        return run_check(copy)

    yield run
    for path, content in kept.items():
        path.write_bytes(content)


@pytest.fixture
def change(copy: Path, check: Check) -> ChangeTable:
    def run(table: str, edit: Callable[[list[dict[str, str]]], None]) -> list[str]:
        path = copy / raw_path(table)
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        names = list(rows[0])
        edit(rows)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return check(raw_path(table), text.getvalue().encode("utf-8", "surrogatepass"))

    return run


@pytest.fixture
def describe(copy: Path, check: Check) -> ChangeDescriptor:
    def run(edit: Callable[[dict[str, Any]], None]) -> list[str]:
        descriptor = json.loads((copy / DESCRIPTOR).read_text(encoding="utf-8"))
        edit(descriptor)
        return check(DESCRIPTOR, json.dumps(descriptor).encode())

    return run


def new_place(**cells: str) -> dict[str, str]:
    row = {"place": "newtown", "name_zh": "新镇市", "short_zh": "新镇", "name_en": "Newtown"}
    row |= {"kind": "prefecture_city", "code": "411198", "parent": "henan"}
    return row | {"tile_row": "", "tile_column": ""} | cells


def last_line(copy: Path, table: str) -> int:
    """Return the line on which a row that is appended will stand."""
    return len((copy / raw_path(table)).read_text(encoding="utf-8").splitlines()) + 1


# --- all kinds at once, as they are typed -------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        (
            {
                "places": new_place(tile_row=MANY_DIGITS, tile_column="1", name_zh="漯河市"),
                "entities": {
                    "entity": "e1",
                    "name_zh": "艾\ufeff德",
                    "name_en": "😀",
                    "kind": "firm",
                },
                "units": {
                    "unit": "u1",
                    "kind": "count",
                    "name_zh": "个\0",
                    "printed_forms": "\u2028",
                },
                "sources": {"written_latest": "9999-12-31", "address": "javascript:alert(1)"},
            },
            {
                *("places: tile_row", "places: name_zh", "entities: name_zh", "entities: name_en"),
                *("units: name_zh", "units: printed_forms"),
            },
        ),
        (
            {
                "places": new_place(parent="newtown", kind="county_level"),
                "sources": {"source": "next", "title_zh": "甲", "title_en": "Next"}
                | {"short_zh": "乙", "short_en": "N", "written_latest": "9999-12-31"},
            },
            {"places: parent", "sources: written_latest"},
        ),
        (
            {"places": new_place(place="comparison", tile_row="1", tile_column="3")},
            {"places: place", "places: tile_row"},
        ),
    ],
    ids=["cells", "references", "places"],
)
def test_the_command_tells_all_faults_of_all_files_and_stops(
    copy: Path, faults: dict[str, dict[str, str]], told: set[str]
) -> None:
    kept = {copy / raw_path(table): b"" for table in faults}
    lines = {}
    for path in kept:
        kept[path] = path.read_bytes()
        rows = list(csv.DictReader(io.StringIO(kept[path].decode(), newline="")))
        fault = faults[path.stem]
        rows.append((rows[-1] if path.stem == "sources" else dict.fromkeys(rows[0], "")) | fault)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        lines[path.stem] = len(rows) + 1
    shown = run_check(copy)
    for path, content in kept.items():
        path.write_bytes(content)

    for place in told:
        table, _, column = place.partition(": ")
        assert f"{raw_path(table)}:{lines[table]}: {column}: " in "\n".join(shown)
    assert all(len(line) < 300 for line in shown)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('"path": "places.csv"', '"path": "../../outside.csv"', "outside.csv"),
        ('"fields": [', '"fields": "text", "other": [', "fields"),
        ("{", "[" * 100_000, "raw.tables.json"),
    ],
)
def test_the_command_tells_what_is_wrong_with_a_descriptor(
    copy: Path, check: Check, old: str, new: str, wrong: str
) -> None:
    text = (copy / DESCRIPTOR).read_text(encoding="utf-8")
    assert old in text

    told = check(DESCRIPTOR, text.replace(old, new, 1).encode())

    assert told[0].startswith("data/raw/codebook/raw.tables.json: ")
    assert wrong in "\n".join(told)


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("tile_row", {"tile_row": "1", "tile_column": "3"}),  # that of Hebi
        ("tile_row", {"tile_row": "01", "tile_column": "03"}),
        ("tile_row", {"tile_row": "-1", "tile_column": "3"}),
        ("tile_row", {"tile_row": "16", "tile_column": "3"}),
        ("tile_column", {"tile_row": "3", "tile_column": MANY_DIGITS}),
        ("tile_column", {"tile_row": "9", "tile_column": "３"}),
        ("tile_column", {"tile_row": "9"}),
        ("name_zh", {"name_zh": "漯河市"}),
        ("short_zh", {"short_zh": "漯河"}),
        ("name_en", {"name_en": "Luohe"}),
        ("name_en", {"name_en": "ＬＵＯＨＥ"}),
        ("name_en", {"name_en": "Luоhe"}),  # a Cyrillic о
        ("name_en", {"name_en": "Wuzhi\u00a0County"}),
        ("place", {"place": "comparison"}),
        ("place", {"place": "index"}),
        ("place", {"place": "com1"}),
        ("place", {"place": "nul"}),
        ("place", {"place": "x" * 300}),
        ("parent", {"parent": "luohe"}),
        ("parent", {"parent": "", "kind": "county_level"}),
        ("parent", {"parent": "newtown"}),
    ],
)
def test_a_place_that_no_report_could_show_is_refused(
    copy: Path, change: ChangeTable, column: str, cells: dict[str, str]
) -> None:
    line = last_line(copy, "places")

    told = change("places", lambda rows: rows.append(new_place(**cells)))

    assert told[0].startswith(f"data/raw/henan/places.csv:{line}: {column}: ")
    assert all(len(text) < 300 for text in told)


@pytest.mark.parametrize("length", [1, 2, 12])
def test_a_cycle_of_parents_is_refused_on_each_of_its_rows(
    copy: Path, change: ChangeTable, length: int
) -> None:
    line = last_line(copy, "places")

    def add(rows: Places) -> None:
        for number in range(length):
            own = {"place": f"ring-{number}", "parent": f"ring-{(number + 1) % length}"}
            names = dict.fromkeys(("name_zh", "short_zh"), f"环{number}")
            code = {"code": f"4119{number:02}", "name_en": f"Ring number {number}"}
            rows.append(new_place(kind="county_level", **own, **names, **code))

    told = change("places", add)

    for number in range(length):
        assert told[number].startswith(f"data/raw/henan/places.csv:{line + number}: parent: 'ring-")
        assert "leads back to itself" in told[number]


def test_a_table_without_places_is_refused(change: ChangeTable) -> None:
    told = change("places", lambda rows: rows.clear())

    assert any(line.startswith("data/raw/") for line in told)


def test_a_folder_without_places_is_told_of_its_file_and_not_of_a_line(raw: RawData) -> None:
    table = raw.package.tables["places"]
    (problem,) = check_places(table, raw.frames["places"].head(0))

    wanted = f"{table.shown_path}: no place is listed; expected at least one row"
    assert str(problem) == wanted


def test_no_report_no_index_and_no_folder_can_be_named_like_a_place(project: Path) -> None:
    jobs = {job.name.partition(".")[0] for job in plan_reports(project, project / "reports")}
    cities = {slug for slug in jobs if slug not in RESERVED_NAMES}
    folders = {path.name for path in (project / "reports").iterdir() if path.is_dir()}

    assert jobs - cities == {"comparison", "audit"}
    assert Path(INDEX_FILE).stem in RESERVED_NAMES
    assert folders <= RESERVED_NAMES


# --- names of other things -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column"), [("entities", "name_zh"), ("entities", "name_en"), ("sources", "short_en")]
)
def test_the_same_name_for_two_things_is_refused(
    change: ChangeTable, table: str, column: str
) -> None:
    def repeat(rows: list[dict[str, str]]) -> None:
        rows[4][column] = rows[1][column].replace("e", "ｅ").replace("学", "学 ")

    assert change(table, repeat)[0].startswith(f"{raw_path(table)}:6: {column}: ")


# --- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("written_latest", "9999-12-31"),
        ("written_latest", (datetime.now(UTC) + timedelta(days=3)).date().isoformat()),
        ("written_earliest", "1948-12-31"),
        ("posted", "9999-01-01"),
        ("vintage", "9999"),
        ("vintage", "1900"),
        ("vintage", "２０２１"),
    ],
)
def test_a_source_of_no_possible_day_is_refused(
    change: ChangeTable, column: str, value: str
) -> None:
    told = change("sources", lambda rows: rows[0].update({column: value}))

    assert told[0].startswith(f"data/raw/henan/sources.csv:2: {column}: ")


@pytest.mark.parametrize("period", ["9999", "0001", "by 9999", "2020/9999"])
def test_a_period_that_no_axis_could_show_is_refused(change: ChangeTable, period: str) -> None:
    told = change("rd_intensity", lambda rows: rows[0].update(period=period))

    assert told[0].startswith("data/raw/henan/rd_intensity.csv:2: period: ")


# --- characters ----------------------------------------------------------------------------------

UNPRINTABLE = {
    "NUL": "\0",
    "a tab": "\t",
    "a line feed": "\n",
    "a line separator": "\u2028",
    "a paragraph separator": "\u2029",
    "a byte order mark": "\ufeff",
    "a zero-width space": "\u200b",
    "a soft hyphen": "\xad",
    "a bidirectional override": "\u202e",
    "a private-use character": "\ue000",
    "an unassigned character": "\U000e0fff",
    "a noncharacter": "\uffff",
    "an emoji": "😀",
    "a filler": "\u3164",
    "a variation selector": "\ufe0f",
    "a lost character": "\ufffd",
    "an Arabic digit": "٣",
}


@pytest.mark.parametrize("character", UNPRINTABLE.values(), ids=UNPRINTABLE)
def test_a_character_that_no_report_can_print_is_refused_with_its_row(
    change: ChangeTable, character: str
) -> None:
    told = change("entities", lambda rows: rows[2].update(name_zh=f"甲{character}乙"))

    assert told[0].startswith("data/raw/henan/entities.csv:4: name_zh: character 2 of ")
    assert f"U+{ord(character):04X}" in told[0]


@pytest.mark.parametrize(
    ("table", "column"),
    [("rd_intensity", "note_en"), ("sources", "address"), ("corrections", "reason_zh")],
)
def test_unprintable_characters_are_refused_in_every_column(
    change: ChangeTable, table: str, column: str
) -> None:
    told = change(table, lambda rows: rows[0].update({column: "x\u200bx"}))

    assert told[0].startswith(f"{raw_path(table)}:2: {column}: character 2 of ")


@pytest.mark.parametrize(
    "text", ["R&D投入（亿元）", "α-淀粉酶", "10 μm", "“十四五”——规划", "é", "甲\u3000乙"]
)
def test_text_of_documents_is_fine(text: str) -> None:
    assert find_character_fault(text) is None


def test_the_typeface_has_all_of_gb_2312() -> None:
    from helpers.data.tables.characters import _open_typeface

    covered = (chr(code) for code in range(0xA0, 0x10000))
    drawn = [letter for letter in covered if letter.encode("gb2312", "ignore")]

    assert len(drawn) > 7000
    assert all(_open_typeface().get_char_index(ord(letter)) for letter in drawn)


LOOKS_ALIKE = """
Luohe = Luоhe | ＲＤ中心（漯河） = RD中心(漯河) | ⾼新企业 = 高新企业 | ⻄安 = 西安
化工厂 = 化エ厂 | Xi'an = Xi’an | 2021-2025 = 2021–2025 | Hall 1 = Hall I
"""


@pytest.mark.parametrize(("one", "other"), [*read_pairs(LOOKS_ALIKE), ("é", "e\u0301")])
def test_what_the_eye_cannot_tell_apart_looks_alike(one: str, other: str) -> None:
    assert fold_alike(one) == fold_alike(other)


@pytest.mark.parametrize(("one", "other"), [("未来", "末来"), ("Anyang", "Nanyang"), ("1-1", "11")])
def test_what_the_eye_can_tell_apart_does_not_look_alike(one: str, other: str) -> None:
    assert fold_alike(one) != fold_alike(other)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field("x", "integer", {"en": "", "zh": ""}, {}), MANY_DIGITS),
        (Field("x", "number", {"en": "", "zh": ""}, {}), f"1.{MANY_DIGITS}"),
        (Field("x", "string", {"en": "", "zh": ""}, {}, pattern=r"\d+"), "１２"),
        (Field("x", "string", {"en": "", "zh": ""}, {}), "甲" * 2001),
    ],
)
def test_a_number_or_text_out_of_all_measure_is_refused_in_a_short_line(
    field: Field, value: str
) -> None:
    fault = field.find_fault(value)

    assert fault is not None
    assert len("".join(fault)) < 200


# --- descriptors ---------------------------------------------------------------------------------

Descriptor = dict[str, Any]


def first_field(descriptor: Descriptor) -> dict[str, Any]:
    places = next(item for item in descriptor["resources"] if item["name"] == "places")
    field: dict[str, Any] = places["schema"]["fields"][0]
    return field


def replace_field(descriptor: Descriptor) -> None:
    places = next(item for item in descriptor["resources"] if item["name"] == "places")
    places["schema"]["fields"][0] = "place"


BROKEN: dict[str, Callable[[Descriptor], None]] = {
    "absolute path": lambda item: item["resources"][0].update(path="/etc/hostname"),
    "path upwards": lambda item: item["resources"][0].update(path="../../outside.csv"),
    "path upwards in the middle": lambda item: item["resources"][0].update(path="x/../../y.csv"),
    "drive": lambda item: item["resources"][0].update(path="C:outside.csv"),
    "network": lambda item: item["resources"][0].update(path="\\\\host\\share.csv"),
    "NUL in a path": lambda item: item["resources"][0].update(path="a\0b.csv"),
    "long path": lambda item: item["resources"][0].update(path="x" * 5000),
    "the folder itself": lambda item: item["resources"][0].update(path="."),
    "list of paths": lambda item: item["resources"][0].update(path=["a.csv", "b.csv"]),
    "schema elsewhere": lambda item: item["resources"][0].update(schema="../../schema.json"),
    "schema as number": lambda item: item["resources"][0].update(schema=3),
    "no resources": lambda item: item.pop("resources"),
    "resources empty": lambda item: item.update(resources=[]),
    "resources as object": lambda item: item.update(resources={"a": 1}),
    "resource as text": lambda item: item["resources"].append("places"),
    "resource twice": lambda item: item["resources"].append(item["resources"][0]),
    "no places": lambda item: item.update(
        resources=[one for one in item["resources"] if one["name"] != "places"]
    ),
    "no units": lambda item: item.update(
        resources=[one for one in item["resources"] if one["name"] != "units"]
    ),
    "no corrections": lambda item: item.update(
        resources=[one for one in item["resources"] if one["name"] != "corrections"]
    ),
    "no figures": lambda item: item.update(
        resources=[one | {"subject": False} for one in item["resources"]]
    ),
    "field as text": replace_field,
    "field without type": lambda item: first_field(item).pop("type"),
    "type unknown": lambda item: first_field(item).update(type="strnig"),
    "name as number": lambda item: first_field(item).update(name=3),
    "constraints as list": lambda item: first_field(item).update(constraints=[]),
    "required as text": lambda item: first_field(item).update(constraints={"required": "yes"}),
    "pattern broken": lambda item: first_field(item).update(constraints={"pattern": "[a-z"}),
    "pattern slow": lambda item: first_field(item).update(constraints={"pattern": "([a-z]+)+"}),
    "pattern on a date": lambda item: first_field(item).update(
        type="date", constraints={"pattern": "[0-9]"}
    ),
    "minimum as text": lambda item: first_field(item).update(
        type="integer", constraints={"minimum": "few"}
    ),
    "categories as text": lambda item: first_field(item).update(categories="all"),
    "category twice": lambda item: first_field(item).update(
        categories=[{"value": "a", "label": "a", "label_zh": "甲"}] * 2
    ),
    "emoji in a title": lambda item: item["resources"][0].update(title="R&D 😀"),
}


@pytest.mark.parametrize("edit", BROKEN.values(), ids=BROKEN)
def test_a_descriptor_that_is_wrong_is_refused_in_one_line(
    describe: ChangeDescriptor, edit: Callable[[Descriptor], None]
) -> None:
    (line,) = describe(edit)

    assert line.startswith("data/raw/codebook/raw.tables.json: ")
    assert len(line) < 6000


def drop_columns(schema: Descriptor) -> list[str]:
    dropped = [column["name"] for column in schema["fields"]]
    schema |= {"fields": [first_field_of("x")], "foreignKeys": []}
    return dropped


def drop_rules(schema: Descriptor) -> list[str]:
    rules = {column["name"]: column.get("constraints", {}) for column in schema["fields"]}
    return [name for name, rule in rules.items() if rule.pop("required", False)]


def drop_types(schema: Descriptor) -> list[str]:
    others = [column for column in schema["fields"] if column["type"] != "string"]
    for column in others:
        column |= {"type": "string", "constraints": {}}
    return [column["name"] for column in others]


def drop_keys(schema: Descriptor) -> list[str]:
    return [key["fields"][0] for key in schema.pop("foreignKeys", [])]


def first_field_of(name: str) -> Descriptor:
    return {"name": name, "type": "string", "description": "x", "description_zh": "x"}


@pytest.mark.parametrize("drop", [drop_columns, drop_rules, drop_types, drop_keys])
def test_no_part_of_a_description_that_the_code_reads_can_be_left_out(
    project: Path, tmp_path: Path, drop: Callable[[Descriptor], list[str]]
) -> None:
    shutil.copytree(project / "data/raw/codebook", tmp_path, dirs_exist_ok=True)
    for folder in ("raw", "processed"):
        path = tmp_path / f"{folder}.tables.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        dropped = []
        for resource in descriptor["resources"]:
            if isinstance(resource["schema"], str):
                shared = (path.parent / resource["schema"]).read_text(encoding="utf-8")
                resource["schema"] = json.loads(shared)
            dropped += [f"{resource['name']}.{name}" for name in drop(resource["schema"])]
        path.write_text(json.dumps(descriptor), encoding="utf-8")

        package = read_package(path, tmp_path)
        told = [problem.column for problem in find_missing_descriptions(package, "x.json")]

        # Tables of figures share one schema: what it lacks is told of the first alone.
        again = [f"{name}." for name in package.subjects[1:]]
        expected = [name for name in dropped if not name.startswith(tuple(again))]
        assert set(told) >= set(expected)
        assert len(told) == len(set(told))


def test_a_column_or_a_reference_that_is_no_longer_described_is_told_in_one_line(
    describe: ChangeDescriptor, copy: Path
) -> None:
    def forget(item: Descriptor) -> None:
        schema = next(one for one in item["resources"] if one["name"] == "units")["schema"]
        schema["fields"] = [one for one in schema["fields"] if one["name"] != "kind"]

    before = (copy / "data/raw/codebook/units.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(before.decode())))
    place = rows[0].index("kind")
    text = "".join(",".join(row[:place] + row[place + 1 :]) + "\n" for row in rows)
    (copy / "data/raw/codebook/units.csv").write_text(text, encoding="utf-8")
    try:
        (line,) = describe(forget)
    finally:
        (copy / "data/raw/codebook/units.csv").write_bytes(before)

    assert line == (
        "data/raw/codebook/raw.tables.json: units.kind: the column is not described; "
        "expected a field of type string"
    )


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('{"resources": "漯河"}'.encode("gbk"), ":1: the file is not UTF-8"),
        (b"[" * 100_000, ": the parts are nested too deep"),
        (b'{"resources": ' + MANY_DIGITS.encode() + b"}", ": Exceeds the limit"),
        (b'{"a": 1, "a": 2}', ": the key 'a' stands twice"),
        (b"[]", ": a list stands here"),
        (b"", ":1: Expecting value"),
        (b"\0", ":1: Expecting value"),
    ],
    ids=["GBK", "deep", "digits", "twin", "list", "empty", "NUL"],
)
def test_a_descriptor_that_is_no_json_of_ours_is_refused_in_one_line(
    check: Check, content: bytes, wrong: str
) -> None:
    (line,) = check(DESCRIPTOR, content)

    assert line.startswith(f"data/raw/codebook/raw.tables.json{wrong}")


def test_a_file_that_is_linked_from_outside_is_not_read(copy: Path, tmp_path: Path) -> None:
    table = copy / raw_path("service")
    shutil.move(table, tmp_path / "outside.csv")
    table.symlink_to(tmp_path / "outside.csv")
    try:
        (line,) = run_check(copy)
    finally:
        table.unlink()
        shutil.move(tmp_path / "outside.csv", table)

    assert line == f"{raw_path('service')}: leads out of the folder; expected a file in it"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_instead_of_a_table_is_not_waited_for(copy: Path) -> None:
    pipe = copy / raw_path("service")
    before = pipe.read_bytes()
    pipe.unlink()
    os.mkfifo(pipe)
    try:
        (line,) = run_check(copy)
    finally:
        pipe.unlink()
        pipe.write_bytes(before)

    assert line.startswith(f"{raw_path('service')}: the file is missing")


SLOW = ["(a+)+", "(a|ab)*", "((a*))*b", "([^,]*,?)*", r"(\|[^a]+)*", "(.+){2,}"]
QUICK = [r"line [1-9][0-9]*(\|[1-9][0-9]*)*", "(line [0-9]+|page .+)", "(ab)+", r"[(a+)+]*\(a+\)+"]


@pytest.mark.parametrize("pattern", SLOW + QUICK)
def test_a_pattern_that_could_run_for_ever_is_told_from_one_that_ends(
    describe: ChangeDescriptor, pattern: str
) -> None:
    lines = describe(lambda item: first_field(item).update(constraints={"pattern": pattern}))

    assert ("repeats a group" in lines[0]) == (pattern in SLOW)
