"""The command line: `python -m helpers …`, also installed as `city-figures`."""

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from helpers import commands
from helpers.commands import EXIT_FAILED, EXIT_INPUT
from helpers.data.tables.folders import use_data
from helpers.machine_faults import MACHINE_FAULTS, describe_fault
from helpers.problems import InputError, UsageError
from helpers.process_setup import prepare_process
from helpers.runs import CELL_TIMEOUT_SECONDS
from helpers.runs.report_notebooks import KINDS

# One more than cores: a notebook uses no core while its kernel starts or ends.
_PROCESSES = (os.cpu_count() or 1) + 1
EXIT_SIGNAL = 128
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: Words of the command line; those of the process by default.

    Returns:
        0 on success, 1 if a part failed, 2 if an input, an option or the machine (a full
        disk, say) must be put right first.
    """
    if arguments is None:
        prepare_process()
    parser = _build_parser()
    options = parser.parse_args(arguments)
    if "command" not in options:
        parser.print_help()
        return 0
    command: Command = options.command
    try:
        if options.data:
            use_data(*options.data)
        return _run_and_flush(command, options)
    except InputError as error:
        print(error, file=sys.stderr)
        if len(error.problems) > 1:
            print(f"{len(error.problems)} problems; nothing was written", file=sys.stderr)
        return EXIT_INPUT
    except UsageError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_INPUT
    except BrokenPipeError:
        # The reader closed the pipe; without this Python would report it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except KeyboardInterrupt as stop:
        with contextlib.suppress(OSError):  # the terminal may have been closed
            print("\ninterrupted; finished files stay, none is half written", file=sys.stderr)
        return EXIT_SIGNAL + getattr(stop, "number", signal.SIGINT)
    except MACHINE_FAULTS as error:
        # Such as a full disk. A bug of this program keeps its traceback.
        if isinstance(error, ImportError) and (error.name or "").startswith("helpers"):
            raise
        print(f"error: {describe_fault(error)}", file=sys.stderr)
        return EXIT_INPUT


def _run_and_flush(command: Command, options: argparse.Namespace) -> int:
    code = command(options)
    sys.stdout.flush()
    return code


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, like those of all commands."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_INPUT, f"error: {message}; see {self.prog} --help\n")


def _build_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="city-figures",
        description="Science and technology figures of Chinese cities, each with its source.",
    )
    parsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    data = _Parser(add_help=False)
    data.add_argument(
        "--data",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="a province of one's own, laid over data/raw; may be repeated",
    )

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        added = parsers.add_parser(name, parents=[data], help=summary)
        added.set_defaults(command=command)
        return added

    reports = add("reports", commands.make_reports, "make the reports: PDF, HTML and their index")
    chosen = reports.add_mutually_exclusive_group()
    chosen.add_argument("--city", default="", help="cities, such as luohe,puyang; all by default")
    chosen.add_argument("--province", default="", help="provinces, such as henan; all by default")
    reports.add_argument("--language", default="", help="one language, such as zh; all by default")
    reports.add_argument(
        "--as-of", default="", help="use only what was known on this day, such as 2022-12-31"
    )
    reports.add_argument("--output", type=Path, help="folder for the reports; reports by default")
    reports.add_argument("--scheduler", default="", help="Dask cluster: tcp://host:8786")
    add(
        "clean",
        commands.clean,
        "write data/processed from data/raw, and the descriptors of folders",
    )
    notebooks = add("notebooks", commands.execute_notebooks, "execute the committed notebooks")
    reports.add_argument(
        "--jobs", type=_read_count, default=_PROCESSES, help="number of processes at a time"
    )
    for each in (reports, notebooks):
        each.add_argument(
            "--cell-timeout",
            type=_read_count,
            default=CELL_TIMEOUT_SECONDS,
            metavar="SECONDS",
            help="limit for each cell of a notebook; %(default)s by default",
        )
    check = add("check-data", commands.check_data, "check the data and audit its figures")
    check.add_argument("--language", default="en", help="language of the output, such as zh")
    check.add_argument("--province", default="", help="one province; all by default")
    listed = check.add_mutually_exclusive_group()
    listed.add_argument("--city", default="", help="list the findings on one city")
    listed.add_argument("--all", action="store_true", help="list all findings and all tables")
    verify = add("verify", commands.verify, "compare every row with its source document")
    verify.add_argument("--documents", type=Path, required=True, help="folder of the documents")
    intake = add("intake", commands.take_in, "read a new document and propose rows")
    intake.add_argument("document", type=Path, nargs="?", help="text, HTML or PDF")
    intake.add_argument("--place", default="", help="its place, such as luohe; guessed by default")
    intake.add_argument(
        "--source", default="", help="identifier for sources.csv; made from the document by default"
    )
    intake.add_argument("--output", type=Path, help="CSV for the proposals; in intake/ by default")
    intake.add_argument("--file", type=Path, help="file the accepted rows of these proposals")
    new = add("new-province", commands.new_province, "write the folder of a province of one's own")
    new.add_argument("province", help="its name, such as guangdong or 广东")
    new.add_argument("--output", type=Path, required=True, help="the folder; must not exist yet")
    own = add("new-notebook", commands.new_notebook, "write a notebook of one's own, which runs")
    own.add_argument("title", help="what it asks; its file is named after it")
    own.add_argument(
        "--about",
        choices=KINDS,
        default="city",
        help="what each of its reports is about; %(default)s by default",
    )
    translate = add(
        "translate", commands.translate, "write the file of messages for another language"
    )
    translate.add_argument("language", help="ISO 639 code of two letters, such as de")
    add("dictionary", commands.write_dictionary, "write the data dictionary")
    return parser


def _read_count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number; expected 1 or more")
    return int(text)
