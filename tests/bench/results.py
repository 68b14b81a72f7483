"""Write the results of a run: a table, a chart, and the ratios on the pages of measurements."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bench.intake import ALL
from helpers.charts.canvas import open_chart, save_chart
from helpers.charts.points import PointMark, draw_marks
from helpers.problems import UsageError
from helpers.project import write_whole

_COLUMNS = {
    "docs/measurements.md": "| what | measured | wanted |\n|---|---:|---:|\n",
    "docs/measurements.zh.md": "| 项目 | 实测 | 目标 |\n|---|---:|---:|\n",
}


_COLUMNS_OF_INTAKE = {
    "docs/measurements.md": "| document | figures | recall | precision | value and unit |\n"
    "|---|---:|---:|---:|---:|\n",
    "docs/measurements.zh.md": "| 文件 | 数字 | 召回率 | 精确率 | 数值与单位 |\n"
    "|---|---:|---:|---:|---:|\n",
}


@dataclass(frozen=True)
class Result:
    """One line of the table: what, in both languages, and how much."""

    name: str
    english: str
    chinese: str
    measured: str
    wanted: str = ""


def write_table(results: Sequence[Result], path: Path) -> None:
    """Write the results as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["name", "what", "measured", "wanted"])
    writer.writerows([row.name, row.english, row.measured, row.wanted] for row in results)
    write_whole(path, text.getvalue().encode())


def draw_growth(cost: Mapping[int, float], path: Path) -> None:
    """Draw the CPU seconds of a report by the number of places."""
    with open_chart(2.6) as (figure, axes):
        for order, seconds in enumerate(cost.values()):
            draw_marks(axes, [PointMark(order, seconds, "actual", "exact")], "up")
            axes.annotate(
                f"{seconds:.2f} s",
                (order, seconds),
                (0, 9),
                textcoords="offset points",
                ha="center",
            )
        axes.set_xticks(range(len(cost)), [f"{places} places" for places in cost])
        axes.set_ylim(0, max(cost.values()) * 1.35)
        axes.set_xlim(-0.5, len(cost) - 0.5)
        axes.set_yticks([])
        (few, least), *_, (many, most) = cost.items()
        title = f"A report costs {most / least - 1:+.0%} with {many} places against {few}"
        axes.set_title(title, loc="left")
        axes.set_xlabel("CPU seconds per report, synthetic data")
        write_whole(path, save_chart(figure).encode())


def write_results(results: Sequence[Result], heads: Mapping[str, str]) -> dict[str, str]:
    """Write the results as a table for each page, by its name."""
    texts = {}
    for name, columns in _COLUMNS.items():
        rows = "".join(
            f"| {row.chinese if name.endswith('zh.md') else row.english} "
            f"| {_say_seconds(row.measured, name)} | {_say_seconds(row.wanted, name)} |\n"
            for row in results
        )
        texts[name] = f"{heads[name]}\n\n{columns}{rows}"
    return texts


def _say_seconds(text: str, name: str) -> str:
    return text.replace(" s", "秒") if name.endswith("zh.md") else text


def write_intake(outcomes: pd.DataFrame) -> dict[str, str]:
    """Write the summary of intake as a table for each page, by its name."""
    texts = {}
    for name, columns in _COLUMNS_OF_INTAKE.items():
        all_documents = "全部" if name.endswith("zh.md") else "all"
        rows = "".join(
            f"| {all_documents if document == ALL else f'`{document}`'} | {row['curated']:.0f} "
            f"| {row['recall']:.1%} | {row['precision']:.1%} | {row['value_and_unit']:.1%} |\n"
            for document, row in outcomes.iterrows()
        )
        texts[name] = columns + rows
    return texts


def update_pages(project: Path, part: str, texts: Mapping[str, str]) -> None:
    """Write texts between the marks of a part in the pages.

    Raises:
        UsageError: A page lacks the marks.
    """
    start, end = f"<!-- {part}: start -->", f"<!-- {part}: end -->"
    for name, text in texts.items():
        path = project / name
        before, found, rest = path.read_text(encoding="utf-8").partition(start)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise UsageError(f"{name} lacks the lines {start} and {end}")
        write_whole(path, f"{before}{start}\n{text}{end}{after}".encode())
