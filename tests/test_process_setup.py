"""A command works with closed streams, relative paths and ignored signals."""

import os
import subprocess
import sys
from pathlib import Path

START = (
    "import os, signal, sys\nfrom helpers import process_setup\nprocess_setup.prepare_process()\n"
)


def run(script: str, *, redirection: str = "", folder: Path | None = None, **others: str) -> str:
    """Run a script after `prepare_process`; what it tells on the file numbered 9 is returned."""
    reader, writer = os.pipe()
    tell = f"def tell(*words): os.write({writer}, repr(words).encode())\n"
    command = [
        "sh",
        "-c",
        f'exec "$0" -c "$1" {redirection}',
        sys.executable,
        START + tell + script,
    ]
    with os.fdopen(reader) as told:
        try:
            subprocess.run(
                command, pass_fds=[writer], cwd=folder, env={**os.environ, **others}, check=True
            )
        finally:
            os.close(writer)
        return told.read()


def test_closed_streams_are_opened_so_that_no_socket_gets_their_numbers() -> None:
    script = """import socket
print("nobody reads it")
sys.stdout.flush()
tell(min(end.fileno() for end in socket.socketpair()) > 2, sys.stdin.read())"""

    assert run(script, redirection="<&- >&- 2>&-") == "(True, '')"


def test_a_name_that_the_terminal_cannot_show_is_no_error() -> None:
    script = "print('报告', file=sys.stdout)\nsys.stdout.flush()\ntell('went on')"

    assert run(script, redirection=">&2", PYTHONIOENCODING="ascii") == "('went on',)"


def test_where_python_looks_for_modules_holds_in_other_folders_too(tmp_path: Path) -> None:
    source = Path(process_setup_file()).parents[1]
    given = os.pathsep.join([os.path.relpath(source, tmp_path), "", "/opt"])
    script = "tell(*os.environ['PYTHONPATH'].split(os.pathsep))"
    first, second, third = eval(run(script, folder=tmp_path, PYTHONPATH=given))  # noqa: S307

    assert Path(first).is_absolute()
    assert Path(first).resolve() == source
    assert (second, third) == (str(tmp_path), "/opt")


def process_setup_file() -> str:
    from helpers import process_setup

    return process_setup.__file__


def test_the_first_signal_stops_the_command_and_later_ones_do_not_disturb_it() -> None:
    script = """try:
    os.kill(os.getpid(), signal.SIGTERM)
except KeyboardInterrupt as stop:
    os.kill(os.getpid(), signal.SIGINT)
    tell(stop.number)"""

    assert run(script) == "(15,)"


def test_a_signal_that_nohup_ignores_stays_ignored() -> None:
    script = """tell(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)"""

    assert run("tell(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)") == "(False,)"
    start = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{START}"
    assert "True" in subprocess.check_output(
        [sys.executable, "-c", start + script.replace("tell", "print")], text=True
    )


def test_a_copy_of_the_command_ends_by_a_signal_as_any_process_does() -> None:
    script = """if os.fork() == 0:
    process_setup.forget_signals()
    os.kill(os.getpid(), signal.SIGTERM)
    os._exit(0)
tell(os.WTERMSIG(os.wait()[1]))"""

    assert run(script) == "(15,)"
