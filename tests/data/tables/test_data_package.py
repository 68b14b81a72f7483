import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from raw_paths import raw_path

from helpers.data.printed.measure_words import MEASURE_WORDS
from helpers.data.printed.printed_figures import Qualifier
from helpers.data.tables.data_package import Field, Package, name_nearest, read_package
from helpers.problems import InputError
from helpers.project import DESCRIPTOR

TEXT = {"en": "a text", "zh": "文字"}


def describe_field(name: str, **more: object) -> dict[str, Any]:
    return {
        "name": name,
        "type": "string",
        "description": f"the {name}",
        "description_zh": f"{name}项",
        **more,
    }


def describe_table(name: str, *fields: dict[str, Any], **more: object) -> dict[str, Any]:
    schema = {"fields": list(fields or [describe_field("town")])}
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": name.title(),
        "title_zh": f"{name}表",
        "schema": schema,
        **more,
    }


def read_described(project: Path, *resources: dict[str, Any]) -> Package:
    return read_text(project, json.dumps({"resources": resources}))


def read_text(project: Path, descriptor: str) -> Package:
    (project / DESCRIPTOR).parent.mkdir(parents=True, exist_ok=True)
    (project / DESCRIPTOR).write_text(descriptor, encoding="utf-8")
    return read_package(DESCRIPTOR, project)


# --- the descriptor ----------------------------------------------------------------------------


def test_tables_stand_in_the_order_of_the_descriptor(tmp_path: Path) -> None:
    package = read_described(tmp_path, describe_table("zeta"), describe_table("alpha"))

    assert list(package.tables) == ["zeta", "alpha"]


def test_only_tables_of_figures_are_subjects(tmp_path: Path) -> None:
    package = read_described(
        tmp_path,
        describe_table("talents", subject=True),
        describe_table("places"),
        describe_table("finance", subject=True),
        describe_table("units", subject=False),
    )

    assert package.subjects == ["talents", "finance"]


def test_a_table_knows_its_file_its_columns_and_their_names_in_both_languages(
    tmp_path: Path,
) -> None:
    described = describe_table("towns", describe_field("b"), describe_field("a"))
    table = read_described(tmp_path, described).tables["towns"]

    assert table.path == tmp_path / "data/raw/codebook/towns.csv"
    assert table.shown_path == "data/raw/codebook/towns.csv"
    assert table.title == {"en": "Towns", "zh": "towns表"}
    assert table.columns == ["b", "a"]
    assert table.fields[0].description == {"en": "the b", "zh": "b项"}


def test_constraints_are_read(tmp_path: Path) -> None:
    rules = {"required": True, "unique": True, "pattern": "[a-z]+"}
    table = describe_table("towns", describe_field("a", constraints=rules), describe_field("b"))

    strict, free = read_described(tmp_path, table).tables["towns"].fields

    assert (strict.required, strict.unique, strict.pattern) == (True, True, "[a-z]+")
    assert (free.required, free.unique, free.pattern) == (False, False, None)


def test_categories_are_read_with_their_labels_in_both_languages(tmp_path: Path) -> None:
    categories = [{"value": "county", "label": "one county", "label_zh": "县域"}]
    table = describe_table("towns", describe_field("scope", categories=categories))

    (scope,) = read_described(tmp_path, table).tables["towns"].fields

    assert scope.labels == {"county": {"en": "one county", "zh": "县域"}}


def test_references_are_read_by_column(tmp_path: Path) -> None:
    reference = {"resource": "places", "fields": ["place"]}
    schema = {
        "fields": [describe_field("town")],
        "foreignKeys": [{"fields": ["town"], "reference": reference}],
    }

    places = describe_table("places", describe_field("place"))
    table = read_described(tmp_path, describe_table("towns", schema=schema), places).tables["towns"]

    assert table.foreign_keys == {"town": ("places", "place")}


def test_tables_can_share_a_schema_in_a_file_of_its_own(tmp_path: Path) -> None:
    folder = (tmp_path / DESCRIPTOR).parent
    folder.mkdir(parents=True)
    shared = json.dumps({"fields": [describe_field("figure")]})
    (folder / "shared.json").write_text(shared, encoding="utf-8")

    package = read_described(
        tmp_path,
        describe_table("one", schema="shared.json"),
        describe_table("two", schema="shared.json"),
    )

    assert package.tables["one"].columns == package.tables["two"].columns == ["figure"]


def test_a_descriptor_that_is_not_json_is_named_with_the_line(tmp_path: Path) -> None:
    expected = r"^data/raw/codebook/raw\.tables\.json:3: .+; expected a JSON document$"

    with pytest.raises(InputError, match=expected):
        read_text(tmp_path, '{"resources": [\n  {"name": "towns"},\n  oops\n]}')


@pytest.mark.parametrize("part", ["name", "path", "title", "title_zh", "schema"])
def test_a_table_that_lacks_a_part_is_told_which(tmp_path: Path, part: str) -> None:
    table = describe_table("towns")
    del table[part]

    with pytest.raises(InputError, match=rf"raw\.tables\.json: .*lacks '{part}'"):
        read_described(tmp_path, table)


@pytest.mark.parametrize("part", ["name", "type", "description", "description_zh"])
def test_a_column_that_lacks_a_part_is_told_which(tmp_path: Path, part: str) -> None:
    column = describe_field("town")
    del column[part]

    with pytest.raises(InputError, match=f"lacks '{part}'"):
        read_described(tmp_path, describe_table("towns", column))


# --- single cells ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values"),
    [("date", "2024-02-29"), ("integer", "0 -3"), ("number", "2.10 -3"), ("string", "约300家")],
)
def test_a_value_of_its_type_is_fine(kind: str, values: str) -> None:
    field = Field("x", kind, TEXT, {})

    assert [value for value in values.split() if field.find_fault(value) is not None] == []


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("date", "2023-02-29 2021-6-24 24/06/2021", "a date such as 2021-06-24"),
        ("integer", "1.0 two", "a whole number"),
        ("number", "1,000 NaN Infinity 300多", "a text"),
    ],
)
def test_a_value_of_another_type_is_named_with_what_is_expected(
    kind: str, values: str, expected: str
) -> None:
    for value in values.split():
        fault = Field("x", kind, TEXT, {}).find_fault(value)
        assert fault == (f"{value!r} is not a {kind}", expected)


def test_a_pattern_must_cover_the_whole_value() -> None:
    code = Field("code", "string", TEXT, {}, pattern=r"\d{6}")

    assert code.find_fault("411100") is None
    assert code.find_fault("411100x") is not None
    assert code.find_fault("x411100") is not None


def test_a_range_holds_its_ends_and_may_be_open_on_a_side() -> None:
    both = Field("x", "integer", TEXT, {}, minimum="1", maximum="9")
    floor = Field("x", "number", TEXT, {}, minimum="0.5")

    assert [value for value in ("1", "9", "0", "10") if both.find_fault(value)] == ["0", "10"]
    assert [value for value in ("0.5", "99", "0.4") if floor.find_fault(value)] == ["0.4"]
    assert both.find_fault("10") == ("'10' is out of range", "integer from 1 to 9")


def test_an_empty_required_cell_with_categories_expects_one_of_them() -> None:
    labels = {"yes": TEXT, "no": TEXT}

    fault = Field("each", "string", TEXT, labels, required=True).find_fault("")

    assert fault == ("the cell is empty", "one of yes, no")


# --- the nearest known value -------------------------------------------------------------------


def test_the_nearest_known_value_is_named_or_all_when_none_is_near() -> None:
    assert name_nearest("luohee", ["puyang", "luohe", "jiaozuo"]) == "perhaps 'luohe'"
    assert name_nearest("xyz", ["puyang", "luohe"]) == "one of puyang, luohe"


def test_a_long_list_of_known_values_is_cut_short() -> None:
    message = name_nearest("xyz", [f"a{number}" for number in range(25)])

    assert message.startswith("one of a0, a1, ")
    assert message.endswith("a23, …")


# --- the descriptors of this project -----------------------------------------------------------


def read_descriptor(project: Path, folder: str) -> dict[str, dict[str, Any]]:
    path = project / "data/raw/codebook"
    resources = json.loads((path / f"{folder}.tables.json").read_text("utf-8"))["resources"]
    for resource in resources:
        if isinstance(resource["schema"], str):
            text = (path / resource["schema"]).read_text(encoding="utf-8")
            resource["schema"] = json.loads(text)
    return {resource["name"]: resource for resource in resources}


def read_rows(project: Path, table: str) -> list[dict[str, str]]:
    with (project / raw_path(table)).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("folder", ["raw", "processed"])
def test_the_descriptor_lists_exactly_the_files_of_its_folders(project: Path, folder: str) -> None:
    described = {resource["path"] for resource in read_descriptor(project, folder).values()}

    assert described == {path.name for path in (project / "data" / folder).glob("*/*.csv")}


@pytest.mark.parametrize("folder", ["raw", "processed"])
def test_every_primary_key_is_required_and_unique(project: Path, folder: str) -> None:
    for resource in read_descriptor(project, folder).values():
        keys = resource["schema"]["primaryKey"]
        # Across the tables of figures the identifier is unique too: test_raw_data.
        fields = [item for item in resource["schema"]["fields"] if item["name"] in keys]
        assert all(field["constraints"]["required"] for field in fields), resource["name"]
        if len(keys) == 1:
            assert fields[0]["constraints"]["unique"], resource["name"]
            continue
        rows = [
            row
            for path in (project / "data" / folder).glob(f"*/{resource['path']}")
            for row in csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))
        ]
        assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows) > 0


def test_every_reference_leads_to_the_primary_key_of_a_table(project: Path) -> None:
    resources = read_descriptor(project, "raw")
    for resource in resources.values():
        columns = {item["name"] for item in resource["schema"]["fields"]}
        for key in resource["schema"].get("foreignKeys", []):
            reference = key["reference"]
            assert set(key["fields"]) <= columns
            assert reference["fields"] == resources[reference["resource"]]["schema"]["primaryKey"]


def test_place_indicator_entity_and_source_of_a_figure_are_references(project: Path) -> None:
    figures = read_descriptor(project, "raw")["rd_intensity"]["schema"]

    referring = {key["fields"][0] for key in figures["foreignKeys"]}

    assert referring == {"place", "indicator", "entity", "source"}


def test_coded_values_mean_the_same_in_raw_and_processed_figures(project: Path) -> None:
    raw = read_descriptor(project, "raw")["rd_intensity"]["schema"]["fields"]
    processed = read_descriptor(project, "processed")["figures"]["schema"]["fields"]
    coded = {item["name"]: item["categories"] for item in processed if "categories" in item}

    for item in raw:
        if "categories" in item:
            assert coded[item["name"]] == item["categories"], item["name"]


def test_every_raw_column_of_a_figure_is_kept_in_the_processed_file(project: Path) -> None:
    raw = read_descriptor(project, "raw")["rd_intensity"]["schema"]["fields"]
    processed = read_descriptor(project, "processed")["figures"]["schema"]["fields"]

    assert {item["name"] for item in raw} <= {item["name"] for item in processed}


def test_every_qualifier_that_can_be_read_has_a_label(project: Path) -> None:
    fields = read_descriptor(project, "processed")["figures"]["schema"]["fields"]
    (labelled,) = [item["categories"] for item in fields if item["name"] == "qualifier"]

    assert {category["value"] for category in labelled} == set(Qualifier)


def test_every_printed_form_of_a_unit_is_a_word_that_can_be_read(project: Path) -> None:
    lines = (project / "data/raw/codebook/units.csv").read_text(encoding="utf-8").splitlines()[1:]
    # A density is derived, never printed.
    printed = [line for line in lines if ",density," not in line]
    forms = {form for line in printed for form in line.rsplit(",", 1)[1].split("|")}

    assert forms <= set(MEASURE_WORDS)


def test_a_density_is_only_derived_and_never_printed(project: Path) -> None:
    densities = {row["unit"] for row in read_rows(project, "units") if row["kind"] == "density"}
    printed = {unit for row in read_rows(project, "indicators") for unit in row["unit"].split("|")}

    assert densities
    assert densities & printed == set()
    assert densities <= {row["unit"] for row in read_rows(project, "derived_indicators")}
