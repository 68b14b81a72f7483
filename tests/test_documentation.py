"""The pages of docs/ are followed word for word, in a copy of the project."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from documentation_pages import (
    Block,
    apply,
    apply_for_a_while,
    list_commands,
    match_output,
    read_blocks,
)
from project_copies import copy_project, keep_subjects, shorten_reports
from pypdf import PdfReader

from helpers.cli import main
from helpers.data.tables.folders import OWN_DATA

pytestmark = pytest.mark.slow

PAGES = (
    *("add-a-province", "add-a-city", "add-a-figure", "add-a-document", "add-a-language"),
    *("add-a-chart", "add-a-notebook"),
)
# What the pages add rows to; with all tables there is more to wait for only.
SUBJECTS = (
    *("rd_intensity", "rd_expenditure", "high_tech_enterprises", "talent_inflows"),
    "economy",
)
# What is not typed here: it executes every committed notebook, and needs the documents.
LEFT_OUT = frozenset({"notebooks", "verify"})


class Follower:
    """A reader who does what a page says, and compares what he sees."""

    def __init__(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.project = project
        self.capsys = capsys
        self.in_process = True

    def follow(self, page: Path, left_out: Container[str] = LEFT_OUT) -> int:
        """Follow a page but for some commands; return how many were typed."""
        typed = 0
        blocks = iter(read_blocks(page))
        for block in blocks:
            if block.kind == "console":
                typed += self.type_in(block, left_out)
            elif block.kind == "text":
                if "reports" not in left_out:
                    self.look(block)
            elif block.is_mistake:
                with apply_for_a_while(self.project, block):
                    typed += self.type_in(next(blocks), left_out, code=2)
            else:
                apply(self.project, block)
        return typed

    def type_in(self, block: Block, left_out: Container[str], code: int = 0) -> int:
        """Type the commands of a block, and compare what they say and answer."""
        typed = 0
        for words, shown in list_commands(block):
            if words[0] in left_out:
                continue
            answer, told = self.run(words)
            assert match_output(shown, told), f"{words}: the page shows {shown}, it says {told}"
            assert answer == code
            typed += 1
        return typed

    def run(self, words: list[str]) -> tuple[int, str]:
        if self.in_process and words[0] != "reports":
            code = main(words)
            told = self.capsys.readouterr()
            return code, told.out + told.err
        result = subprocess.run(
            [sys.executable, "-m", "helpers", *words],
            cwd=self.project,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return result.returncode, result.stdout + result.stderr

    @property
    def environment(self) -> dict[str, str]:
        source = self.project / "src"
        return {**os.environ, **({"PYTHONPATH": str(source)} if source.is_dir() else {})}

    def look(self, block: Block) -> None:
        """Look for the lines of a block in a report."""
        path = self.project / block.file
        if path.suffix == ".pdf":
            text = " ".join(page.extract_text() for page in PdfReader(path).pages)
        else:
            text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        seen = " ".join(text.split())
        for line in block.text.splitlines():
            assert line in seen


@pytest.fixture
def follower(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Follower:
    copy = copy_project(project, tmp_path / "copy")
    for part in ("docs", "data/lexicon"):
        shutil.copytree(project / part, copy / part, dirs_exist_ok=True)
    # No page speaks of them, and of the city report only of what it begins with.
    for path in copy.glob("notebooks/2*.ipynb"):
        path.unlink()
    shorten_reports(copy)
    monkeypatch.chdir(copy)
    return Follower(copy, capsys)


def test_a_city_and_its_figures_are_added_as_the_pages_say(
    project: Path, follower: Follower
) -> None:
    keep_subjects(follower.project, *SUBJECTS)

    city, figure = project / "docs/add-a-city.md", project / "docs/add-a-figure.md"

    # Both pages make the reports of the city: they are made once, when its figures are all there.
    assert follower.follow(city, {"reports"}) == 2
    assert follower.follow(figure) == 3
    for block in read_blocks(city):
        if block.kind == "text":
            follower.look(block)


def test_a_province_is_added_as_the_page_says(
    project: Path, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_DATA, "")  # what --data sets in this process goes again

    assert follower.follow(project / "docs/add-a-province.md") == 4
    assert (follower.project.parent / "example-province/processed/figures.csv").is_file()


def test_figures_are_verified_as_the_page_says(
    project: Path, follower: Follower, documents: Path
) -> None:
    folder = follower.project / "documents"
    shutil.copytree(documents, folder)
    shutil.copy(project / "docs/examples/invented-city-report.txt", folder)
    for block in read_blocks(project / "docs/add-a-city.md"):
        if block.kind == "csv" and not block.is_mistake:
            apply(follower.project, block)
    left_out = {"check-data", "notebooks", "reports"}

    assert follower.follow(project / "docs/add-a-figure.md", left_out) == 2


def test_a_chart_and_a_notebook_of_ones_own_are_added_as_the_pages_say(
    project: Path, follower: Follower
) -> None:
    chart, notebook = project / "docs/add-a-chart.md", project / "docs/add-a-notebook.md"

    # One run makes the reports of both pages.
    assert follower.follow(chart, {"reports"}) == 0
    assert follower.follow(notebook) == 2
    for block in read_blocks(chart):
        if block.kind == "text":
            follower.look(block)
    figures = read_figures(project, "patents_granted_per_10000", "2023")
    highest, lowest = max(figures.values()), min(figures.values())
    seen = read_pdf(follower.project / "reports/luohe.en.pdf")
    assert f"Luohe was granted {figures['luohe']:.1f}" in seen
    assert f"{highest:.1f}" in seen
    assert f"{lowest:.1f}" in seen
    own = read_pdf(follower.project / "reports/patents-and-people.luohe.en.pdf")
    degrees = read_figures(project, "bachelor_or_above_per_100000", "2020")
    places = sorted(figures.keys() & degrees.keys())
    rho = correlate_ranks([figures[p] for p in places], [degrees[p] for p in places])
    assert f"Over {len(places)} cities the rank correlation is {rho:.2f}." in own


def read_pdf(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def read_figures(project: Path, indicator: str, period: str) -> dict[str, float]:
    """Read derived values of the cities of Henan from the file itself."""
    path = project / "data/processed/henan/derived.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["place"]: float(row["value"])
            for row in csv.DictReader(stream)
            if (row["indicator"], row["period"]) == (indicator, period)
            and row["value"]
            and row["place"] != "henan"
        }


def correlate_ranks(first: list[float], second: list[float]) -> float:
    """Return Spearman's coefficient of values without ties, by its sum of squared differences."""
    one, other = ([sorted(values).index(v) for v in values] for values in (first, second))
    squares = sum((a - b) * (a - b) for a, b in zip(one, other, strict=True))
    count = len(first)
    return 1 - 6 * squares / (count * (count * count - 1))


def test_a_document_is_added_as_the_page_says(project: Path, follower: Follower) -> None:
    assert follower.follow(project / "docs/add-a-document.md") == 4


def test_a_language_is_added_as_the_page_says(project: Path, follower: Follower) -> None:
    keep_subjects(follower.project, "rd_intensity")
    shutil.copytree(project / "src", follower.project / "src")
    # The catalogue is read once in a process.
    follower.in_process = False

    assert follower.follow(project / "docs/add-a-language.md") == 4


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_block_is_for_is_named_in_the_text(project: Path, name: str) -> None:
    text = (project / "docs" / f"{name}.md").read_text(encoding="utf-8")
    files = re.findall(r"^```(?:csv|json|toml|text|python) (\S+)$", text, re.MULTILINE)

    assert [file for file in files if f"`{file}`" not in text] == []
