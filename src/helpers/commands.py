"""The work of each command; `cli.py` reads its words and handles its errors.

A command takes the parsed options and returns the exit code. What takes long to import is imported
where it is needed.
"""

import argparse
import sys
import time
from collections.abc import Iterable

from helpers.data.tables.folders import find_folders
from helpers.machine_faults import check_folders, check_semaphores, prepare_machine
from helpers.problems import UsageError
from helpers.project import find_project, relative, stamp_files

EXIT_FAILED, EXIT_INPUT = 1, 2


def check_data(options: argparse.Namespace) -> int:
    """Print what is wrong with the data, and what the audit finds."""
    from helpers.data.raw_data import read_raw_data
    from helpers.reports.audit.audit_text import print_check

    raw = read_raw_data(find_project(), *filter(None, [options.province]))
    print("\n".join(print_check(raw, options.language, options.city, everything=options.all)))
    return 0


def verify(options: argparse.Namespace) -> int:
    """Compare every row with its document, and print those that differ."""
    from helpers.data.raw_data import read_raw_data
    from helpers.data.verification import verify_against_documents

    outcome = verify_against_documents(read_raw_data(find_project()), options.documents)
    for problem in outcome.problems:
        print(problem, file=sys.stderr)
    failed = len(outcome.problems)
    print(f"{outcome.checked} rows checked against {outcome.documents} documents; {failed} failed")
    print(f"{outcome.unheld} rows cite sources whose text is not stored")
    return EXIT_INPUT if failed else 0


def take_in(options: argparse.Namespace) -> int:
    """Propose rows for a document, or file the accepted ones."""
    from helpers.intake.command import file_accepted, propose

    project = find_project()
    if (options.document is None) == (options.file is None):
        raise UsageError("expected one document, or --file PROPOSALS")
    if options.file is not None:
        return _print_lines(file_accepted(project, options.file))
    lines = propose(project, options.document, options.place, options.source, options.output)
    return _print_lines(lines)


def _print_lines(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return 0


def clean(_: argparse.Namespace) -> int:
    """Write the processed data and the descriptors of the folders."""
    project = find_project()
    folders = find_folders(project)
    provinces = folders.choose([])
    check_folders([*map(folders.processed_for, provinces)], project)
    from helpers.audit.doubts import write_processed
    from helpers.data.raw_data import read_raw_data
    from helpers.data.tables.folder_packages import write_packages

    changed = write_processed(read_raw_data(project), project)
    written = write_packages(project)
    for path in [*folders.list_processed(provinces), *written]:
        is_new = path in changed or written.get(path)
        print(f"{'written' if is_new else 'current'}  {relative(path, project)}")
    return 0


def new_province(options: argparse.Namespace) -> int:
    """Write the folder of a province of one's own."""
    from helpers.data.new_province import start_province

    return _print_lines(start_province(find_project(), options.province, options.output))


def new_notebook(options: argparse.Namespace) -> int:
    """Write a notebook of one's own, which runs."""
    from helpers.runs.new_notebook import start_notebook

    return _print_lines(start_notebook(find_project(), options.title, options.about))


def make_reports(options: argparse.Namespace) -> int:
    """Make the reports that are not current."""
    from helpers.runs.kernels import start_server_here
    from helpers.runs.records import (
        CACHE,
        describe_request,
        digest_inputs,
        list_inputs,
        read_records,
    )

    start = time.monotonic()
    project = find_project()
    folder = (options.output or project / "reports").resolve()
    names = ("city", "language", "as_of", "province")
    words: dict[str, str] = {name: vars(options)[name] for name in names}
    stamps = stamp_files(list_inputs(project))
    request, inputs = describe_request(words, folder), digest_inputs(project)
    answer = read_records(project).find_answer(request, inputs)
    if answer:
        made = sum(path.endswith(".pdf") for path in answer)
        print(f"nothing to do: {made} reports in {relative(folder, project)} are current")
        return 0
    # Imported late: these imports take longer than everything above.
    check_folders([project / CACHE], project)
    if not options.scheduler:
        check_semaphores()
    prepare_machine(project)
    start_server_here()
    from helpers.runs.rebuilds import Execution, make_changed_reports

    execution = Execution(options.jobs, options.cell_timeout, options.scheduler)
    outcome = make_changed_reports(project, folder, words, execution, stamps)
    return _sum_up(start, *outcome)


def _sum_up(start: float, failed: int, current: int = 0) -> int:
    print(f"{time.monotonic() - start:6.1f} s  in all", end="")
    print(f"; {current} were current" if current else "", end="")
    print(f"; {failed} failed" if failed else "")
    return EXIT_FAILED if failed else 0


def execute_notebooks(options: argparse.Namespace) -> int:
    """Execute the committed notebooks that are not current."""
    from helpers.runs.kernels import start_server_here

    project = find_project()
    check_folders([project / "notebooks"], project)
    prepare_machine(project)
    start_server_here()
    from helpers.runs.notebook_runs import NotebookError, execute_committed

    try:
        for path, changed in execute_committed(project, options.cell_timeout):
            print(f"{'executed' if changed else 'current '}  {relative(path, project)}")
    except NotebookError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    return 0


def translate(options: argparse.Namespace) -> int:
    """Write the file of messages for another language."""
    from helpers.words.translation import write_translation

    return _print_lines([write_translation(find_project(), options.language)])


def write_dictionary(_: argparse.Namespace) -> int:
    """Write the pages of the data dictionary."""
    from helpers.data.tables.data_dictionary import write_dictionary_pages

    return _print_lines(f"written  {path}" for path in write_dictionary_pages(find_project()))
