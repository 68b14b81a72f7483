import json
import shutil
from pathlib import Path

import pytest
from project_copies import write_report_notebook

from helpers.project import stamp_files
from helpers.runs.records import (
    Records,
    digest,
    digest_files,
    digest_inputs,
    digest_notebook,
    digest_shared,
    list_inputs,
    name_edits,
    read_records,
)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path)


def make(folder: Path, name: str = "a.pdf", content: str = "report") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_file_is_current_for_the_key_it_was_made_from_only(
    tmp_path: Path, records: Records
) -> None:
    output = make(tmp_path)
    records.keep(output, "key")

    assert records.is_current(output, "key")
    assert not records.is_current(output, "another key")
    assert not records.is_current(tmp_path / "b.pdf", "key")


def test_a_file_that_someone_changed_or_removed_is_made_again(
    tmp_path: Path, records: Records
) -> None:
    output = make(tmp_path)
    records.keep(output, "key")

    make(tmp_path, content="edited")
    assert not records.is_current(output, "key")
    output.unlink()
    assert not records.is_current(output, "key")


def test_a_request_is_answered_while_all_its_files_are_as_made(
    tmp_path: Path, records: Records
) -> None:
    outputs = [make(tmp_path, name) for name in ("a.pdf", "b.pdf")]
    for output in outputs:
        records.keep(output, "key")
    records.requests["all"] = ["inputs", *map(str, outputs)]

    assert records.find_answer("all", "inputs") == [str(path) for path in outputs]
    assert records.find_answer("all", "other inputs") == []
    assert records.find_answer("some", "inputs") == []
    make(tmp_path, "b.pdf", "edited")
    assert records.find_answer("all", "inputs") == []


def test_records_are_read_as_they_were_saved(tmp_path: Path, records: Records) -> None:
    records.keep(make(tmp_path), "key")
    records.save()

    assert read_records(tmp_path) == records


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"made": {}}', '"text"', "null", "[" * 100_000, "\udcff"),
        '{"made": [], "requests": []}',
        '{"made": {"a.pdf": 1}, "requests": {}}',
        '{"made": {"a.pdf": ["key", 1]}, "requests": {}}',
        '{"made": {"a.pdf": []}, "requests": {"all": []}}',
        '{"made": {"a.pdf": {"key": [1]}}, "requests": {"all": [[]]}}',
        '{"made": {}, "requests": {"all": "inputs"}}',
    ],
)
def test_records_that_are_damaged_mean_that_everything_is_made(
    tmp_path: Path, content: str
) -> None:
    output = make(tmp_path)
    (tmp_path / ".cache").mkdir()
    damaged = content.encode("utf-8", "surrogateescape")
    (tmp_path / ".cache/made.json").write_bytes(damaged)

    records = read_records(tmp_path)

    assert not records.is_current(output, "key")
    assert records.find_answer("all", "inputs") == []


def test_keys_tell_where_one_text_ends_and_the_next_begins() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") == digest("a")


def test_the_key_of_files_is_of_names_and_contents_in_any_order(tmp_path: Path) -> None:
    one, other = make(tmp_path, "a", "x"), make(tmp_path, "b", "y")
    before = digest_files([one, other])

    assert digest_files([other, one]) == before
    assert digest_files([one, other, tmp_path / "missing"]) == before
    make(tmp_path, "b", "z")
    assert digest_files([one, other]) != before


INPUTS = (
    *(
        "data/raw/henan/talent_inflows.csv",
        "data/raw/henan/places.csv",
        "data/raw/henan/sources.csv",
    ),
    *(
        "data/raw/codebook/figures.schema.json",
        "data/raw/codebook/raw.tables.json",
        "data/processed/henan/figures.csv",
    ),
    *(
        "data/raw/codebook/processed.tables.json",
        "reports/template/report.typ",
        "requirements.lock",
    ),
)
CITY = "notebooks/03-city-report.ipynb"


@pytest.mark.parametrize("changed", INPUTS)
def test_every_report_depends_on_data_template_and_locked_packages(
    project_copy: Path, changed: str
) -> None:
    path = project_copy / changed
    path.parent.mkdir(exist_ok=True, parents=True)
    before = digest_shared(project_copy, "henan"), digest_inputs(project_copy)
    stamps = stamp_files(list_inputs(project_copy))
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n")

    after = digest_shared(project_copy, "henan"), digest_inputs(project_copy)
    assert all(key != old for key, old in zip(after, before, strict=True))
    assert name_edits(stamps, project_copy) == changed


def test_only_the_reports_of_a_notebook_depend_on_it(project_copy: Path) -> None:
    before = digest_shared(project_copy, "henan"), digest_inputs(project_copy)
    write_report_notebook(project_copy / CITY, "city")

    assert digest_shared(project_copy, "henan") == before[0]
    assert digest_inputs(project_copy) != before[1]


def test_a_report_made_while_another_notebook_is_edited_does_not_mix(project_copy: Path) -> None:
    stamps = stamp_files(list_inputs(project_copy))
    write_report_notebook(project_copy / CITY, "city")
    write_report_notebook(project_copy / "notebooks/90-new.ipynb", "city")
    other = project_copy / "notebooks/04-comparison-report.ipynb"

    assert name_edits(stamps, project_copy, other) == ""
    assert name_edits(stamps, project_copy, project_copy / CITY) == CITY
    assert name_edits(stamps, project_copy) == f"{CITY}, notebooks/90-new.ipynb"


def test_an_edit_that_is_undone_during_a_run_is_found(project_copy: Path) -> None:
    table, copy = project_copy / "data/raw/henan/service.csv", project_copy.parent / "service.csv"
    stamps = stamp_files(list_inputs(project_copy))
    assert name_edits(stamps, project_copy) == ""
    shutil.copy2(table, copy)
    table.write_bytes(b"x")
    shutil.copy2(copy, table)  # with the time of the original

    assert name_edits(stamps, project_copy) == "data/raw/henan/service.csv"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"resources": [1]}', "[" * 100_000])
def test_a_damaged_descriptor_is_an_input_by_itself(project_copy: Path, content: str) -> None:
    before = digest_inputs(project_copy)
    (project_copy / "data/raw/codebook/raw.tables.json").write_text(content, encoding="utf-8")

    assert digest_inputs(project_copy) != before


def write_notebook(folder: Path, source: str, output: str) -> str:
    """Write a notebook of one cell as it is after it was executed, and return its key."""
    cell = {"cell_type": "code", "source": source, "execution_count": 1, "outputs": [output]}
    return digest_notebook(make(folder, "x.ipynb", json.dumps({"cells": [cell]})))


def test_the_key_of_a_notebook_is_of_what_it_says_not_of_what_came_of_it(tmp_path: Path) -> None:
    before = write_notebook(tmp_path, "1 + 1", "2")

    assert write_notebook(tmp_path, "1 + 1", "two") == before
    assert write_notebook(tmp_path, "1 + 2", "2") != before


@pytest.mark.parametrize("content", ["", "[]", '{"cells": [1]}', "{"])
def test_a_damaged_notebook_has_the_key_of_its_content(tmp_path: Path, content: str) -> None:
    path = make(tmp_path, "x.ipynb", content)

    assert digest_notebook(path) == digest_files([path])


def test_records_hold_no_more_than_keys_and_digests(tmp_path: Path, records: Records) -> None:
    records.keep(make(tmp_path, content="a secret of the report"), "key")
    records.save()
    text = (tmp_path / ".cache/made.json").read_text(encoding="utf-8")

    assert "secret" not in text
    assert set(json.loads(text)) == {"made", "requests"}
