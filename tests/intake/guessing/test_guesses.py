"""What intake guesses about a figure, each rule on sentences of no document."""

from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher

import pytest
from listed_documents import DOCUMENTS, FRAMES, expect, read_cases, read_list

from helpers.data.raw_data import RawData
from helpers.data.verification import squeeze
from helpers.intake.proposed_rows import Proposals

Propose = Callable[..., Proposals]


@pytest.mark.parametrize(("text", "cases"), read_cases("guesses").items())
def test_place_indicator_period_and_kind_are_guessed_from_the_words_around(
    text: str, cases: list[dict[str, str]], propose: Propose
) -> None:
    rows = {row["as_printed"]: row for row in propose(text).rows}

    for case in cases:
        wanted = expect(case)
        assert {name: rows[case["token"]][name] for name in wanted} == wanted


def test_a_body_of_the_data_is_given_its_identifier(propose: Propose, raw: RawData) -> None:
    entity, known = next(
        (entity, row)
        for entity, row in raw.index("entities", "entity").items()
        if row["kind"] == "university"
    )

    (row,) = propose(FRAMES["summary"].format(f"{known['name_zh']}承担科研项目40项。")).rows

    assert (row["scope"], row["entity"]) == ("institution", entity)


def test_a_region_that_is_not_known_has_a_fault_and_little_confidence(propose: Propose) -> None:
    region, city = propose(
        FRAMES["city"].format("地区\t研发投入(亿元)\n鹿鸣省\t400\n全市\t33\n")
    ).rows

    assert "鹿鸣省" in region["fault"]
    assert float(region["confidence"]) < 0.8
    assert not city["fault"]


@pytest.mark.parametrize(
    ("table", "units"),
    [
        ("项目\t人员(人)\t学者\t经费(万元)\n甲\t60\t46\t90\n", {"60": "人", "90": "元"}),
        ("指标\t2024年\n投入(亿元)\t12\n企业数\t41\n", {"12": "元"}),
        ("企业\t412\t家\t投入\t3\t亿元\n团队\t52\t支\t产值\t7\t亿元\n", {"412": "家", "3": "元"}),
        ("指标\t2024年\n投入(亿元)\n甲县\t3\n团队\n甲县\t5\n", {"3": "元"}),
    ],
    ids=["no unit in a head", "no unit in a side", "two panels", "no unit in a part"],
)
def test_a_column_or_row_without_a_unit_takes_none_from_its_neighbour(
    table: str, units: dict[str, str], propose: Propose
) -> None:
    rows = propose(FRAMES["city"].format(table)).rows

    known = {row["as_printed"]: row["unit"] for row in rows}
    assert {token: known.get(token) for token in units} == units
    assert {"46", "41", "5"}.isdisjoint(known)


@pytest.mark.slow
def test_the_invented_documents_are_guessed_about_well(propose: Propose) -> None:
    judged, right, named, named_right = Counter[str](), Counter[str](), 0, 0
    for path in DOCUMENTS:
        rows, listed = propose(path.read_bytes(), path.name).rows, read_list(path.stem)
        tokens = [squeeze(row["token"]) for row in listed]
        proposed = [squeeze(row["as_printed"]) for row in rows]
        for block in SequenceMatcher(None, tokens, proposed, autojunk=False).get_matching_blocks():
            for offset in range(block.size):
                want, row = listed[block.a + offset], rows[block.b + offset]
                for name in ("period", "basis", "scope", "measure", "indicator", "entity"):
                    if want[name]:
                        judged[name] += 1
                        right[name] += row[name] == expect(want)[name]
                if want["indicator"] and row["indicator"]:
                    named += 1
                    named_right += row["indicator"] == want["indicator"]

    assert judged.total() > 1700
    least = {"period": 0.95, "basis": 0.95, "scope": 0.95, "measure": 0.93, "entity": 0.95}
    weak = {name for name, share in least.items() if right[name] < share * judged[name]}
    assert not weak
    assert named_right >= 0.9 * named > 70
