import csv
import shutil
from pathlib import Path

import pytest
from invented_report import DESCRIPTION, list_raw, place_report
from raw_paths import raw_path

from helpers.cli import main
from helpers.data.raw_data import read_raw_data
from helpers.intake.review.decisions import Review
from helpers.intake.review.highlights import Highlight
from helpers.intake.review.intake_review import review_proposals
from helpers.intake.review.opening import open_review
from helpers.intake.review.session import Session
from helpers.problems import InputError, UsageError

pytestmark = pytest.mark.slow

# Invented figures, said of a city of the data so that they can be filed.
TEXT = """2023年，全市研发投入48.6亿元，研发投入强度为2.15%。
全市共有国家高新技术企业286家。
2024年1月18日
"""


@pytest.fixture
def copy(project: Path, project_copy: Path) -> Path:
    return place_report(project, project_copy, TEXT)


@pytest.fixture
def review(copy: Path) -> Review:
    return open_review("invented.txt", place="xinyang", project=copy)


def test_accepted_rows_are_filed_with_their_source_and_rejected_ones_are_not(
    copy: Path, review: Review
) -> None:
    assert review.accept(0) == []
    assert review.accept(1) == []
    review.reject(2)
    assert review.describe(**DESCRIPTION) == []
    filing = review.file()

    assert dict(filing.counts) == {raw_path("rd_expenditure"): 1, raw_path("rd_intensity"): 1}
    assert (filing.rejected, filing.undecided) == (1, 0)
    assert filing.new_source == raw_path("sources")
    raw = read_raw_data(copy)
    reading = raw.readings["invented:1b"]
    assert (str(reading.figure.value), reading.unit) == ("2.15", "%")
    assert raw.index("sources", "source")["invented"]["written_latest"] == "2024-01-18"
    assert "invented:2a" not in raw.readings


def test_a_review_reads_and_writes_the_project_that_was_opened_and_no_other(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    shutil.copytree(copy, other)
    (other / "invented.txt").write_text("2023年，全市研发投入77亿元。\n", encoding="utf-8")
    shutil.rmtree(other / "data/lexicon")
    before = list_raw(other)
    monkeypatch.chdir(other)
    session = Session(open_review("invented.txt", place="xinyang", project=copy))
    review_proposals(session.review, "en").packer.pack_state()
    session.accept(0)
    session.add(Highlight(1, 12, 16))
    for column, value in DESCRIPTION.items():
        session.describe(column, value)
    filing = session.file()

    assert [row["as_printed"] for row in session.review.rows][-1:] == ["286家"]
    assert dict(filing.counts) == {raw_path("rd_expenditure"): 1}
    assert str(read_raw_data(copy).readings["invented:1a"].figure.value) == "4860000000"
    assert (copy / "intake/invented.csv").is_file()
    session.undo()
    assert "invented:1a" not in read_raw_data(copy).readings
    assert list_raw(other) == before
    assert not (other / "intake").exists()


def test_what_was_filed_is_verified_against_the_document(copy: Path, review: Review) -> None:
    review.accept(0)
    review.describe(**DESCRIPTION)
    review.file()
    row = read_raw_data(copy).index("sources", "source")["invented"]

    assert (row["file"], row["access"]) == ("invented.txt", "text")
    assert row["sha256"] == review.proposals.document.sha256


def test_what_was_filed_once_is_not_filed_again(review: Review) -> None:
    review.accept(0)
    review.describe(**DESCRIPTION)
    review.file()
    review.accept(1)
    second = review.file()

    assert (dict(second.counts), second.new_source) == ({raw_path("rd_intensity"): 1}, "")
    with pytest.raises(UsageError, match="row 0 is filed"):
        review.reject(0)


def test_a_source_that_is_not_described_holds_everything_back(copy: Path, review: Review) -> None:
    before = list_raw(copy)
    review.accept(0)

    with pytest.raises(InputError) as caught:
        review.file()

    assert "intake/invented.source.csv:2: title_en: the cell is empty" in str(caught.value)
    assert list_raw(copy) == before


def test_a_mistake_is_named_by_line_and_column_and_nothing_is_written(
    copy: Path, review: Review
) -> None:
    review.accept(0)
    review.describe(**DESCRIPTION)
    review.save()
    path = review.paths.proposals
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    rows[2][rows[0].index("decision")] = "accept"
    rows[2][rows[0].index("confirmed")] = "place unit sign"
    rows[2][rows[0].index("period")] = "in 2023"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    before = list_raw(copy)

    with pytest.raises(InputError) as caught:
        open_review("invented.txt", place="xinyang", project=copy).file()

    assert str(caught.value).startswith("intake/invented.csv:3: period: 'in 2023' is not a period")
    assert list_raw(copy) == before


def test_a_row_with_a_fault_is_not_accepted_until_it_is_mended(review: Review) -> None:
    faults = review.edit(1, indicator="rd_intensty")

    assert [(fault.column, fault.expected) for fault in faults] == [
        ("indicator", "perhaps 'rd_intensity'")
    ]
    assert review.accept(1) == faults
    assert review.rows[1]["decision"] == ""
    assert review.edit(1, indicator="rd_intensity") == []
    assert review.accept(1) == []


def test_an_edited_token_is_read_anew(review: Review) -> None:
    review.edit(0, as_printed="近49亿元")

    assert (review.rows[0]["value"], review.rows[0]["qualifier"]) == ("4900000000", "nearly")
    assert "cannot read" in review.edit(0, as_printed="四十多多")[0].wrong


def test_decisions_are_taken_up_again(copy: Path, review: Review) -> None:
    review.accept(0)
    review.edit(1, label="强度")
    review.save()
    again = open_review("invented.txt", place="xinyang", project=copy)

    assert [row["decision"] for row in again.rows] == ["accept", "", ""]
    assert again.rows[1]["label"] == "强度"


def test_nothing_is_filed_while_nothing_is_accepted(copy: Path, review: Review) -> None:
    before = list_raw(copy)

    assert review.file().counts == {}
    assert list_raw(copy) == before
    assert not review.paths.proposals.exists()


# --- the command -------------------------------------------------------------------------------


def test_the_command_proposes_and_files(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)

    assert main(["intake", "invented.txt", "--place", "xinyang"]) == 0
    said = capsys.readouterr().out
    assert "3 figures proposed" in said
    assert said.splitlines()[-1].endswith("intake --file intake/invented.csv")
    assert {path.name for path in (copy / "intake").iterdir()} == {
        *("invented.csv", "invented.left-out.csv", "invented.source.csv")
    }
    assert main(["intake", "--file", "intake/invented.csv"]) == 2
    assert "no row is accepted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["none.txt"], "there is no such file"),
        (["invented.txt", "--output", "data/raw/henan/new.csv"], "never go into data/raw"),
        (["invented.txt", "--output", "new.txt"], "ends in .csv"),
        (["invented.txt", "--source", "Bad Name"], "is not an identifier"),
        (["invented.txt", "--place", "nowhere"], "no place 'nowhere'"),
        (["--file", "none.csv"], "the file is missing"),
        ([], "expected one document"),
    ],
)
def test_a_wrong_command_is_told_in_one_line_and_writes_nothing(
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(copy)
    before = list_raw(copy)

    assert main(["intake", *words]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert list_raw(copy) == before
    assert not (copy / "intake").exists()


def test_a_text_without_figures_is_said_to_leave_nothing_to_decide(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)
    (copy / "words.txt").write_text("全市科技工作稳步推进。\n", encoding="utf-8")

    assert main(["intake", "words.txt"]) == 0
    assert "no figure was found" in capsys.readouterr().out.splitlines()[-1]


def test_proposals_that_were_edited_are_not_overwritten(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)
    main(["intake", "invented.txt"])
    assert main(["intake", "invented.txt"]) == 0
    path = copy / "intake" / "invented.csv"
    edited = path.read_bytes().replace("48.6亿元".encode(), "48.6亿".encode())
    path.write_bytes(edited)

    assert main(["intake", "invented.txt"]) == 2
    assert "holds something else, perhaps decisions" in capsys.readouterr().err
    assert path.read_bytes() == edited


def mark(path: Path, *cells: tuple[int, str, str]) -> None:
    """Write cells of a CSV as a person does: the line, the column, the text."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    for line, column, text in cells:
        rows[line - 1][rows[0].index(column)] = text
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


@pytest.fixture
def proposed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The proposals as the command writes them, with their source described and two accepted."""
    monkeypatch.chdir(copy)
    assert main(["intake", "invented.txt", "--place", "xinyang"]) == 0
    mark(copy / "intake/invented.source.csv", *((2, *cell) for cell in DESCRIPTION.items()))
    path = copy / "intake/invented.csv"
    mark(path, (2, "decision", "accept"), (3, "decision", "accept"))
    return path


def file(path: Path) -> int:
    return main(["intake", "--file", str(path)])


def test_rows_are_refused_by_line_until_place_unit_and_sign_are_confirmed(
    copy: Path, proposed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list_raw(copy)
    mark(proposed, (2, "confirmed", "place, unit, sign"), (3, "confirmed", "unit"))

    assert file(proposed) == 2
    assert capsys.readouterr().err == (
        "intake/invented.csv:3: place, sign: not confirmed: xinyang, +2.15; "
        "expected the words place sign in the column confirmed, if this is right\n"
    )
    mark(proposed, (3, "confirmed", "place unit sing"))
    assert file(proposed) == 2
    assert "csv:3: confirmed: 'sing' cannot be confirmed" in capsys.readouterr().err
    assert list_raw(copy) == before
    mark(proposed, (3, "confirmed", "Unit place sign"))
    assert file(proposed) == 0


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("place: 南阳市 is named beside it", "place: 南阳市 is named beside it; expected"),
        ("a digit may be missing", "as_printed: a digit may be missing; expected"),
    ],
)
def test_a_row_with_a_fault_is_refused_however_it_is_confirmed(
    copy: Path, proposed: Path, capsys: pytest.CaptureFixture[str], fault: str, told: str
) -> None:
    before = list_raw(copy)
    mark(proposed, *((line, "confirmed", "place unit sign") for line in (2, 3)))
    mark(proposed, (3, "fault", fault))

    assert file(proposed) == 2
    assert capsys.readouterr().err.startswith(f"intake/invented.csv:3: {told}")
    assert list_raw(copy) == before
    mark(proposed, (3, "fault", ""))
    assert file(proposed) == 0


def test_what_was_taken_back_is_filed_again_and_what_stands_is_not_filed_twice(
    copy: Path, proposed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list_raw(copy)
    mark(proposed, *((line, "confirmed", "place unit sign") for line in (2, 3)))
    assert file(proposed) == 0
    filed = list_raw(copy)
    table = copy / "data/raw/henan/rd_intensity.csv"
    table.write_bytes(
        filed["henan/rd_intensity.csv"].replace(b"2.15%", b"2.16%")
    )  # mended after filing
    assert file(proposed) == 2
    assert "every accepted row is already in data/raw" in capsys.readouterr().err

    for name, content in before.items():
        (copy / "data/raw" / name).write_bytes(content)
    assert open_review("invented.txt", project=copy).count()["accept"] == 2
    assert file(proposed) == 0
    assert "no longer in data/raw: invented:1a, invented:1b" in capsys.readouterr().out
    assert list_raw(copy) == filed

    (copy / "data/raw/henan/rd_intensity.csv").write_bytes(before["henan/rd_intensity.csv"])
    assert file(proposed) == 0
    assert "no longer in data/raw: invented:1b" in capsys.readouterr().out
    assert list_raw(copy) == filed


def test_cells_that_look_like_formulas_are_inert_and_filed_as_printed(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy)
    text = "=cmd|'/C calc'!A0\n=1+1，2023年漯河市高新技术企业达到203家。\n@A1，研发投入强度2.1%。\n"
    (copy / "invented.txt").write_text(text, encoding="utf-8")
    assert main(["intake", "invented.txt", "--place", "luohe"]) == 0

    paths = sorted((copy / "intake").glob("*.csv"))
    cells = [
        cell
        for path in paths
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]
    assert len(paths) == 3
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝＋－＠")] == []
    assert "《=cmd|'/Ccalc'!A0》" in cells  # the marks of a title make it a text

    path = copy / "intake/invented.csv"
    mark(copy / "intake/invented.source.csv", *((2, *cell) for cell in DESCRIPTION.items()))
    mark(copy / "intake/invented.source.csv", (2, "title_zh", "'=虚构"))
    mark(path, (2, "decision", "accept"), (2, "confirmed", "place unit sign"))
    mark(path, (2, "label", "'@高新技术企业"))
    described = dict.fromkeys(("written_earliest", "written_latest"), "2024-01-18")
    described |= {"vintage": "2024", "kind": "report"}
    mark(copy / "intake/invented.source.csv", *((2, *cell) for cell in described.items()))
    assert file(path) == 0
    raw = read_raw_data(copy)
    assert (
        raw.index("high_tech_enterprises", "figure_id")["invented:2a"]["label"] == "@高新技术企业"
    )
    assert raw.index("sources", "source")["invented"]["title_zh"] == "=虚构"
