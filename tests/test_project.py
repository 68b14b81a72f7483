import os
from pathlib import Path

import pytest

from helpers.problems import UsageError
from helpers.project import DESCRIPTOR, find_project, relative, write_whole


def make_project(folder: Path) -> Path:
    (folder / DESCRIPTOR).parent.mkdir(parents=True)
    (folder / DESCRIPTOR).write_text("{}", encoding="utf-8")
    return folder.resolve()


# --- where the project is ----------------------------------------------------------------------


def test_the_project_is_found_from_its_own_folder(tmp_path: Path) -> None:
    here = make_project(tmp_path / "figures")

    assert find_project(here) == here


def test_the_project_is_found_from_a_folder_deep_inside(tmp_path: Path) -> None:
    here = make_project(tmp_path / "figures")
    deep = here / "notebooks" / "drafts"
    deep.mkdir(parents=True)

    assert find_project(deep) == here


def test_the_nearest_project_upwards_is_taken(tmp_path: Path) -> None:
    outer = make_project(tmp_path / "outer")
    inner = make_project(outer / "inner")

    assert find_project(inner / "data") == inner


def test_the_search_starts_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = make_project(tmp_path / "figures")
    monkeypatch.chdir(here / "data")

    assert find_project() == here


def test_a_relative_start_gives_an_absolute_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = make_project(tmp_path / "figures")
    monkeypatch.chdir(here)

    assert find_project(Path("data")) == here


def test_a_folder_with_a_data_folder_alone_is_no_project(tmp_path: Path) -> None:
    outer = make_project(tmp_path / "outer")
    (outer / "notes" / "data" / "raw").mkdir(parents=True)

    assert find_project(outer / "notes") == outer


def test_outside_of_a_project_the_installed_checkout_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = make_project(tmp_path / "checkout")
    module = checkout / "src" / "helpers" / "project.py"
    monkeypatch.setattr("helpers.project.__file__", str(module))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert find_project(elsewhere) == checkout


def test_where_there_is_no_project_the_message_says_what_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpers.project.__file__", str(tmp_path / "a" / "b" / "c" / "project.py"))

    with pytest.raises(UsageError) as caught:
        find_project(tmp_path)

    assert "no data/raw/codebook/raw.tables.json in or above" in str(caught.value)
    assert str(tmp_path.resolve()) in str(caught.value)


# --- how a path is shown -----------------------------------------------------------------------


def test_a_path_inside_the_project_is_shown_from_the_project(tmp_path: Path) -> None:
    assert relative(tmp_path / "data/raw/henan/places.csv", tmp_path) == "data/raw/henan/places.csv"


def test_a_path_given_with_detours_is_shown_without_them(tmp_path: Path) -> None:
    assert relative(tmp_path / "reports" / ".." / "data" / "x.csv", tmp_path) == "data/x.csv"


def test_a_path_outside_the_project_is_shown_whole(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "x.csv"

    assert relative(path, tmp_path / "project") == str(path)


# --- writing whole files -----------------------------------------------------------------------


def test_a_new_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "data/processed/henan/figures.csv"

    assert write_whole(path, b"a,b\n") is True
    assert path.read_bytes() == b"a,b\n"


def test_other_content_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(b"a much longer content than the next one\n")

    assert write_whole(path, b"short\n") is True
    assert path.read_bytes() == b"short\n"


def test_the_same_content_leaves_the_file_untouched(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(b"same\n")
    before = path.stat()

    assert write_whole(path, b"same\n") is False
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_who_reads_while_a_file_is_replaced_sees_the_old_content_whole(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(b"old content\n")
    with path.open("rb") as reader:
        write_whole(path, b"new\n")

        assert reader.read() == b"old content\n"


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_written_file_can_be_read_by_whom_the_umask_lets(
    tmp_path: Path, umask: int, mode: int
) -> None:
    path = tmp_path / "figures.csv"
    before = os.umask(umask)
    try:
        write_whole(path, b"a\n")
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == mode


def test_nothing_but_the_file_is_left_in_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    write_whole(path, b"a\n")
    write_whole(path, b"b\n")

    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    # A folder of that name cannot be replaced by a file: the last step fails.
    path.mkdir()
    (path / "kept.txt").write_text("kept", encoding="utf-8")

    with pytest.raises(OSError, match=r"figures\.csv"):
        write_whole(path, b"a\n")

    assert list(tmp_path.iterdir()) == [path]
    assert (path / "kept.txt").read_text(encoding="utf-8") == "kept"
