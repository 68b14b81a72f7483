"""`make bench`: ratios measured in one run, which hold on any machine.

Everything is measured as whole processes. The one argument is the folder of the documents.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.intake import compare_with_curated, summarise
from bench.processes import Measured, measure
from bench.results import (
    Result,
    draw_growth,
    update_pages,
    write_intake,
    write_results,
    write_table,
)
from bench.synthetic import build_project
from helpers.project import find_project
from helpers.runs.pipeline import Job, plan_reports

HERE = Path(__file__).parent
PYTHON = sys.executable
EACH_HOW_MANYTH_BY_THE_PLAIN_LOOP = 9
SIZES = ((18, 1), (72, 1), (333, 1), (18, 10))
FEW, MANY = 4, 16


def run_plainly(job: Job, folder: Path) -> Measured:
    """Make a report as papermill and nbconvert make it, each started anew."""
    executed = folder / f"{job.name}.ipynb"
    parameters = [word for pair in job.run.parameters.items() for word in ("-p", *pair)]
    environment = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "local-provisioner"}
    notebook = str(job.run.notebook)
    words = [PYTHON, "-m", "papermill", notebook, str(executed), *parameters, "--log-level=ERROR"]
    first = measure([*words, "--no-progress-bar"], job.run.notebook.parent, environment)
    options = [
        "--to",
        "webpdf",
        "--no-input",
        "--log-level=ERROR",
        "--WebPDFExporter.disable_sandbox=True",
    ]
    second = measure([PYTHON, str(HERE / "web_pdf.py"), *options, str(executed)], folder)
    return Measured(first.wall_seconds + second.wall_seconds, 0, 0, "")


def measure_suite(project: Path) -> list[Result]:
    """Measure the whole suite, its plain counterpart, the floor, and runs with little to do."""
    helpers = [PYTHON, "-m", "helpers", "reports", "--output"]
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "project"
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".venv", ".git", ".cache"))
        folder = Path(name) / "reports"
        measure([*helpers, str(folder), "--city", "luohe"], copy)
        shutil.rmtree(folder)
        jobs = plan_reports(copy, folder)
        peak = measure([*helpers, str(folder)], copy, with_memory=True).peak_bytes
        shutil.rmtree(folder)
        # Looking at memory takes time of its own.
        whole = measure([*helpers, str(folder)], copy)
        nothing = measure([*helpers, str(folder)], copy)
        floor = json.loads(measure([PYTHON, str(HERE / "floor.py")], copy).output)
        plain = []
        if shutil.which("chromium"):
            plain = [run_plainly(j, Path(name)) for j in jobs[::EACH_HOW_MANYTH_BY_THE_PLAIN_LOOP]]
    count = len(jobs)
    each, own = whole.wall_seconds / count, whole.cpu_seconds / count
    least = (floor["charts"] + floor["pages"]) / count
    loop = statistics.mean(run.wall_seconds for run in plain) / each if plain else None
    return [
        Result(
            "plain_loop",
            "whole suite, times faster per report than papermill and nbconvert one by one",
            "整套报告：每份比逐份运行papermill和nbconvert快的倍数",
            f"{loop:.1f}×" if loop else "no Chromium found",
            "≥ 10×",
        ),
        Result(
            "floor",
            f"CPU per report over the floor of charts and pages ({least:.2f} s)",
            f"每份报告的CPU时间与下限（图和排版，{least:.2f}秒）之比",
            f"{own / least:.1f}×",
            "≤ 2×",
        ),
        Result(
            "warm",
            "of which analysis in one warm process, without isolation, takes",
            "其中不隔离、同一进程内的全部计算",
            f"{floor['all'] / count / least:.1f}×",
        ),
        Result("nothing", "nothing to do", "没有变动时", f"{nothing.wall_seconds:.2f} s", "< 1 s"),
        Result(
            "memory",
            "peak memory of the whole run",
            "全程内存峰值",
            f"{peak / 1e9:.2f} GB",
            "< 1.5 GB",
        ),
    ]


def measure_growth(project: Path) -> tuple[list[Result], dict[int, float]]:
    """Measure reports, cleaning and audit on invented cities, ever more of them."""
    costs: dict[tuple[int, int], float] = {}
    peaks: dict[tuple[int, int], int] = {}
    large: dict[str, float] = {}
    script = [PYTHON, str(HERE / "large.py")]
    for size in (*SIZES, (333, 10)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "project"
            build_project(project, folder, *size)
            large = json.loads(measure([*script, "prepare", str(folder)], folder).output)
            if size not in SIZES:
                continue
            few = measure([*script, "report", str(folder), str(FEW)], folder)
            many = measure([*script, "report", str(folder), str(MANY)], folder, with_memory=True)
            costs[size] = (many.cpu_seconds - few.cpu_seconds) / (MANY - FEW)
            peaks[size] = many.peak_bytes
    per = 100_000 / large["rows"]
    first, last, more = costs[SIZES[0]], costs[SIZES[2]], costs[SIZES[3]]
    results = [
        Result(
            "growth",
            "CPU per report, 333 places against 18",
            "每份报告CPU时间：333个城市与18个城市之比",
            f"{last / first - 1:+.0%}",
            "±15 %",
        ),
        Result(
            "ten_times",
            "CPU per report, ten times the rows against once",
            "每份报告CPU时间：十倍数据行与原有之比",
            f"{more / first:.1f}×",
        ),
        Result(
            "large_memory",
            "peak memory with 333 places",
            "333个城市时的内存峰值",
            f"{peaks[SIZES[2]] / 1e9:.2f} GB",
            "< 1.5 GB",
        ),
        Result(
            "cleaning",
            "cleaning 100,000 rows",
            "清洗10万行",
            f"{large['cleaning'] * per:.1f} s",
            "< 10 s",
        ),
        Result("audit", "auditing 100,000 rows", "核对10万行", f"{large['audit'] * per:.0f} s"),
    ]
    return results, {places: costs[places, rows] for places, rows in SIZES if rows == 1}


def main() -> None:
    """Measure, print, and write down."""
    project = find_project()
    os.environ["MPLBACKEND"] = "agg"
    growth, costs = measure_growth(project)
    results = [*measure_suite(project), *growth]
    for row in results:
        print(f"{row.english}: {row.measured}" + (f" (wanted {row.wanted})" if row.wanted else ""))
    folder = project / "reports/bench"
    write_table(results, folder / "bench.csv")
    draw_growth(costs, folder / "growth.svg")
    day, cores = datetime.now(tz=UTC).date().isoformat(), os.cpu_count()
    heads = {
        "docs/measurements.md": f"Measured on {day} on {cores} cores by `make bench`:",
        "docs/measurements.zh.md": f"{day}在{cores}核上由`make bench`测得：",
    }
    update_pages(project, "bench", write_results(results, heads))
    documents = Path(sys.argv[1])
    if documents.is_dir():
        outcomes = summarise(compare_with_curated(project, documents))
        update_pages(project, "intake", write_intake(outcomes))
        print(outcomes.to_string())
    else:
        print(f"intake is not measured: no folder {documents} with the source documents")


if __name__ == "__main__":
    main()
