import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from invented_report import DESCRIPTION, list_raw, place_report

from helpers.data.raw_data import read_raw_data
from helpers.intake.review.filing import ChangedElsewhereError
from helpers.intake.review.highlights import Highlight, MarkedText
from helpers.intake.review.opening import open_review
from helpers.intake.review.session import Session
from helpers.problems import InputError, UsageError

pytestmark = pytest.mark.slow

# Invented figures, said of a city of the data so that they can be filed.
TEXT = """2023年，全市研发投入48.6亿元，研发投入强度为2.15%。
全市共有国家高新技术企业286家，省级重点实验室286家。
2024年1月18日
"""


@pytest.fixture
def copy(project: Path, project_copy: Path) -> Path:
    return place_report(project, project_copy, TEXT)


def start(copy: Path, source: str = "") -> Session:
    return Session(open_review("invented.txt", "xinyang", source, project=copy))


@pytest.fixture
def session(copy: Path) -> Session:
    return start(copy)


def describe(session: Session) -> None:
    for column, value in DESCRIPTION.items():
        session.describe(column, value)


def read_saved(copy: Path) -> list[tuple[str, str]]:
    text = (copy / "intake/invented.csv").read_text(encoding="utf-8-sig")
    return [(row["as_printed"], row["decision"]) for row in csv.DictReader(text.splitlines())]


def test_every_step_is_in_the_file_at_once(copy: Path, session: Session) -> None:
    assert not (copy / "intake").exists()
    session.accept(0)
    assert read_saved(copy)[:2] == [("48.6亿元", "accept"), ("2.15%", "")]
    session.edit(1, "as_printed", "2.1%")
    session.reject(1)
    assert read_saved(copy)[1] == ("2.1%", "reject")


def test_steps_are_undone_one_by_one_down_to_the_first(copy: Path, session: Session) -> None:
    session.accept(0)
    session.edit(1, "period", "2022")
    session.describe("title_en", "Invented report")

    assert [session.undo().number for _ in range(3)] == [-1, 1, 0]  # type: ignore[union-attr]
    assert session.undo() is None
    assert session.review.source["title_en"] == ""
    assert session.review.rows[1]["period"] == "2023"
    assert read_saved(copy)[0] == ("48.6亿元", "")


def test_confident_rows_are_accepted_and_taken_back_together(session: Session) -> None:
    session.review.rows[1]["indicator"] = ""  # a fault: it stays open however confident
    least = Decimal(session.review.rows[0]["confidence"])
    session.review.rows[2]["doubtful"] = "place"
    kinds = session.accept_confident(least)

    decided = [row["decision"] for row in session.review.rows]
    assert decided[:3] == ["accept", "", ""]
    assert kinds["certain"] == [n for n, name in enumerate(decided) if name == "accept"]
    assert (1 in kinds["faulty"], 2 in kinds["doubtful"]) == (True, True)
    assert session.review.rows[0]["confirmed"] == "place unit sign"
    session.undo()
    assert {row["decision"] for row in session.review.rows} == {""}


def test_a_stretch_of_the_text_becomes_a_row_of_its_own(copy: Path, session: Session) -> None:
    start = TEXT.splitlines()[0].index("48.6")
    number = session.add(Highlight(0, start, start + 4))
    row = session.review.rows[number]

    assert (row["as_printed"], row["locator"], row["place"]) == ("48.6", "line 1", "xinyang")
    assert row["figure_id"] == "invented:1c"
    session.edit(number, "indicator", "rd_expenditure")
    assert row["measure"] == "flow"
    session.undo()
    session.undo()
    assert len(read_saved(copy)) == number


def test_filing_can_be_undone_until_a_file_is_changed(copy: Path, session: Session) -> None:
    before = list_raw(copy)
    session.accept(0)
    describe(session)
    assert sum(session.file().counts.values()) == 1
    assert list_raw(copy) != before
    session.undo()
    assert list_raw(copy) == before
    assert read_saved(copy)[0] == ("48.6亿元", "accept")

    session.file()
    with (copy / "data/raw/henan/rd_expenditure.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    changed = list_raw(copy)
    with pytest.raises(ChangedElsewhereError):
        session.undo()
    assert list_raw(copy) == changed


def test_what_another_wrote_is_not_overwritten(copy: Path, session: Session) -> None:
    session.accept(0)
    other = start(copy)
    other.reject(1)

    with pytest.raises(ChangedElsewhereError, match=r"intake/invented\.csv"):
        session.reject(0)
    assert read_saved(copy)[:2] == [("48.6亿元", "accept"), ("2.15%", "reject")]
    assert session.review.rows[0]["decision"] == "accept"


def test_a_document_that_is_filed_opens_as_filed_whatever_its_name(copy: Path) -> None:
    session = start(copy, "invented-report")
    session.accept(0)
    describe(session)
    session.file()
    shutil.rmtree(copy / "intake")
    again = start(copy)

    assert again.review.source["source"] == "invented-report"
    assert [row["decision"] for row in again.review.rows[:2]] == ["filed", ""]
    assert {row["figure_id"] for row in again.review.rows}.isdisjoint(
        set(read_raw_data(copy).readings) - {"invented-report:1a"}
    )


def test_a_document_is_not_filed_again_under_another_name(copy: Path) -> None:
    first = start(copy, "invented-report")
    first.accept(0)
    describe(first)
    first.file()
    before = list_raw(copy)
    second = start(copy, "another-name")
    second.accept(0)
    describe(second)

    with pytest.raises(InputError, match=r"the same text is in sources\.csv as 'invented-report'"):
        second.file()
    assert list_raw(copy) == before


def test_rows_of_another_text_are_not_taken_up(copy: Path, session: Session) -> None:
    session.accept(0)
    (copy / "invented.txt").write_text(TEXT.replace("48.6", "48.7"), encoding="utf-8")

    with pytest.raises(UsageError, match="holds the rows of another text"):
        start(copy)


def test_a_review_is_found_again_by_the_text_and_not_by_the_name(copy: Path) -> None:
    start(copy, "report-2024").accept(0)

    assert start(copy).review.rows[0]["decision"] == "accept"


def test_a_place_added_later_reaches_the_rows_that_are_open(copy: Path) -> None:
    (copy / "invented.txt").write_text("云泽市" + TEXT, encoding="utf-8")
    first = Session(open_review("invented.txt", project=copy))
    first.reject(0)
    assert first.review.rows[1]["place"] == ""
    with (copy / "data/raw/henan/places.csv").open("a", encoding="utf-8") as stream:
        stream.write("yunze,云泽市,云泽,Yunze,prefecture_city,419900,henan,,\n")
    rows = open_review("invented.txt", project=copy).rows

    assert [row["place"] for row in rows[:2]] == ["", "yunze"]


@pytest.mark.parametrize(
    ("context", "start"), [("企业【286家】，省级", 12), ("实验室【286家】。", 24)]
)
def test_of_two_equal_tokens_of_a_line_the_context_decides(
    session: Session, context: str, start: int
) -> None:
    text = MarkedText(session.review.proposals.document)

    assert text.find("line 2", "286家", context) == [Highlight(1, start, start + 4)]


def test_a_token_that_breaks_at_the_end_of_its_line_is_marked_on_both(copy: Path) -> None:
    (copy / "invented.txt").write_text("2023年，全市研发投入48.\n6亿元。\n", encoding="utf-8")
    text = MarkedText(start(copy).review.proposals.document)

    assert text.find("line 1", "48.6亿元", "研发投入【48.6亿元】。") == [
        Highlight(0, 12, 15),
        Highlight(1, 0, 3),
    ]
