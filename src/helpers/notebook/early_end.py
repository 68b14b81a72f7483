"""The early end of a report whose question the figures known do not answer."""

import warnings
from typing import NoReturn

from helpers.notebook.notebook_report import NotebookReport
from helpers.notebook.written_rows import Words


def stop_report(report: NotebookReport, title: Words, running: Words = "") -> NoReturn:
    """End a notebook whose question the figures do not answer; the cells below do not run.

    Args:
        report: The report, whose first page is not written yet.
        title: Title of the first page, in words or by language.
        running: Its name at the head of each page, as `report.cover` takes it.

    Raises:
        SystemExit: Always: it ends a run of the notebook without a failure, and leaves a kernel
            alive where cells are run by hand.

    Example:
        >>> from helpers.notebook import open_question, stop_report
        >>> report = open_question("henan", "en", as_of="2014-12-31")
        >>> rows = report.figures("rd_personnel")  # doctest: +ELLIPSIS
        No ...
        >>> if rows.empty:
        ...     stop_report(report, "R&D personnel of the cities")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        SystemExit: 0
    """
    report.cover(title, running=running)
    report.text(report.base.say("own_unanswered"))
    report.sources()
    warnings.filterwarnings("ignore", message="To exit: use")  # said by IPython at any such end
    raise SystemExit(0)
