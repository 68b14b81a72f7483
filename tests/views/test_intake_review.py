from pathlib import Path

import pytest

from helpers.intake.review import Review, open_review
from helpers.reports.language import Language
from helpers.views.intake_review import (
    ReviewPanel,
    build_controls,
    file_accepted_rows,
    review_proposals,
    summarise_intake,
)

EXAMPLE = "docs/examples/invented-city-report.txt"


@pytest.fixture
def review(project: Path) -> Review:
    return open_review(EXAMPLE, place="xinyang", project=project)


def test_the_panel_marks_the_token_in_its_line(review: Review) -> None:
    shown = ReviewPanel(review, Language("en")).mark_text()

    assert ">48.6亿元</mark>" in shown
    assert "line 8" in shown


def test_the_plain_text_is_the_same_each_time(project: Path, review: Review) -> None:
    first = review_proposals(review, "en")._repr_mimebundle_()["text/plain"]
    again = open_review(EXAMPLE, place="xinyang", project=project)

    assert first == review_proposals(again, "en")._repr_mimebundle_()["text/plain"]
    assert first.startswith("Row 1 of 18.")


@pytest.mark.parametrize(("language", "words"), [("en", "18 figures"), ("zh", "建议录入18个数字")])
def test_the_summary_speaks_both_languages(review: Review, language: str, words: str) -> None:
    assert words in repr(summarise_intake(review, language))


def test_nothing_is_filed_before_a_row_is_accepted(review: Review) -> None:
    assert "尚未接受任何一行" in repr(file_accepted_rows(review, "zh"))


def test_accepting_goes_on_to_the_next_row_and_a_fault_stays(review: Review) -> None:
    panel = ReviewPanel(review, Language("en"))

    assert panel.decide({}, accept=True) == []
    assert (review.rows[0]["decision"], panel.number) == ("accept", 1)
    faults = panel.decide({"indicator": ""}, accept=True)
    assert [fault.column for fault in faults] == ["indicator"]
    assert panel.number == 1
    panel.decide({}, accept=False)
    assert (review.rows[1]["decision"], panel.number) == ("reject", 2)


def test_the_buttons_decide(review: Review) -> None:
    pytest.importorskip("ipywidgets", reason="the extra lab is not installed")
    panel = ReviewPanel(review, Language("zh"))
    counts, beside, form, faults, buttons = build_controls(panel).children
    accept, reject, previous, *_ = buttons.children
    accept.click()
    reject.click()

    assert [row["decision"] for row in review.rows[:3]] == ["accept", "reject", ""]
    assert "已接受1，已拒绝1" in counts.value
    previous.click()
    assert "12.3%</mark>" in beside.value
    fields = {field.description: field for field in form.children}
    assert fields["as_printed"].value == "12.3%"
    fields["indicator"].value = "none"
    accept.click()
    assert "none" in faults.value
