import json
from pathlib import Path

import pytest

from helpers.runs.records import (
    Records,
    digest,
    digest_code,
    digest_files,
    digest_inputs,
    digest_notebook,
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
    records.requests["all"] = {"key": ["inputs"], "outputs": [str(path) for path in outputs]}

    assert records.find_answer("all", "inputs") == [str(path) for path in outputs]
    assert records.find_answer("all", "other inputs") == []
    assert records.find_answer("some", "inputs") == []
    make(tmp_path, "b.pdf", "edited")
    assert records.find_answer("all", "inputs") == []


def test_records_are_read_as_they_were_saved(tmp_path: Path, records: Records) -> None:
    records.keep(make(tmp_path), "key")
    records.save()

    assert read_records(tmp_path) == records


@pytest.mark.parametrize("content", ["", "{", "[]", '{"made": {}}', '"text"', "null"])
def test_records_that_cannot_be_read_mean_that_everything_is_made(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/made.json").write_text(content, encoding="utf-8")

    assert read_records(tmp_path) == Records(tmp_path)


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


@pytest.mark.parametrize(
    "changed", ["data/raw/talent_inflows.csv", "data/processed/figures.csv", "notebooks/x.ipynb"]
)
def test_the_key_of_all_inputs_changes_with_each_of_them(project_copy: Path, changed: str) -> None:
    before = digest_inputs(project_copy)
    path = project_copy / changed
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n")

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


def test_the_key_of_the_code_changes_with_the_template_and_the_locked_packages(
    tmp_path: Path,
) -> None:
    keys = {digest_code(tmp_path)}
    for name in ("reports/template/report.typ", "requirements.lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        make(tmp_path, name, "content")
        keys.add(digest_code(tmp_path))

    assert len(keys) == 3


def test_records_hold_no_more_than_keys_and_digests(tmp_path: Path, records: Records) -> None:
    records.keep(make(tmp_path, content="a secret of the report"), "key")
    records.save()
    text = (tmp_path / ".cache/made.json").read_text(encoding="utf-8")

    assert "secret" not in text
    assert set(json.loads(text)) == {"made", "requests"}
