"""Stretches of a passage whose numbers are no figures: dates, titles, slogans, file numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.data.printed.measure_words import LATIN_UNITS
from helpers.intake.text.lexicon import Words

_YEAR = "(?:[12][0-9]{3}|[一二][〇零○一二三四五六七八九]{3})"
_DASH = "(?:——|[-–—−~〜至到])"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9]|二十[一-九]|三十一?|十[一-九]|[一二三四五六七八九十])"
_DIGITS = "一二三四五六七八九十"
_PLAN = f"[{_DIGITS}]"
_COUNT = f"[零〇百{_DIGITS}]"
# GDP2.5% is no name: a share or an amount goes with the number.
_AMOUNT = "[百千万]?(?:%|‰|[万亿]|元|个百分点|家|项|件)"

# In this order: what an earlier pattern covers is not looked at by a later one.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("address", r"https?://\S+|[\w.]+@[\w.]+\.\w+|www\.[\w./]+"),
    (
        "document_number",
        (
            r"[\u4e00-\u9fff]{0,8}+[〔\[﹝【(〈][12][0-9]{3}[〕\]﹞】)〉]第?[0-9]{1,5}(?:-[0-9]+)?号|"
            rf"第?[0-9]{{1,5}}号(?!楼|厂房|线)|第{_COUNT}{{1,6}}号|[A-Z]{{2,}}[/T]*[0-9-]{{4,}}+"
            rf"(?!(?:[.][0-9]+)?{_AMOUNT})"
        ),
    ),
    (
        "telephone",
        (
            r"(?<![0-9.])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—–][0-9]{7,8}|400[-—]?[0-9]{3}[-—]?[0-9]{4})"
            r"(?![0-9.])"
        ),
    ),
    (
        "date",
        (
            rf"{_YEAR}年?{_DASH}{_YEAR}(?:年(?:底|末)?(?:度)?|(?![0-9.万亿元家个人项名]))|"
            rf"{_YEAR}年(?:度|底|末|初)?(?:第?[一二三四1-4]季度)?"
            rf"(?:{_MONTH}(?:{_DASH}{_MONTH})?月(?:份|底|末|初)?(?:{_DAY}(?:{_DASH}{_DAY})?[日号])?)?|"
            rf"{_YEAR}[-./][01]?[0-9][-./][0-3]?[0-9](?![0-9])|[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?|"
            rf"(?<![0-9.个]){_MONTH}{_DASH}{_MONTH}月(?:份)?|"
            rf"(?<![0-9.个十]){_MONTH}月(?:份|底|末|初|上旬|中旬|下旬)?{_DAY}"
            rf"(?:{_DASH}{_DAY})?(?:[日号]|(?=,|。))|"
            rf"(?<![0-9.个十每]){_MONTH}月(?:份|底|末|初|上旬|中旬|下旬|(?![0-9多余]))|"
            r"[0-9]{1,2}世纪(?:[0-9]{2}年代)?|[0-9]{2}年代|(?:前|第)?[一二三四1-4]个?季度"
        ),
    ),
    (
        "plan",
        (
            rf"[“\"‘']?{_PLAN}[一二三四五]五[”\"’']?(?=规划|时期|期间|末|以来|计划|初|国家|科技|[”\"])|"
            rf"[“\"‘']{_PLAN}{{1,3}}五[”\"’']|{_PLAN}[一二三四五]五规划|第{_PLAN}{{1,3}}个五年|"
            r"(?<![0-9.])(?:863|973|211|985)(?=计划|工程|高校|院校|、985|、211|[”’\"])|"
            rf"(?:[一二三四五六七八九十]|[0-9]{{1,2}})年(?:行动|计划|攻坚|规划|提升)"
        ),
    ),
    ("title", r"《[^》]{1,80}》"),
    (
        "slogan",
        '“(?![^”。]*[0-9]+[百千万亿]*(?:元|%|个百分点))[^”。]{1,30}”|‘[^’。]{1,30}’|「[^」。]{1,30}」|"[^"。]{1,30}"',
    ),
    (
        "list_numeral",
        (
            rf"(?:^|(?<=[。;:!?\n\t*]))[*#\s]*[(]?(?:[0-9]{{1,2}}|{_PLAN}{{1,3}})"
            rf"(?:[)]|[、.](?![0-9]))|[(](?:[0-9]{{1,2}}|{_PLAN}{{1,3}})[)]|[①-⑳㈠-㈩⑴-⒇]|"
            rf"(?:^|(?<=[。;:!?,]))(?:{_PLAN}{{1,3}}|第{_PLAN}{{1,2}})(?:[是、]|(?=,))|其[一二三四五]"
        ),
    ),
    (
        "session",
        (
            rf"第?{_COUNT}{{1,4}}届(?:{_COUNT}{{1,4}}次|{_PLAN}{{1,3}}中全会)|"
            rf"第?{_PLAN}{{1,3}}次(?:全体)?(?:会议|全会)|{_PLAN}中全会|"
            rf"(?:十{_PLAN}|二十{_PLAN}?)大(?=[和及与、][十二]|[和及]历次|精神|报告|以来|召开|胜利|闭幕|代表|提出|部署|[、,。]|$)"
        ),
    ),
    (
        "article",
        rf"第[零〇百{_DIGITS}0-9]{{1,6}}(?:条|章|节|款|编|卷|页|课)(?!件)",
    ),
    ("grade", r"[一二三四五特][等级](?:奖|甲|医院|调研员|以上)|[三二][甲乙](?=医院)|[1-5]A级?"),
    (
        "name",
        (
            rf"[A-Za-z]+(?=[.]*[0-9])[0-9.]++[A-Za-z]*+(?!{_AMOUNT})|世界[0-9]+强|"
            rf"(?<![0-9.])(?![0-9]+{LATIN_UNITS})[0-9]+[A-Z]+(?![a-z²㎡])[0-9]*"
        ),
    ),
    ("name", r"[0-9](?:\.[0-9])?类(?=新药|创新药|生物药|中药|化药|化学药|医疗器械)"),
    ("word", "[一二三四五六七八九两][升涨增降][一二三四五六七八九两][降跌减升]"),
    ("name", r"(?<![0-9.])[0-9]+[#＃]|[0-9]+(?=号楼|号厂房|号线)|[0-9零一二三四五六七八九十百]+强"),
)
_COMPILED = tuple((reason, re.compile(pattern)) for reason, pattern in _PATTERNS)


@dataclass(frozen=True)
class TextSpan:
    """A stretch of a passage whose numbers are no figures.

    Attributes:
        start: Its first character.
        end: The place after its last.
        reason: Why: one of the reasons that the table of what was left out names.
    """

    start: int
    end: int
    reason: str


def find_spans(text: str, words: Words) -> list[TextSpan]:
    """Find the stretches of a passage whose numbers are no figures.

    Args:
        text: The passage without layout.
        words: The lexicon, for words that a numeral is a part of.

    Returns:
        The stretches in order; none overlaps another.
    """
    fixed = re.compile(words.pattern("fixed_word"))
    spans = [TextSpan(match.start(), match.end(), "word") for match in fixed.finditer(text)]
    for reason, pattern in _COMPILED:
        for start, end in _find_free(pattern, text, spans):
            spans.append(TextSpan(start, end, reason))
    return sorted(spans, key=lambda span: span.start)


def _find_free(
    pattern: re.Pattern[str], text: str, taken: list[TextSpan]
) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        # A title or a quotation may hold what an earlier pattern found; it is the wider stretch.
        inside = [span for span in taken if span.start < match.end() and match.start() < span.end]
        if match.end() > match.start() and all(
            match.start() <= span.start
            and span.end <= match.end()
            and span.end - span.start < match.end() - match.start()
            for span in inside
        ):
            for span in inside:
                taken.remove(span)
            yield match.start(), match.end()
