"""A table in the words of a language, for showing; its own columns stay those to work with."""

from collections.abc import Callable, Container, Hashable
from functools import partial
from typing import TypeGuard

import pandas as pd

from helpers.analysis.plans.plan_standing import VERDICTS
from helpers.data.printed.periods import parse_period
from helpers.explore.open_report import open_figures
from helpers.problems import UsageError
from helpers.reports.report import Report
from helpers.words.language import read_catalogue


def label(table: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Put a table into words: its heads, and the places, indicators, periods and codes in it.

    Every verb gives columns with the same short English names, whatever the language, so that
    `table["needed_percent"]` works everywhere. Work with those; label what is shown, at the end.

    Args:
        table: Any table made of what the verbs return. A column that is not known, such as one of
            your own, keeps its name and values.
        language: `zh` or `en`; in a notebook `explorer.language` follows its switch.

    Returns:
        A new table. What labels have replaced can no longer be joined or compared.

    Raises:
        UsageError: The language is not known, or what is given is not a table.

    Example:
        >>> from helpers.explore import compare, label
        >>> label(compare("rd_intensity", ["luohe", "henan"], years=2023), "zh")
        时期  2023年
        地区
        漯河   2.10
        河南   2.05
    """
    report = open_figures(language)
    if not isinstance(table, pd.DataFrame):
        raise UsageError(f"{table!r} is not a table; expected one that compare or figures returned")
    shown = table.copy()
    for name in table.columns.unique() if table.columns.is_unique else ():
        if write := find_writer(report, str(name)):
            shown[name] = shown[name].map(write, na_action="ignore")
    shown.index = _label_axis(report, table.index)
    heads = _label_axis(report, table.columns)
    shown.columns = heads if table.columns.name else heads.map(partial(name_head, report))
    return shown


def _label_axis(report: Report, axis: pd.Index) -> pd.Index:
    """Put the values of an index into words, and its name."""
    if isinstance(axis, pd.MultiIndex):
        levels = [_label_axis(report, axis.get_level_values(n)) for n in range(axis.nlevels)]
        return pd.MultiIndex.from_arrays(levels, names=[level.name for level in levels])
    write = find_writer(report, str(axis.name))
    labelled = axis.map(write) if write else axis
    return labelled.rename(name_head(report, axis.name))


def name_head(report: Report, name: Hashable) -> Hashable:
    """Return the head of a column in words; a column that is not known keeps its name."""
    is_known = f"explore_head_{name}" in read_catalogue()
    return report.say(f"explore_head_{name}") if is_known else name


def find_writer(report: Report, column: str) -> Callable[[object], str] | None:
    """Return what writes the values of a column in words; None where they stay as they are."""
    codebook, say = report.codebook, report.say
    names: dict[str, tuple[Callable[[str], str], Container[str]]] = {
        "place": (report.place, codebook.places),
        "indicator": (report.indicator, {**codebook.indicators, **codebook.derived}),
        "source": (report.source, codebook.sources),
        "verdict": (lambda code: say(f"plan_tracker_verdict_{code}"), VERDICTS),
    }
    if column == "period":
        return lambda value: report.language.period(value) if _is_period(value) else str(value)
    if column in codebook.labels:
        return partial(_write, partial(report.label, column), codebook.labels[column])
    return partial(_write, *names[column]) if column in names else None


def _write(name: Callable[[str], str], known: Container[str], value: object) -> str:
    """Write a code in words; what is none, such as a name already written, stays as it is."""
    return name(str(value)) if value in known else str(value)


def _is_period(value: object) -> TypeGuard[str]:
    try:
        return isinstance(value, str) and bool(parse_period(value))
    except ValueError:
        return False
