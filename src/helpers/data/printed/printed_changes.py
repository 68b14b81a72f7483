"""Changes printed in words: 下降3.4% is a growth of -3.4%, and 翻两番 is four times as much."""

import re

from helpers.data.printed.numerals import read_numeral
from helpers.data.printed.qualifiers import Qualifier

# Each stands right before its number; 下降至3% and 减少到5家 tell a level.
_DECLINE_WORDS = (
    *("负增长", "负增", "净减少", "下降", "减少", "降低", "回落", "下滑", "缩减", "缩小", "收窄"),
    *(
        "下跌",
        "跌落",
        "下挫",
        "下调",
        "下探",
        "锐减",
        "骤减",
        "骤降",
        "剧减",
        "递减",
        "萎缩",
        "下行",
    ),
    *("净减", "削减", "压减", "核减", "裁减", "收缩", "缩窄", "缩水", "放缓", "减缓", "趋缓"),
    *("倒退", "衰退", "少收", "减收", "少增", "走低", "↓", "▼"),
)
_SHORT_DECLINE_WORDS = (
    *("(?<![升增上])降", "(?<![增加])减", "(?<!涨)跌"),
    *("(?<![至最不减缺多])少", "(?<![最不])低"),
)
_ENGLISH = (
    "(?:down|decreased|decreasing|fell|falling|dropped|declined|declining|shrank|reduced|slipped)"
    " ?(?:by)? ?"
)
DECLINE = rf"(?:(?:{'|'.join((*_DECLINE_WORDS, *_SHORT_DECLINE_WORDS))})了?|{_ENGLISH})"
DOUBLING = "翻了?(?P<times>[0-9一二两三四五六七八九])?番"
_OPENS = re.compile(DECLINE)
_DOUBLING = re.compile(DOUBLING)
# 低于 and 少于 are bounds, 降至 and 跌破 tell levels.
_LEVEL = frozenset("于至到为破")
# A decline of over 3% is a growth of under -3%.
_OPPOSITE = {
    Qualifier.OVER: Qualifier.UNDER,
    Qualifier.UNDER: Qualifier.OVER,
    Qualifier.AT_LEAST: Qualifier.AT_MOST,
    Qualifier.AT_MOST: Qualifier.AT_LEAST,
}


def split_decline(text: str) -> tuple[str, str]:
    """Return the word of decline that a token opens with, empty without one, and the rest.

    Examples:
        >>> split_decline("下降了3.4%"), split_decline("3.4%"), split_decline("少于5家")
        (('下降了', '3.4%'), ('', '3.4%'), ('', '少于5家'))
    """
    match = _OPENS.match(text)
    if match is None or text[match.end() : match.end() + 1] in _LEVEL:
        return "", text
    return match[0], text[match.end() :]


def write_doubling(text: str) -> str:
    """Write a number of doublings as the multiple that it makes.

    Examples:
        >>> write_doubling("翻两番"), write_doubling("翻番以上"), write_doubling("3倍")
        ('4倍', '2倍以上', '3倍')
    """
    return _DOUBLING.sub(
        lambda match: f"{2 ** int(read_numeral(match['times'] or '一').value)}倍", text
    )


def turn_qualifier(qualifier: Qualifier) -> Qualifier:
    """Return the qualifier of a number after its sign was turned."""
    return _OPPOSITE.get(qualifier, qualifier)
