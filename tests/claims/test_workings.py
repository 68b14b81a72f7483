import re

import pytest

from claims.test_wording import list_texts
from claims.texts.workings import find_wrong_sums
from claims.told import Told


def test_every_sum_that_a_report_shows_comes_out_as_written(every_report: list[Told]) -> None:
    texts = {
        text
        for told in every_report
        for section in told.sections
        for item in section.items
        if item.to_data()["kind"] != "attachment"
        for text in list_texts(item.to_data())
        if re.search("[=÷×−]", text)
    }
    found = {text: find_wrong_sums(text) for text in texts}

    assert {text: wrong for text, (_, wrong) in found.items() if wrong} == {}
    assert {text for text, (number, _) in found.items() if number < text.count("=")} == set()
    assert sum(number for number, _ in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "9084人 −（15人 + 42人 + 937人 + 8037人）= 53人。",
        "122.46亿元（城市年鉴2018）÷（1 + 24.0%）= 98.714—98.802亿元",
        "CNY 226 million ÷ 53 firms = CNY 4.26 million; within CNY 4.255–4.274 million",
        "(101) ÷ 3 = 29–40",
        "CNY 1.615 billion (provisional) × (1 + 12%)^5 = CNY 2.845–2.847 billion",
        "((2.1% × CNY 176.4 billion) ÷ (1.14% × CNY 157.388 billion))^(1 ÷ 3) − 1 = 26.1–28.5%",
        "（34家 ÷ 20—21家）的5次方根 − 1 = 10.1%—11.2%（每年）。",
        "（34家 ÷ 20家）的5次方根 − 1 = 11.2%（每年）。",
        "16.15亿元（初步） ×（1 + 12%）的5次方 = 28.453—28.471亿元。",
        "5 × 5 + 55 = 80",
        "3.47% − 3.03% = 0.44 percentage points",
        "as of 2020, at least 15 short (70 − 55)",
    ],
)
def test_a_sum_that_is_right_passes_and_one_that_is_off_by_one_digit_is_found(text: str) -> None:
    assert find_wrong_sums(text) == (1, [])
    last = [*re.finditer(r"\d(?=\D*$)", text)][-1]
    wrong = f"{text[: last.start()]}{(int(last.group()) + 4) % 10}{text[last.end() :]}"
    assert find_wrong_sums(wrong)[1]
