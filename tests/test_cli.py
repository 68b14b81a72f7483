import contextlib
import csv
import errno
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest
from project_copies import (
    copy_project,
    copy_short_project,
    edit_table,
    keep_places,
    keep_subjects,
    shorten_reports,
)
from pypdf import PdfReader

from helpers import cli, commands

pytestmark = pytest.mark.slow

EditCell = Callable[[str, str, str, str], tuple[str, int]]

REPORTS = [
    f"{name}.{language}.pdf"
    for language in ("zh", "en")
    for name in ("puyang", "luohe", "comparison.henan", "audit.henan")
]
# Among them, the two cities have figures in these.
SUBJECTS = ("rd_intensity", "high_tech_enterprises", "innovation_platforms")
IN_CHINESE = [name for name in REPORTS if name.endswith(".zh.pdf")]
# Of this report only the page is removed, and its PDF stays.
GONE = "audit.henan.zh.html"
OLD = b"the report of last month"
INTERRUPTED = "interrupted; finished files stay, none is half written"
# Seconds that are enough on the slowest machine: what hangs must fail, not hang the tests.
PATIENCE = 300
# Seconds in which the children of a process that was stopped must have ended as well.
GRACE = 30


@dataclass(frozen=True)
class Shell:
    """Where the command is typed: a copy of the project, and a home without any settings."""

    project: Path
    home: Path

    @property
    def temporary(self) -> Path:
        return self.project.parent / "temporary"

    @contextlib.contextmanager
    def start(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        self.temporary.mkdir(exist_ok=True)
        with subprocess.Popen(
            [sys.executable, "-m", "helpers", *words],
            cwd=self.project,
            env={**os.environ, "HOME": str(self.home), "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # A group of its own can be interrupted as a terminal does it, and these tests not.
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    kill(psutil.Process(process.pid).children(recursive=True))
                    process.kill()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        with self.start(*words) as process:
            return finish(process)

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Type a command that starts no other process, without a process of its own."""
        stdout, stderr = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.project),
            contextlib.redirect_stdout(stdout),
            contextlib.redirect_stderr(stderr),
        ):
            try:
                code = cli.main(words)
            except SystemExit as end:
                code = int(end.code or 0)
        return subprocess.CompletedProcess(words, code, stdout.getvalue(), stderr.getvalue())

    def pdfs(self) -> dict[str, bytes]:
        folder = self.project / "reports"
        return {path.name: path.read_bytes() for path in folder.glob("*.pdf")}

    def pages(self) -> dict[str, bytes]:
        folder = self.project / "reports"
        return {path.name: path.read_bytes() for path in folder.glob("*.html")}


def finish(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    stdout, stderr = process.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def links_of(page: str) -> set[str]:
    """Return the files that the links of a page lead to."""
    return set(re.findall(r'<a [^>]*?href="([^"#]+)"', page))


def insert_cell(notebook: Path, source: str) -> int:
    """Insert a cell after the parameters; return its place among all cells, counted from 1."""
    content = nbformat.read(notebook, as_version=4)
    tags = [cell.metadata.get("tags", []) for cell in content.cells]
    place = next(number for number, each in enumerate(tags) if "parameters" in each) + 1
    content.cells.insert(place, nbformat.v4.new_code_cell(source))
    nbformat.write(content, notebook)
    return place + 1


def told(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that tells what is wrong with an input."""
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def shell(project_copy: Path, home: Path) -> Shell:
    return Shell(project_copy, home)


@pytest.fixture
def slim(project: Path, home: Path, tmp_path: Path) -> Shell:
    """Return a shell in a project with its notebooks, where cleaning and printing are quick."""
    return Shell(copy_short_project(project, tmp_path / "slim"), home)


# --- commands ----------------------------------------------------------------------------------


def test_without_a_command_the_commands_are_listed(shell: Shell) -> None:
    result = shell.run()

    assert (result.returncode, result.stderr) == (0, "")
    for command in ("reports", "clean", "check-data", "verify", "notebooks", "dictionary"):
        assert re.search(rf"^ +{command}\b", result.stdout, re.MULTILINE)


def test_a_command_that_does_not_exist_is_refused_with_those_that_do(shell: Shell) -> None:
    result = shell.ask("report")

    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "'report'" in result.stderr
    assert "'reports'" in result.stderr


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("reports", "--jobs", "two"), "'two' is not a whole number; expected 1 or more"),
        (("reports", "--jobs", "0"), "'0' is not a whole number; expected 1 or more"),
        (("notebooks", "--cell-timeout", "1.5"), "'1.5' is not a whole number; expected 1 or more"),
        (("reports", "--citty", "luohe"), "--citty"),
        (("verify",), "--documents"),
        (("check-data", "--city", "luo"), "luohe"),
        (("check-data", "--city", "luohe", "--all"), "--all"),
        (("reports", "--city", "luohee"), "error: no city 'luohee' in places.csv; "),
        (("reports", "--language", "fr"), "error: no language 'fr'; expected one of zh, en"),
        (("reports", "--as-of", "2022-13-01"), "error: '2022-13-01' is not a date; expected a day"),
        (
            ("verify", "--documents", "nowhere"),
            "error: nowhere is not a folder; expected the folder",
        ),
    ],
)
def test_a_command_typed_wrongly_is_refused_in_one_line(
    shell: Shell, words: tuple[str, ...], told_of: str
) -> None:
    assert told_of in told(shell.ask(*words))


def test_data_in_order_are_counted_file_by_file(shell: Shell) -> None:
    result = shell.ask("check-data", "--all")

    assert (result.returncode, result.stderr) == (0, "")
    *lines, total, _ = result.stdout.partition("\n\n")[0].splitlines()
    counts = {path: int(count) for count, path in map(str.split, lines)}
    expected: dict[str, int] = {}
    for path in shell.project.glob("data/raw/*/*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = sum(1 for _ in csv.DictReader(stream))
        expected[path.name] = expected.get(path.name, 0) + rows
    assert counts == expected
    assert re.fullmatch(
        r"data/raw: [1-9]\d* printed figures in [1-9]\d* tables; no mistakes", total
    )


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("en", r"Audit: \d+ results .+; (\d+) do not agree \(≠\), (\d+) cannot be decided \(\?\)"),
        ("zh", r"核对：共记录核对结果\d+项，不一致（≠）(\d+)处，无法断定（\?）(\d+)处"),
    ],
)
def test_without_options_findings_are_counted_and_not_listed(
    shell: Shell, language: str, summary: str
) -> None:
    result = shell.ask("check-data", "--language", language)

    assert (result.returncode, result.stderr) == (0, "")
    read, table, hint = result.stdout.split("\n\n")
    *inputs, audited = read.splitlines()
    assert len(inputs) == 4
    rows = [line.split()[:2] for line in table.splitlines()[1:]]
    sums = [sum(int(row[column].replace("–", "0")) for row in rows) for column in (0, 1)]
    said = re.fullmatch(summary, audited)
    assert said is not None
    assert sums == [int(said[1]), int(said[2])]
    assert all(sums)
    assert "ALL=1" in hint
    assert len(result.stdout.splitlines()) < 40


def test_the_findings_on_one_city_are_listed(shell: Shell) -> None:
    result = shell.ask("check-data", "--city", "puyang")

    assert (result.returncode, result.stderr) == (0, "")
    assert "Puyang: GDP of 2019 (" in result.stdout
    assert "Luohe" not in result.stdout


@pytest.mark.parametrize(
    ("language", "sentence", "working"),
    [
        # 11 + 75 = 86, more than the 78 problems found; whether they are of one each is not said.
        # 1.2万 is anything from 11,500 to 12,500.
        (
            "en",
            "together 86, more than the 78 counted",
            "12,695 against 12,000, which, if rounded to the nearest, stands for 11,500–12,500;",
        ),
        (
            "zh",
            "合计86项，多于企业行发现问题78项",
            "合计12695家，比1.2万家（如系四舍五入，为11500—12500家）多195—1195家",
        ),
    ],
)
def test_findings_about_the_sources_are_printed_and_are_no_error(
    shell: Shell, language: str, sentence: str, working: str
) -> None:
    result = shell.ask("check-data", "--all", "--language", language)

    assert (result.returncode, result.stderr) == (0, "")
    assert sentence in result.stdout
    # Of a contradiction the working and the rows are printed too.
    assert working in result.stdout
    assert "economic-daily-2024:henan.high_tech_enterprises.2023" in result.stdout


def test_who_reads_the_first_lines_only_sees_no_error(shell: Shell) -> None:
    with shell.start("check-data") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        # As `head` does when it has seen enough.
        process.stdout.close()

        assert process.stderr.read() == ""


def test_the_project_is_found_from_a_folder_inside(shell: Shell, edit_cell: EditCell) -> None:
    # A fault that only this copy has shows that it is the one that was found.
    file, line = edit_cell("rd_intensity", "luohe-plan-2021:9b", "place", "luohee")
    inside = Shell(shell.project / "data/raw", shell.home)

    assert told(inside.ask("check-data")).startswith(f"{file}:{line}: place: 'luohee'")


# --- faulty data -------------------------------------------------------------------------------


def test_a_file_saved_in_gbk_is_told_with_its_encoding(shell: Shell) -> None:
    path = shell.project / "data/raw/henan/rd_intensity.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode("gbk"))
    first = next(n for n, line in enumerate(text.splitlines(), start=1) if not line.isascii())

    assert told(shell.ask("check-data")) == (
        f"data/raw/henan/rd_intensity.csv:{first}: the file is saved in GB18030 (GBK); "
        "expected UTF-8 (in Excel: save as “CSV UTF-8”)"
    )


def test_an_unknown_name_is_told_with_the_nearest_known_one(
    shell: Shell, edit_cell: EditCell
) -> None:
    file, line = edit_cell("rd_intensity", "luohe-plan-2021:9b", "place", "luohee")

    assert told(shell.ask("check-data")) == (
        f"{file}:{line}: place: 'luohee' is not in places.csv; expected perhaps 'luohe'"
    )


def test_a_token_that_cannot_be_read_is_shown_with_what_was_understood(
    shell: Shell, edit_cell: EditCell
) -> None:
    # 忆 is what a wrong choice among homophones makes of 亿.
    file, line = edit_cell("rd_expenditure", "luohe-plan-2021:9c", "as_printed", "16.15忆元")

    assert told(shell.ask("check-data")).startswith(
        f"{file}:{line}: as_printed: cannot read '16.15忆元': understood '16.15', "
        "then stuck at '忆元'; expected a measure word or the end"
    )


def test_all_faults_are_told_at_once_and_counted(shell: Shell, edit_cell: EditCell) -> None:
    file, line = edit_cell("rd_intensity", "luohe-plan-2021:9b", "period", "2019年")
    edit_cell("rd_intensity", "luohe-plan-2021:9b", "measure", "stock")

    result = shell.ask("check-data")

    assert result.returncode == 2
    measure, period, count = result.stderr.splitlines()
    assert measure.startswith(f"{file}:{line}: measure: ")
    assert period.startswith(f"{file}:{line}: period: ")
    assert count == "2 problems; nothing was written"


def test_nothing_runs_on_faulty_data(slim: Shell) -> None:
    path = slim.project / "data/raw/henan/rd_intensity.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    before = (slim.project / "data/processed/henan/figures.csv").read_bytes()

    assert "GBK" in told(slim.ask("reports"))

    assert (slim.project / "data/processed/henan/figures.csv").read_bytes() == before
    assert slim.pdfs() == {}


# --- wrong options -----------------------------------------------------------------------------


def test_a_disk_that_is_full_is_told_in_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(commands, "write_dictionary", write)
    result = shell.ask("dictionary")

    assert told(result) == "error: No space left on device; expected free space there"


def test_a_project_whose_records_cannot_be_written_is_told_before_any_work(shell: Shell) -> None:
    (shell.project / ".cache").write_bytes(b"")
    result = shell.ask("reports")

    assert told(result) == (
        "error: cannot write to .cache: File exists; expected a folder you may write to"
    )


def test_a_folder_that_cannot_be_written_to_is_told_before_any_work(shell: Shell) -> None:
    # Not by its mode: the superuser, whom tests may run as, can write to every folder.
    result = shell.ask("reports", "--output", "data/raw/henan/places.csv/reports")

    assert told(result) == (
        "error: cannot write to data/raw/henan/places.csv/reports: Not a directory; "
        "expected a folder you may write to"
    )


# --- verify ------------------------------------------------------------------------------------


def read_every(project: Path, stage: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of the nation and of each province."""
    for path in (project / "data" / stage).glob(f"*/{name}"):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def test_the_data_stand_in_the_documents(shell: Shell, documents: Path) -> None:
    result = shell.ask("verify", "--documents", str(documents))

    assert (result.returncode, result.stderr) == (0, "")
    held, apart = result.stdout.splitlines()
    assert re.fullmatch(r"[1-9]\d* rows checked against 5 documents; 0 failed", held)
    texts = {
        row["source"]
        for row in read_every(shell.project, "raw", "sources.csv")
        if row["access"] == "text"
    }
    figures = read_every(shell.project, "processed", "figures.csv")
    others = {row["figure_id"] for row in figures if row["source"] not in texts}
    assert apart == f"{len(others)} rows cite sources whose text is not stored"


def test_a_figure_that_is_not_in_its_document_is_named(
    shell: Shell, documents: Path, edit_cell: EditCell
) -> None:
    file, line = edit_cell("rd_intensity", "luohe-plan-2021:9b", "as_printed", "0.87%")

    result = shell.ask("verify", "--documents", str(documents))

    assert result.returncode == 2
    assert result.stderr == (
        f"{file}:{line}: as_printed: '0.87%' is not on line 9; expected the token as printed\n"
    )
    assert result.stdout.splitlines()[0].endswith("; 1 failed")


# --- one report, one notebook ------------------------------------------------------------------


def test_a_report_is_one_file_per_day_and_holds_names_as_they_stand(slim: Shell) -> None:
    words = ["--city", "luohe", "--language", "zh", "--output", "for/the-mayor", "--jobs", "1"]
    add_hostile_names(slim.project)
    folder = slim.project / "for/the-mayor"

    earlier = slim.run("reports", *words, "--as-of", "2022-12-31")
    of_that_day = {path: path.read_bytes() for path in folder.glob("luohe*")}
    result = slim.run("reports", *words)

    assert (earlier.returncode, result.returncode) == (0, 0), (earlier.stderr, result.stderr)
    names = {path.name for path in of_that_day}
    assert names == {"luohe.2022-12-31.zh.pdf", "luohe.2022-12-31.zh.html"}
    made = {path.relative_to(slim.project).as_posix() for path in slim.project.rglob("*.pdf")}
    assert made == {"for/the-mayor/luohe.2022-12-31.zh.pdf", "for/the-mayor/luohe.zh.pdf"}
    assert re.search(r"^ +\d+\.\d s  for/the-mayor/luohe\.zh\.pdf$", result.stdout, re.MULTILINE)
    # The report of that day stays, and the index lists it with its day beside the one of today.
    assert {path: path.read_bytes() for path in of_that_day} == of_that_day
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert {*names, "luohe.zh.pdf", "luohe.zh.html"} <= links_of(index)
    assert "2022-12-31" in re.sub("<[^>]*>", "", index)
    # What looks like a formula is drawn and written as it stands, and inert in what is attached.
    reader = PdfReader(folder / "luohe.zh.pdf")
    assert "US$1至$2" in "".join(page.extract_text() for page in reader.pages)
    print(list(reader.attachments), result.stderr)
    (rows,) = reader.attachments["figures.csv"]
    cells = [cell for row in csv.reader(io.StringIO(rows.decode("utf-8-sig"))) for cell in row]
    assert "'=US$1至$2" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def add_hostile_names(project: Path) -> None:
    """Write into cells what a drawing or a spreadsheet could take for formulas."""

    def name(rows: list[list[str]]) -> None:
        luohe = next(row for row in rows if row[0] == "luohe")
        luohe[rows[0].index("short_zh")] = "US$1至$2"

    def label(rows: list[list[str]]) -> None:
        row = next(row for row in rows if row[0] == "luohe-report-2024:17j")
        row[rows[0].index("label")] = "=US$1至$2"

    edit_table(project, "places", name)
    edit_table(project, "rd_intensity", label)


def test_a_report_whose_cell_does_not_end_is_named_and_the_others_are_made(slim: Shell) -> None:
    notebook = slim.project / "notebooks/03-city-report.ipynb"
    content = nbformat.read(notebook, as_version=4)
    parameters = next(c for c in content.cells if "parameters" in c.metadata.get("tags", []))
    source = '# Chinese only\nimport signal\nwhile language == "zh":\n    signal.pause()'
    endless = nbformat.v4.new_code_cell(source)
    content.cells = [nbformat.v4.new_markdown_cell("# A city"), parameters, endless]
    nbformat.write(content, notebook)
    (slim.project / "reports/luohe.zh.pdf").write_bytes(OLD)

    result = slim.run("reports", "--city", "luohe", "--jobs", "1", "--cell-timeout", "5")

    assert result.returncode == 1
    assert result.stderr == (
        "failed   reports/luohe.zh.pdf: 03-city-report.ipynb, cell 3 did not end within 5 s, "
        "so its kernel was ended: # Chinese only\n"
    )
    assert slim.pdfs()["luohe.zh.pdf"] == OLD
    assert slim.pdfs()["luohe.en.pdf"].startswith(b"%PDF-")
    assert sorted(slim.pages()) == ["index.html", "luohe.en.html"]


def test_a_committed_notebook_that_fails_is_told_and_stays_as_it_was(
    slim: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One kernel that imports nothing is started faster than forked.
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
    notebook = slim.project / "notebooks/01-clean.ipynb"
    for other in {*notebook.parent.iterdir()} - {notebook}:
        other.unlink()
    insert_cell(notebook, "1 / 0")
    before = notebook.read_bytes()

    result = slim.run("notebooks")

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "01-clean.ipynb" in result.stderr
    assert "1 / 0\n" in result.stderr
    assert "ZeroDivisionError: division by zero" in result.stderr
    assert notebook.read_bytes() == before


# --- all reports -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """What a run of `reports` printed and wrote."""

    shell: Shell
    result: subprocess.CompletedProcess[str]
    pdfs: dict[str, bytes]
    pages: dict[str, bytes]
    failing_cell: int = 0


STRAYS = (
    *(".~lock.economy.csv#", ".DS_Store", ".economy.csv.swp", "economy.csv.bak", "economy.csv~"),
    *("~$sources.xlsx", "economy copy.csv", "Thumbs.db", "report.typ.bak", "page.html~"),
)
FAILING_CELL = 'if city == "puyang":\n    raise ValueError("no headline for 濮阳")'


@pytest.fixture(scope="class")
def first(project: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    shell = Shell(copy_project(project, tmp_path_factory.mktemp("all") / "project"), home)
    shorten_reports(shell.project)
    keep_subjects(shell.project, *SUBJECTS)
    keep_places(shell.project, "luohe", "puyang", "fujian", "fuzhou")
    for question in (shell.project / "notebooks").glob("2[0-9]-*.ipynb"):
        question.unlink()
    result = shell.run("reports", "--province", "henan")
    made = Made(shell, result, shell.pdfs(), shell.pages())
    leave_strays(shell.project)
    return made


@pytest.fixture(scope="class")
def second(first: Made) -> Made:
    """Make those in Chinese again: a notebook that fails for Puyang, damaged files, no Fujian."""
    shell = first.shell
    for name in {*IN_CHINESE, GONE} - {GONE.replace(".html", ".pdf")}:
        (shell.project / "reports" / name).unlink()
    (shell.project / "reports/puyang.zh.pdf").write_bytes(OLD)
    place = insert_cell(shell.project / "notebooks/03-city-report.ipynb", FAILING_CELL)
    damage_processed(shell.project)
    for stage in ("raw", "processed"):
        shutil.rmtree(shell.project / "data" / stage / "fujian")
    result = shell.run("reports", "--province", "henan", "--language", "zh")
    return Made(shell, result, shell.pdfs(), shell.pages(), place)


def leave_strays(project: Path) -> None:
    """Leave what editors, spreadsheets and systems leave beside the files they open."""
    folders = ("data/raw/henan", "data/processed/henan", "reports/template", "notebooks")
    for folder in folders:
        for name in (*STRAYS, "03-city-report-Copy1.ipynb"):
            (project / folder / name).write_bytes(b"\x00")
        for name in (".#economy.csv", ".#report.typ", ".#03-city-report.ipynb"):
            (project / folder / name).symlink_to("somebody@a-machine.1234")


def damage_processed(project: Path) -> None:
    """Damage each file of `data/processed` in its own way, and the records."""
    folder = project / "data/processed/henan"
    content = (folder / "figures.csv").read_bytes()
    (folder / "figures.csv").write_bytes(content[: len(content) // 2])
    (folder / "derived.csv").write_bytes(b"<<<<<<< HEAD\n" + (folder / "derived.csv").read_bytes())
    (folder / "partnerships.csv").write_bytes(b"\xff\x00")
    (folder / "refused.csv").unlink()
    (project / ".cache/made.json").write_text('{"made": {"a": [1]}, "requests": []}')


# A class, since pytest-xdist gives a whole class to one process: both runs are made once.
class TestAllReports:
    def test_when_nothing_has_changed_nothing_is_made_and_one_line_says_so(
        self, first: Made
    ) -> None:
        before = {name: path.stat().st_mtime_ns for name, path in self.list_pdfs(first).items()}
        again = first.shell.run("reports", "--province", "henan")

        assert (again.returncode, again.stderr) == (0, "")
        assert again.stdout == f"nothing to do: {len(REPORTS)} reports in reports are current\n"
        assert {n: p.stat().st_mtime_ns for n, p in self.list_pdfs(first).items()} == before

    def test_beside_each_pdf_is_a_page_and_the_index_lists_them_all(self, first: Made) -> None:
        pages = set(first.pages)
        index = first.pages["index.html"].decode("utf-8")

        assert pages == {"index.html", *(name.replace(".pdf", ".html") for name in REPORTS)}
        assert links_of(index) == {*REPORTS, *pages} - {"index.html"}

    def test_a_page_that_is_gone_is_made_again_and_the_index_says_what_was(
        self, first: Made, second: Made
    ) -> None:
        assert second.pages[GONE] == first.pages[GONE]
        index = second.pages["index.html"].decode("utf-8")
        # The report of Puyang failed, and is listed as it was. No figure moved in between.
        assert links_of(index) == links_of(first.pages["index.html"].decode("utf-8"))
        assert "Figures that moved" not in index

    def list_pdfs(self, made: Made) -> dict[str, Path]:
        return {path.name: path for path in (made.shell.project / "reports").glob("*.pdf")}

    def test_every_city_and_the_comparison_are_made_in_both_languages(self, first: Made) -> None:
        assert first.result.returncode == 0
        assert sorted(first.pdfs) == sorted(REPORTS)
        assert all(content.startswith(b"%PDF-") for content in first.pdfs.values())

    def test_every_file_is_listed_with_its_seconds_and_the_sum_at_the_end(
        self, first: Made
    ) -> None:
        *lines, total = first.result.stdout.splitlines()
        written = [line for line in lines if line.startswith("written ")]
        shown = [re.fullmatch(r" *\d+\.\d s  reports/(.+)", line) for line in lines[len(written) :]]

        assert sorted(match[1] for match in shown if match) == sorted(REPORTS)
        assert None not in shown
        assert re.fullmatch(r" *\d+\.\d s  in all", total)

    def test_nothing_else_is_said(self, first: Made) -> None:
        assert first.result.stderr == ""

    def test_nothing_but_the_results_is_left_behind(self, first: Made) -> None:
        assert list(first.shell.project.rglob("*.tmp")) == []
        assert list(first.shell.temporary.iterdir()) == []

    def test_the_others_are_made_again_byte_by_byte_without_the_folder_of_another_province(
        self, first: Made, second: Made
    ) -> None:
        others = set(REPORTS) - {"puyang.zh.pdf"}

        assert {name for name in others if second.pdfs[name] != first.pdfs[name]} == set()

    def test_damaged_and_missing_files_of_cleaned_data_are_made_anew(self, second: Made) -> None:
        written = [f"data/processed/henan/{path.name}" for path in self.list_processed(second)]
        told = [
            line.split()[1]
            for line in second.result.stdout.splitlines()
            if line.startswith("written ")
        ]

        assert sorted(told) == sorted(written)
        for path in self.list_processed(second):
            header = path.read_text(encoding="utf-8").splitlines()[0]
            assert header.split(",")[0].endswith(("_id", "indicator"))

    def list_processed(self, made: Made) -> list[Path]:
        names = ("figures.csv", "partnerships.csv", "derived.csv", "refused.csv")
        return [made.shell.project / "data/processed/henan" / name for name in names]

    def test_the_report_that_fails_stays_as_it_was(self, second: Made) -> None:
        assert second.pdfs["puyang.zh.pdf"] == OLD

    def test_the_report_that_fails_is_told_with_cell_and_error(self, second: Made) -> None:
        assert second.result.returncode == 1
        first, rest = second.result.stderr.split("\n", maxsplit=1)
        assert first.startswith("failed   reports/puyang.zh.pdf: 03-city-report.ipynb, cell ")
        cell = "".join(f"    {line}\n" for line in FAILING_CELL.splitlines())
        assert rest == f"{cell}    ValueError: no headline for 濮阳\n"

    def test_the_cell_that_fails_is_counted_as_in_the_notebook(self, second: Made) -> None:
        assert f"03-city-report.ipynb, cell {second.failing_cell} failed:" in second.result.stderr

    def test_how_many_reports_failed_stands_at_the_end(self, second: Made) -> None:
        *lines, total = second.result.stdout.splitlines()

        assert [line for line in lines if "puyang" in line] == []
        assert re.fullmatch(r" *\d+\.\d s  in all; 1 failed", total)


# --- interruption ------------------------------------------------------------------------------


@contextlib.contextmanager
def run_until(
    shell: Shell, moment: str, *words: str
) -> Iterator[tuple[subprocess.Popen[str], contextlib.ExitStack]]:
    """Start `reports`, and go on when that notebook is being run, or when there is a process.

    Closing the second value lets the notebook go on.
    """
    with socket.create_server(("127.0.0.1", 0)) as server, contextlib.ExitStack() as stack:
        notebook = shell.project / "notebooks" / moment
        if notebook.is_file():
            # The cell says that it runs, and then waits for an answer that never comes.
            call = f"socket.create_connection({server.getsockname()}).recv(1)"
            wait = f"with contextlib.suppress(OSError):\n    {call}"
            insert_cell(notebook, f"import contextlib, socket\n{wait}")
        process = stack.enter_context(shell.start("reports", *words))
        held = stack.enter_context(contextlib.ExitStack())
        if notebook.is_file():
            held.enter_context(accept(server, process))
        else:
            wait_for_a_child(process)
        yield process, held


def accept(server: socket.socket, process: subprocess.Popen[str]) -> socket.socket:
    server.settimeout(1)
    for _ in range(PATIENCE):
        with contextlib.suppress(TimeoutError):
            return server.accept()[0]
        assert process.poll() is None, finish(process)
    pytest.fail("no notebook was run")


def wait_for_a_child(process: subprocess.Popen[str]) -> None:
    """Return as soon as the command has started a process, with most of its work before it."""
    main = psutil.Process(process.pid)
    while not main.children():
        assert process.poll() is None, finish(process)


def stop(
    process: subprocess.Popen[str], how: Callable[[int], None]
) -> tuple[subprocess.CompletedProcess[str], list[psutil.Process]]:
    """Stop a command; return its end, and those of its processes that are still alive."""
    children = psutil.Process(process.pid).children(recursive=True)
    try:
        how(process.pid)
        process.wait(timeout=PATIENCE)
        alive = wait_for_end(children)
    finally:
        kill(children)
    # Only now: who is still alive holds the other end of the pipes.
    return finish(process), alive


def wait_for_end(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run after a while; one that only waits to be reaped has ended."""
    alive = processes
    deadline = time.monotonic() + GRACE
    while alive and time.monotonic() < deadline:
        _, alive = psutil.wait_procs(alive, timeout=0.1)
        alive = [process for process in alive if not has_ended(process)]
    return alive


def has_ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def terminate_process(pid: int) -> None:
    """Do what `kill` does, and a machine that shuts down."""
    os.kill(pid, signal.SIGTERM)


def interrupt_group(pid: int) -> None:
    """Do what Ctrl-C in a terminal does."""
    os.killpg(pid, signal.SIGINT)


def kill_process(pid: int) -> None:
    """Do what a system does that is out of memory."""
    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("how", "moment", "jobs", "code"),
    [
        pytest.param(terminate_process, "03-city-report.ipynb", "1", 143, id="at reports"),
        pytest.param(interrupt_group, "03-city-report.ipynb", "1", 130, id="group at reports"),
        pytest.param(interrupt_group, "the first process", "2", 130, id="group at start"),
        pytest.param(kill_process, "03-city-report.ipynb", "1", -9, id="killed at reports"),
    ],
)
def test_reports_that_are_stopped_leave_the_old_ones_and_nothing_else(
    project: Path,
    home: Path,
    tmp_path: Path,
    how: Callable[[int], None],
    moment: str,
    jobs: str,
    code: int,
) -> None:
    shell = Shell(copy_short_project(project, tmp_path / "project"), home)
    for name in REPORTS:
        (shell.project / "reports" / name).write_bytes(OLD)

    with run_until(shell, moment, "--jobs", jobs) as (process, _):
        result, alive = stop(process, how)

    assert result.returncode == code
    assert result.stderr.strip() == (INTERRUPTED if code > 0 else "")
    assert alive == []
    assert shell.pdfs() == dict.fromkeys(REPORTS, OLD)
    assert list(shell.project.rglob("*.tmp")) == []
    assert list(shell.temporary.iterdir()) == []


def test_reports_made_while_a_table_is_edited_are_named_and_made_again(slim: Shell) -> None:
    words = ("--city", "luohe", "--language", "zh", "--jobs", "1")
    table = slim.project / "data/raw/henan/places.csv"
    content = table.read_bytes()

    with run_until(slim, "03-city-report.ipynb", *words) as (process, held):
        table.write_bytes(content.replace("漯河".encode(), "漯川".encode()))
        table.write_bytes(content)  # undone, but a report may show it
        held.close()
        result = finish(process)

    assert result.returncode == 1
    assert result.stderr == (
        "edited meanwhile: data/raw/henan/places.csv; "
        "1 reports may mix the old and the new; run this again\n"
    )
    again = slim.run("reports", *words)
    assert (again.returncode, again.stderr) == (0, "")
    assert "reports/luohe.zh.pdf" in again.stdout
    assert slim.run("reports", *words).stdout.startswith("nothing to do: 1 reports")


WITHOUT_DISTRIBUTED = """
import importlib, pkgutil, sys
import helpers
class Refuse:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in ("dask", "distributed"):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Refuse())
failed = []
for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
    try:
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    except ModuleNotFoundError:
        failed.append(module.name)
assert failed == ["helpers.runs.cluster"], failed
sys.exit(importlib.import_module("helpers.cli").main(sys.argv[1:]))
"""


def test_without_the_package_of_clusters_only_their_option_is_refused(slim: Shell) -> None:
    words = ("reports", "--city", "luohe", "--scheduler", "tcp://127.0.0.1:1")
    process = subprocess.run(
        [sys.executable, "-c", WITHOUT_DISTRIBUTED, *words],
        cwd=slim.project,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )

    assert process.returncode == 2
    assert process.stderr == (
        "error: a Dask cluster needs the package distributed; expected it to be installed\n"
    )
