import json
import re
import shutil
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from helpers.intake.review.decisions import Review
from helpers.intake.review.intake_review import (
    review_proposals,
    summarise_intake,
    tabulate_omissions,
    tell_what_remains,
)
from helpers.intake.review.opening import open_review
from helpers.intake.text.reading_faults import translate_fault, write_fault
from helpers.problems import Problem
from helpers.words.language import Language, read_catalogue

pytestmark = pytest.mark.slow

EXAMPLE = "docs/examples/invented-city-report.txt"


def copy_data(project: Path, folder: Path) -> Path:
    for part in ("data/raw", "data/lexicon", "docs/examples"):
        shutil.copytree(project / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data into which nothing is written."""
    return copy_data(project, tmp_path_factory.mktemp("data") / "project")


@pytest.fixture
def review(folder: Path) -> Review:
    return open_review(EXAMPLE, place="xinyang", project=folder)


@pytest.fixture
def review_to_write(project: Path, tmp_path: Path) -> Review:
    return open_review(EXAMPLE, place="xinyang", project=copy_data(project, tmp_path / "project"))


def say_faults(review: Review, language: str, **cells: str) -> dict[str, str]:
    """Edit the first row, and return what is said at its fields."""
    review.edit(0, **cells)
    (row, *_) = review_proposals(review, language).packer.pack_state()["rows"]
    faults: dict[str, str] = row["faults"]
    return faults


def test_the_plain_text_is_the_same_each_time(review: Review) -> None:
    first = review_proposals(review, "en")._repr_mimebundle_()["text/plain"]
    again = open_review(EXAMPLE, place="xinyang", project=review.project)

    assert first == review_proposals(again, "en")._repr_mimebundle_()["text/plain"]
    assert first.startswith("0 of 18 decided")


@pytest.mark.parametrize(("language", "words"), [("en", "18 figures"), ("zh", "建议录入18个数字")])
def test_the_summary_speaks_both_languages(review: Review, language: str, words: str) -> None:
    assert words in repr(summarise_intake(review, language))


def test_place_and_day_of_the_summary_are_written_in_its_language(review: Review) -> None:
    assert "地区：信阳市。成文时间：2024年1月18日。" in repr(summarise_intake(review, "zh"))
    assert "Place: Xinyang. Written: 18 January 2024." in repr(summarise_intake(review, "en"))


def test_a_place_without_a_row_is_told_before_anything_is_decided(review: Review) -> None:
    review = open_review(EXAMPLE, project=review.project)

    assert "Place 云泽市: places.csv has no row for it." in repr(summarise_intake(review, "en"))
    said, is_wrong = review_proposals(review, "zh").packer.say_hello()
    assert "docs/add-a-city.md" in said
    assert is_wrong


@pytest.mark.parametrize(
    ("cells", "column", "english", "chinese"),
    [
        ({"indicator": "rd_expenditur"}, "indicator", "perhaps rd_expenditure?", "是否为"),
        ({"place": ""}, "place", "Fill this in", "请填写"),
        ({"period": "in 2023"}, "period", "is not a period", "不是时期"),
        ({"as_printed": "四十多多"}, "as_printed", "cannot be read", "无法识别"),
        ({"indicator": "rd_intensity"}, "as_printed", "R&D intensity is in %", "单位是%"),
        (
            {"measure": "stock"},
            "measure",
            "of this indicator is: within the period",
            "类型是：流量",
        ),
        ({"period": "by 2030"}, "basis", "The period (by 2030) had not ended", "尚未结束"),
        ({"period_basis": "inferred"}, "period_evidence", "what it is inferred from", "请选择依据"),
        ({"scope": "firm"}, "entity", "name it", "请指明"),
        ({"note_en": "rounded"}, "note_zh", "one language only", "只有一种语言"),
    ],
)
def test_a_wrong_cell_is_told_in_one_sentence_at_its_field(
    review: Review, cells: dict[str, str], column: str, english: str, chinese: str
) -> None:
    assert english in say_faults(review, "en", **cells)[column]
    said = say_faults(review, "zh", **cells)
    assert chinese in said[column]
    assert said[column].endswith(("。", "？"))


def test_a_fault_of_the_place_stands_at_the_place_in_the_language_of_the_page(
    review: Review,
) -> None:
    review.rows[0]["fault"] = write_fault("intake_reading_place_unknown", name="鹿鸣市")

    assert "places.csv does not list 鹿鸣市" in say_faults(review, "en")["place"]
    assert "places.csv 中没有“鹿鸣市”" in say_faults(review, "zh")["place"]


@pytest.mark.parametrize("key", [key for key in read_catalogue() if "intake_reading_" in key])
def test_every_fault_of_a_reading_is_read_back_from_its_english(key: str) -> None:
    texts = read_catalogue()[key]
    values = {name: f"9{name}" for _, name, *_ in Formatter().parse(texts["zh"]) if name}
    fault = write_fault(key, **values)

    reason = fault.removeprefix(f"{key.split('_')[2]}: ")
    assert translate_fault(reason, Language("zh")) == texts["zh"].format(**values)


def test_what_was_left_out_stands_in_a_table(review: Review) -> None:
    table = tabulate_omissions(review, "zh")

    assert list(table.iloc[0]) == ["第4行", "2023年", "日期"]


def test_what_remains_names_the_cells_of_the_source_that_are_empty(review: Review) -> None:
    said = repr(tell_what_remains(review, "en")).splitlines()

    assert said[:3] == [
        "Decide: 18 figures are open",
        "Describe the source: 6 cells to fill in",
        "File: nothing is accepted yet",
    ]
    assert "title_en: Fill this in: title in English." in said


def test_running_the_notebook_again_takes_up_decisions_and_files_nothing(
    project: Path, review_to_write: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert review_to_write.accept(0) == []
    review_to_write.describe(
        **{
            name: "虚构"
            for name, cell in review_to_write.source.items()
            if not cell and "_" in name
        }
    )
    review_to_write.save()
    folder = review_to_write.project / "data" / "raw"
    before = {path: path.read_bytes() for path in folder.glob("*/*")}
    monkeypatch.chdir(review_to_write.project)
    notebook = json.loads((project / "notebooks/11-intake.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 - the cells are what is tested

    assert names["review"].rows[0]["decision"] == "accept"
    assert {path: path.read_bytes() for path in folder.glob("*/*")} == before


# --- the page ----------------------------------------------------------------------------------


def open_page(review: Review, language: str = "en") -> Any:
    pytest.importorskip("anywidget", reason="the extra lab is not installed")
    from helpers.intake.review.intake_widget import Reviewer

    return Reviewer(review_proposals(review, language).packer)


def test_the_page_has_every_word_in_its_language(review: Review) -> None:
    page = open_page(review, "zh")
    shown = [*page.document["words"].values(), *(one["label"] for one in page.document["fields"])]
    shown += [step["text"] for step in page.state["steps"]]
    shown += [one["reason"] for one in page.document["omissions"]]

    assert {word for text in shown for word in re.findall("[A-Za-z]{2,}", text)} <= {
        *("Ctrl", "Enter", "Esc", "CSV", "data", "raw", "sources", "csv", "make", "notebooks")
    }


def test_every_row_has_its_token_marked_where_it_stands(review: Review) -> None:
    page = open_page(review)
    lines = review.proposals.document.lines

    for row in page.state["rows"]:
        ((line, start, end),) = row["marks"]
        assert lines[line].text[start:end] == row["cells"]["as_printed"]
        assert lines[line].locator == row["where"]


def test_a_step_that_is_refused_is_told_and_changes_nothing(review_to_write: Review) -> None:
    page = open_page(review_to_write)
    page.follow({"do": "reject", "number": 0})
    with review_to_write.paths.proposals.open("ab") as stream:
        stream.write(b"\n")
    page.follow({"do": "reject", "number": 1})

    assert page.state["wrong"]
    assert "changed elsewhere" in page.state["said"]
    assert [row["decision"] for row in page.state["rows"][:2]] == ["rejected", "open"]


def test_what_keeps_all_rows_from_being_filed_is_said_in_the_language_of_the_page(
    review: Review,
) -> None:
    review.edit(0, indicator="")
    own = Problem("intake/invented-city-report.csv", 2, "indicator", "the cell is empty", "a value")
    clash = Problem("data/raw/henan/gdp.csv", 7, "", "the row repeats line 5", "each figure once")
    at = Problem(
        "data/raw/henan/relations.csv", 7, "subject", "'a:1' is no figure", "perhaps 'a:2'"
    )

    said = [review_proposals(review, "zh").packer.say_problem(one) for one in (own, clash, at)]

    assert said[0].startswith("第8行“48.6亿元”：请填写")
    assert said[1] == "写入后，data/raw/henan/gdp.csv 第7行与已有数据重复或冲突"
    assert said[2].startswith("写入后，data/raw/henan/relations.csv 第7行的“")
    assert not re.search("[a-z] [a-z]", "".join(said))
    assert review_proposals(review, "en").packer.say_problem(clash) == str(clash)


def test_a_file_that_cannot_be_written_is_told(review_to_write: Review) -> None:
    (review_to_write.project / "intake").write_text("no folder", encoding="utf-8")
    page = open_page(review_to_write)
    page.follow({"do": "reject", "number": 0})

    assert page.state["wrong"]
    assert page.state["said"].startswith("intake/invented-city-report.csv cannot be written")
    assert page.state["rows"][0]["decision"] == "open"


def test_the_number_read_is_said_with_its_unit(review: Review) -> None:
    rows = review_proposals(review, "en").packer.pack_state()["rows"]
    read = {row["cells"]["as_printed"]: row["read"] for row in rows}

    assert read["48.6亿元"] == "4,860,000,000 CNY"
    assert read["突破10亿元"] == "over 1,000,000,000 CNY"


def test_the_name_of_a_new_indicator_is_said_where_none_is_chosen(review: Review) -> None:
    review.rows[0].update(indicator="", term="进出口总额")
    (row, *_) = review_proposals(review, "en").packer.pack_state()["rows"]

    assert "standard term, 进出口总额" in row["faults"]["indicator"]
