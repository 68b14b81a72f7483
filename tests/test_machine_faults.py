"""What the machine refuses is told in one line by the real command, before or after any work."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import cli, commands
from helpers.machine_faults import prepare_machine
from helpers.project import write_whole

FULL = "mount -t tmpfs -o size=4k none {0}; head -c 8000 /dev/zero >{0}/ballast 2>/dev/null"
READ_ONLY = "mount --bind . {0}; mount -o remount,bind,ro {0}; cd $PWD"


@pytest.fixture(scope="module")
def copy(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of which nothing but its data is there: no command comes further."""
    folder: Path = tmp_path_factory.mktemp("machine") / "project"
    shutil.copytree(project / "data", folder / "data")
    return folder


def run(project: Path, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a shell after a script, which sees mounts of its own where it may."""
    command = ["bash", "-c", f'{script}; exec "$@"', "-", sys.executable, "-m", "helpers", *words]
    if "mount" in script:
        if shutil.which("unshare") is None or subprocess.run(["unshare", "-m", "true"]).returncode:
            pytest.skip("mounts need unshare and its privileges")
        command = ["unshare", "-m", *command]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


@pytest.mark.parametrize("command", ["reports", "notebooks"])
def test_too_few_open_files_are_told_before_any_work(copy: Path, command: str) -> None:
    result = run(copy, "ulimit -n 64", command)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "error: only 64 files may be open at once; "
        "expected a limit of 1024 or more (ulimit -n 1024)\n"
    )


@pytest.mark.parametrize(
    ("folder", "words", "script", "reason"),
    [
        (".cache", ["reports"], FULL, "No space left on device; expected free space there"),
        (".", ["clean"], READ_ONLY, "Read-only file system; expected a folder you may write to"),
        (".", ["notebooks"], READ_ONLY, "Read-only file system; expected a folder you may write"),
    ],
)
def test_a_folder_that_is_full_or_read_only_is_named_before_any_work(
    copy: Path, folder: str, words: list[str], script: str, reason: str
) -> None:
    (copy / folder).mkdir(exist_ok=True)

    result = run(copy, script.format(folder), *words)

    assert (result.returncode, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: cannot write to ")
    assert reason in line


def test_processes_without_shared_memory_are_told(copy: Path) -> None:
    result = run(copy, "mount -t tmpfs -o ro none /dev/shm", "reports", "--jobs", "1")

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "error: processes cannot share semaphores: Read-only file system; "
        "expected /dev/shm, mounted and writable\n"
    )


def test_a_file_that_cannot_be_written_is_named_and_not_its_temporary_twin(tmp_path: Path) -> None:
    path = tmp_path / "luohe.zh.pdf"
    path.mkdir()

    with pytest.raises(IsADirectoryError) as caught:
        write_whole(path, b"%PDF")

    assert caught.value.filename == str(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_home_that_cannot_be_written_to_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, "")  # so that what is set is taken back
        monkeypatch.delenv(name)

    prepare_machine(tmp_path)

    assert os.environ["IPYTHONDIR"] == str(tmp_path / ".cache" / "ipythondir")
    assert os.environ["MPLCONFIGDIR"] == str(tmp_path / ".cache" / "mplconfigdir")
    assert os.environ["JUPYTER_RUNTIME_DIR"] == str(tmp_path / ".cache" / "jupyter_runtime_dir")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.EAGAIN, "try again"), "try again; expected a higher limit of processes"),
        (MemoryError(), "the memory is full; expected more memory, or fewer processes"),
        (ImportError("no libgomp.so"), "a package is missing or damaged: no libgomp.so; expected"),
    ],
)
def test_any_command_tells_what_the_machine_refuses_in_one_line(
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    line: str,
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(commands, "check_data", fail)
    monkeypatch.chdir(copy)

    assert cli.main(["check-data"]) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"error: {line}")
