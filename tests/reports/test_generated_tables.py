"""Tables made at random: the check refuses cells by file and line, and the rest makes reports."""

import csv
import io
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from page_making import collect
from raw_paths import raw_path

from helpers.audit.doubts import write_processed
from helpers.data.raw_data import RawData, read_raw_data
from helpers.pages.document import compile_report
from helpers.pages.html.page import compile_page
from helpers.pages.items import Section
from helpers.problems import InputError

SIGNS = [
    *("$", "$x$", "\\", "_", "^", "#", "*", "[", "]", "@", "<b>", "&amp;", "=1+1", '"', "'", ","),
    *("`", "~", "{", "}", "%", "//", "https://a.b/c", "<script>", "μ", "α", "Ａ", "½", "㎡", "…"),
    *(
        "\u3000",
        "\u00a0",
        " ",
        "-",
        "|",
        ";",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\n",
        "\0",
        "😀",
        "\ue000",
    ),
    *("𠮷", "а", "é", "ǎ", "①", "〇", "工", "エ", "漯河", "Luohe", "W" * 80, "龘" * 60),
]
PERIODS = ["2019", "2024", "2016/2020", "2021-02", "by 2025", "each 2021/2025", "2021/..", "9999"]
TOKENS = [
    "0",
    "0.0001%",
    "99999亿元",
    "-3%",
    "约300家",
    "1.5倍",
    "第1位",
    "5-8个",
    "近万项",
    "9" * 40,
]
OTHERS = ["", "0", "-1", "9" * 5000, "x", "2020", "9999-12-31", "2021-02-30", "con", "３", "7"]
SUBJECTS = ("rd_intensity", "rd_expenditure", "high_tech_enterprises", "contracts", "economy")
CODEBOOK = ("indicators", "units", "ladders")
NAMED = ("places", "entities", "sources", "indicators", "units", "ladders", "proposals")


@dataclass
class Table:
    """The rows of a file, and which of them were changed."""

    path: Path
    rows: list[list[str]]
    kept: dict[int, list[str] | None] = field(default_factory=dict)

    def change(self, number: int, column: int, value: str) -> None:
        self.kept.setdefault(number, list(self.rows[number]))
        self.rows[number][column] = value

    def add(self, row: list[str]) -> None:
        self.kept[len(self.rows)] = None
        self.rows.append(row)

    def write(self) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(self.rows)
        self.path.write_text(text.getvalue(), encoding="utf-8")

    def find_row(self, line: int) -> int:
        """Return the number of the row at a line of the file."""
        reached = 1
        for number, row in enumerate(self.rows):
            if reached == line:
                return number
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerow(row)
            reached += text.getvalue().count("\n")
        raise AssertionError(f"{self.path} has no line {line}")

    def restore(self, numbers: set[int]) -> None:
        """Put changed rows back as they were."""
        for number in sorted(numbers, reverse=True):
            row = self.kept.pop(number)
            if row is None:
                # Rows are added at the end, so only added ones come after it.
                del self.rows[number]
                after = [other for other in self.kept if other > number]
                for other in sorted(after):
                    self.kept[other - 1] = self.kept.pop(other)
            else:
                self.rows[number] = row


def make_text(chance: random.Random, old: str) -> str:
    parts = [old, *chance.choices(SIGNS, k=chance.randint(0, 3))]
    if chance.random() < 0.2:
        parts = parts[1:]
    chance.shuffle(parts)
    return "".join(parts)


def change_tables(project: Path, chance: random.Random) -> dict[str, Table]:
    """Change many cells of a copy of the project at random, and add places."""
    tables = {}
    for name in (*NAMED, *SUBJECTS):
        path = project / raw_path(name)
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        table = tables[name] = Table(path, rows)
        for number in chance.sample(range(1, len(rows)), min(len(rows) - 1, 12)):
            columns = list(range(1, len(rows[0])))
            if name in CODEBOOK:  # what else it holds is referred to by rows of every table
                columns = [at for at in columns if rows[0][at].endswith(("_zh", "_en"))]
            column = chance.choice(columns)
            choices = {"period": PERIODS, "as_printed": TOKENS}.get(rows[0][column], OTHERS)
            is_text = rows[0][column].endswith(("_zh", "_en")) or chance.random() < 0.2
            old = rows[number][column]
            table.change(
                number, column, make_text(chance, old) if is_text else chance.choice(choices)
            )
    places = tables["places"]
    slugs = [row[0] for row in places.rows[1:]]
    for number in range(chance.randint(1, 5)):
        slug = chance.choice([f"town-{number}", "audit", "lpt9", *slugs])
        names = [make_text(chance, f"{text}{number}") for text in ("新市", "新", "Town")]
        kind = chance.choice(["prefecture_city", "county_level", "province", "nation"])
        parent = chance.choice(["", slug, "henan", f"town-{number + 1}", *slugs])
        tile = [chance.choice(["", "0", "9", "15", "16", "-1"]) for _ in range(2)]
        places.add([slug, *names, kind, f"5000{number:02}", parent, *tile])
    return tables


def read_what_passes(project: Path, tables: dict[str, Table]) -> RawData:
    """Take back the rows that the check names, until it has nothing to refuse."""
    for _ in range(20):
        for table in tables.values():
            table.write()
        try:
            return read_raw_data(project)
        except InputError as error:
            named: dict[str, set[int]] = {}
            for problem in error.problems:
                assert "\n" not in str(problem)
                assert len(str(problem)) < 3000
                name = Path(problem.file).stem
                if name in tables and problem.line:
                    number = tables[name].find_row(problem.line)
                    named.setdefault(name, set()).add(number)
            changed = {
                name: numbers & set(tables[name].kept)
                for name, numbers in named.items()
                if numbers & set(tables[name].kept)
            }
            # A fault in a row that was not changed comes from one that was, in some other table.
            first = next((name for name, table in tables.items() if table.kept), "places")
            for name, numbers in (changed or {first: set(tables[first].kept)}).items():
                tables[name].restore(numbers)
    raise AssertionError("the check refuses what was not changed")


def run_notebook(project: Path, number: str, parameters: dict[str, str]) -> list[Section]:
    """Run the cells of a notebook in this process; return the sections it shows."""
    (path,) = (project / "notebooks").glob(f"{number}-*.ipynb")
    names: dict[str, object] = {}
    sections = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        if "parameters" in cell.metadata.get("tags", []):
            names.update(parameters)
            continue
        *before, last = cell.source.rstrip().split("\n")
        is_shown = last.startswith("write_")
        exec(cell.source if not is_shown else "\n".join(before), names)  # noqa: S102
        if is_shown:
            shown = eval(last, names)  # noqa: S307
            assert isinstance(shown, Section)
            sections.append(shown)
    return sections


def make_reports(project: Path, raw: RawData, chance: random.Random) -> None:
    """Make the reports of a city, of all cities and of the audit from changed tables."""
    write_processed(raw, project)
    places = raw.index("places", "place")
    cities = [slug for slug, row in places.items() if row["kind"] == "prefecture_city"]
    language = chance.choice(["en", "zh"])
    reports = [
        ("03", {"city": chance.choice(["luohe", *cities]), "peers": ""}),
        ("04", {"province": "henan"}),
        ("05", {"place": "henan"}),
    ]
    for number, about in reports:
        parameters = {"language": language, "as_of": "", **about}
        content = collect(*run_notebook(project, number, parameters))
        assert compile_report(content, project).startswith(b"%PDF")
        assert compile_page(content, f"{number}.{language}", (language,), project)


@pytest.mark.slow
def test_what_passes_the_check_makes_reports(
    project: Path, project_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("notebooks", "reports/template"):
        shutil.copytree(project / part, project_copy / part, dirs_exist_ok=True)
    monkeypatch.chdir(project_copy)
    chance = random.Random(0)  # noqa: S311  # the same tables each time
    tables = change_tables(project_copy, chance)

    raw = read_what_passes(project_copy, tables)

    # Far from everything was refused: names and notes may hold what prose may hold.
    assert sum(len(table.kept) for table in tables.values()) > 20
    make_reports(project_copy, raw, chance)
