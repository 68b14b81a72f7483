"""Where the lines of print end, read from finished pages."""

import re
from itertools import pairwise
from typing import Any

import pytest
from page_making import collect
from pdf_text import read_pages
from pypdfium2 import PdfDocument

from helpers.pages.document import compile_report
from helpers.pages.items import Column, Item, Paragraph, Section, Table
from helpers.pages.matter import Note, Notes, SourceEntry
from helpers.pages.runs import Lines, Mark, Run, SourcePlace, Strong

pytestmark = pytest.mark.slow

FOUR = Mark((SourcePlace(4),))
# Letters of 10 points that a line of 487 points holds.
FULL = 48


def compile_items(*items: Item) -> bytes:
    content = collect(Section(items))
    return compile_report({**content, "meta": {**content["meta"], "language": "zh"}})


def read_lines(pdf: bytes) -> list[str]:
    return ["".join(line.split()) for page in read_pages(pdf) for line in page.splitlines()]


def set_after(*end: Run) -> list[str]:
    """Set an end of text after 30 to 49 letters; some line would break at each place of it."""
    first, *others = end
    texts = [Paragraph(["字" * count + str(first), *others]) for count in range(30, 50)]
    return read_lines(compile_items(*texts))


@pytest.mark.parametrize("word", ["稳健", "意向", "上下限", "计算", "漯河"])
def test_no_line_ends_inside_a_word_or_the_name_of_a_place(word: str) -> None:
    lines = set_after(f"{word}{word}另有余下文字若干")

    assert sum(line.count(word) for line in lines) == 40


def test_no_line_ends_inside_a_bold_word() -> None:
    lines = set_after("在", Strong("计算："), "另有余下文字")

    assert sum("计算：" in line for line in lines) == 20


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("协议15—18、平台10另有余下文字", "—|18"),
        ("为30.8%—32.9%的余下文字若干", "—|32"),
        ("起点“十三五”本身。", "”"),
        ("为漯河（初步）；余下文字若干", "）|；"),
    ],
)
def test_no_line_begins_inside_a_range_or_with_what_closes(text: str, torn: str) -> None:
    for lines in (set_after(text), set_after(text, FOUR)):
        assert [line for line in lines if re.match(torn, line)] == []


@pytest.mark.parametrize(
    "end",
    [
        ("中国城市数据库", FOUR, "的余下文字若干"),
        ("各市（产业技术联盟）另有余下文字若干",),
        ("为（2.05%，该材料未载）。",),
    ],
)
def test_nothing_that_is_kept_together_leaves_a_line_short(end: tuple[Run, ...]) -> None:
    lines = set_after(*end)

    # A line is followed by the rest of its paragraph where that does not begin anew.
    widths = [sum(1 if letter > "\u2e80" else 0.5 for letter in line) for line in lines]
    broken = [
        width
        for width, (line, after) in zip(widths, pairwise(lines), strict=False)
        if line.startswith("字字字") and not after.startswith("字字字")
    ]
    assert len(broken) > 5
    assert min(broken) > 0.85 * FULL


def test_a_page_ends_between_the_items_of_a_list_and_never_inside_one() -> None:
    items = [f"甲{n:03}市2022年1676亿元、2023年1620亿元末{n:03}；" for n in range(150)]
    long = [f"乙{n:03}市{'2022年1676亿元、' * 5}末{n:03}；" for n in range(30)]
    cell: list[Run] = [Strong("变动。"), "各市：", Lines([*items, *long]), FOUR, Strong("计算：")]
    columns = [Column("发现", "left", 9), Column("办法", "left", 2)]

    pages = read_pages(compile_items(Table("表", columns, [[[*cell, "无。"], ["分列。"]]])))

    assert len(pages) > 1
    for page in pages:
        begun, ended = (re.findall(rf"{sign}(\d\d\d)", page) for sign in ("[甲乙]", "末"))
        assert begun == ended
    lines = [line for page in pages for line in page.splitlines()]
    # Short ones stand in two columns.
    assert sum(line.count("甲") == 2 for line in lines) == 75
    assert [line for line in lines if "029；" in line and "[4]" in line] != []


@pytest.mark.parametrize("words", ["稳健", "2022年1676亿元、"])
def test_a_text_of_many_words_or_numbers_is_set(words: str) -> None:
    cell: list[Run] = [words * 600]
    pdf = compile_items(Paragraph(cell), Table("表", [Column("发现", "left", 1)], [[cell]]))

    assert "".join(read_lines(pdf)).count(words) >= 1190


def test_marks_over_two_lines_are_shared_out_evenly() -> None:
    marks: list[Run] = [Mark((SourcePlace(n),)) for n in (11, 13, 15, 17)]
    columns = [Column("内容", "left", 1), Column("注", "right", 0)]
    rows: list[Any] = [[["字" * 300], marks], [["短"], [FOUR]]]

    lines = read_lines(compile_items(Table("表", columns, rows)))

    found = [len(marked) for line in lines if (marked := re.findall(r"\[1\d\]", line))]
    assert found in ([4], [2, 2])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_notes_stand_further_apart_than_the_lines_of_one(language: str) -> None:
    notes = [Note("ab"[n % 2] * (n // 2 + 1), [f"begun {'and so on, ' * 30}"]) for n in range(8)]
    ends = Notes("Sources", "Notes", "Rows", [SourceEntry([1], ["Source."])], notes, [])
    content = collect(Section([Paragraph(["Words."]), ends]))
    content["meta"]["language"] = language

    with PdfDocument(compile_report(content)) as pdf:
        text = pdf[0].get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        found = [(*box, text.get_text_bounded(*box)) for box in boxes]
    # The first column: its lines from above, each with whether a note begins there.
    column = sorted(
        {(round(-bottom, 1), "begun" in words) for left, bottom, _, _, words in found
         if left < 100 and re.search("begun|and so on", words)}
    )  # fmt: skip
    steps = [(after - at, is_first) for (at, _), (after, is_first) in pairwise(column)]
    within = [step for step, is_first in steps if not is_first]
    between = [step for step, is_first in steps if is_first]
    assert len(within) > 4
    assert len(between) > 1
    assert min(between) > max(within) + 0.8 - 0.15
