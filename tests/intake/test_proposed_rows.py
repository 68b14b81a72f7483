import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.intake.proposed_rows import Proposals
from helpers.problems import UsageError

Propose = Callable[..., Proposals]

# Invented: no such city, no such figures.
REPORT = """云泽市科技局2023年工作总结

一、工作开展情况
2023年，全市研发投入48.6亿元，同比增长12.3%，投入强度居全省第
三位。截至2023年底，全市国家高新技术企业达到1286家，其中百亿级企
业2家。高新技术企业、科技型中小企业分别达到1286家、2105家。
二、下一步打算
到2025年，高新技术企业达到1500家左右，每年新建10-12家市级技术创新中心。
对新认定的省级重点实验室一次性给予50万元奖励。

联系电话：0710-3612345
上一篇：2022年工作总结
"""
TABLE = """<html><head><meta charset="utf-8"><title>云泽市2023年科技统计公报</title></head><body>
<h1>云泽市2023年科技统计公报</h1><p>表1 2023年各县区研发投入情况表，单位见表头。</p>
<table><tr><th>地区</th><th>研发投入（亿元）</th><th>研发投入强度（%）</th></tr>
<tr><td>全市</td><td>48.6</td><td>2.15</td></tr>
<tr><td>临江县</td><td>10.2</td><td>1.80</td></tr></table></body></html>"""


def find(proposals: Proposals, token: str) -> dict[str, str]:
    (row,) = [row for row in proposals.rows if row["as_printed"] == token][:1]
    return row


def test_a_report_of_another_city_is_read_whole(propose: Propose) -> None:
    proposals = propose(REPORT, source="yunze-2023")

    assert [row["as_printed"] for row in proposals.rows] == [
        *("48.6亿元", "12.3%", "第三位", "1286家", "百亿级", "2家", "1286家", "2105家"),
        *("1500家左右", "10-12家", "50万元"),
    ]
    assert (proposals.place, proposals.place_printed) == ("", "云泽市")
    reasons = {omission.token: omission.reason for omission in proposals.omissions}
    assert reasons["0710-3612345"] == "administrative"
    assert reasons["一、"] == "list_numeral"


def test_a_token_on_two_lines_is_located_where_it_begins(propose: Propose) -> None:
    rank = find(propose(REPORT, source="yunze-2023"), "第三位")

    assert (rank["locator"], rank["figure_id"]) == ("line 4", "yunze-2023:4c")
    assert (rank["value"], rank["unit"], rank["measure"]) == ("3", "位次", "rank")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("48.6亿元", {"indicator": "rd_expenditure", "period": "2023", "period_basis": "printed"}),
        ("48.6亿元", {"value": "4860000000", "unit": "元", "basis": "actual", "measure": "flow"}),
        ("12.3%", {"measure": "growth", "label": "同比增长"}),
        ("1286家", {"indicator": "high_tech_enterprises", "measure": "stock"}),
        ("2105家", {"indicator": "technology_smes", "label": "科技型中小企业"}),
        ("1500家左右", {"basis": "target", "period": "by 2025", "qualifier": "about"}),
        ("10-12家", {"basis": "target", "qualifier": "range", "value": "10–12"}),
        ("50万元", {"basis": "policy", "value": "500000"}),
    ],
)
def test_what_the_words_around_a_figure_say_is_guessed(
    propose: Propose, token: str, expected: dict[str, str]
) -> None:
    row = find(propose(REPORT), token)

    assert {name: row[name] for name in expected} == expected


def test_a_guess_that_is_printed_counts_more_than_an_inferred_one(propose: Propose) -> None:
    proposals = propose(REPORT)

    assert float(find(proposals, "48.6亿元")["confidence"]) > float(
        find(proposals, "50万元")["confidence"]
    )


def test_a_table_lends_its_numbers_the_unit_of_their_head(propose: Propose) -> None:
    rows = propose(TABLE, "page.html").rows

    assert [(row["as_printed"], row["table_unit"], row["value"]) for row in rows] == [
        *(("48.6", "亿元", "4860000000"), ("2.15", "%", "2.15")),
        *(("10.2", "亿元", "1020000000"), ("1.80", "%", "1.8")),
    ]
    assert {row["indicator"] for row in rows} == {"rd_expenditure", "rd_intensity"}
    assert {row["period"] for row in rows} == {"2023"}


def test_a_place_can_be_given_and_must_be_known(propose: Propose) -> None:
    assert {row["place"] for row in propose(REPORT, place="xinyang").rows} == {"xinyang"}
    with pytest.raises(UsageError, match=r"no place 'luohee' .* expected perhaps 'luohe'"):
        propose(REPORT, place="luohee")


def test_a_city_of_the_data_is_recognised_by_its_name(propose: Propose) -> None:
    assert propose(REPORT.replace("云泽", "信阳")).place == "xinyang"


@pytest.mark.slow
def test_rows_and_their_confidence_are_the_same_in_every_process(project: Path) -> None:
    # Words are kept in sets, whose order differs from one process to the next.
    script = """from pathlib import Path
from helpers.data.raw_data import read_raw_data
from helpers.intake.proposed_rows import propose_rows
document = Path("docs/examples/invented-city-report.txt")
print(propose_rows(Path("."), document, read_raw_data(Path("."))).rows)"""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=project,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    first, second = [process.communicate()[0] for process in running]

    assert first == second != b""
