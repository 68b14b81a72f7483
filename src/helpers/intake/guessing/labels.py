"""The short words beside a figure that say what it counts."""

import re

_BREAK = re.compile(r"[,。;:!?\n\t()、“”]")
_VERBS = [
    "达到",
    "达",
    "为",
    "是",
    "共",
    "共有",
    "有",
    "已",
    "完成",
    "实现",
    "超过",
    "拥有",
    "约",
    "计",
    "共计",
    "合计",
    "总计",
    "突破",
    "首次",
    "累计",
    "新增",
    "至",
    "到",
    "由",
    "的",
    "了",
    "发展",
    "数量",
    "近",
    "分别",
    "仅",
    "等",
    "可",
    "在",
    "力争",
    "要",
]
_TAIL = re.compile("(?:" + "|".join(sorted(_VERBS, key=len, reverse=True)) + ")$")
_HEAD = re.compile(r"^(?:的|以上的|左右的|以上|左右|余|多)")
_COUNTERS = frozenset(
    [
        "家",
        "个",
        "所",
        "项",
        "名",
        "人",
        "位",
        "户",
        "件",
        "座",
        "栋",
        "台",
        "套",
        "款",
        "份",
        "条",
        "次",
        "场",
        "场次",
        "大",
        "部分",
        "类",
        "种",
        "支",
        "篇",
        "册",
        "张",
        "本",
    ]
)
_AFTER_END = re.compile(
    r"[,。;:!?、\n\t()和与及的0-9]|(?:进行|开展|签订|参加|达成|领衔|建成|投用|正在)"
)
_SENTENCE = re.compile("[,。;:!?\n]")
_LONGEST, _SHORTEST = 18, 2


def find_label(before: str, after: str, measure_word: str, *, is_rank: bool = False) -> str:
    """Find the words that say what a figure counts.

    Args:
        before: The text before it.
        after: The text after it.
        measure_word: Its measure word: what is counted stands after a classifier.
        is_rank: Whether it is a rank, which names what it ranks before it.

    Returns:
        A few words printed beside the figure; empty when there are none.
    """
    right = _HEAD.sub("", after)
    right = _AFTER_END.split(right)[0][:_LONGEST]
    shared = _find_shared(before)
    if shared:
        return shared
    if (
        not is_rank
        and measure_word in _COUNTERS
        and len(right) >= _SHORTEST
        and "\u4e00" <= right[0] <= "\u9fff"
    ):
        return right
    parts = _BREAK.split(before)
    for part in reversed(parts):
        left = part
        while (cut := _TAIL.sub("", left)) != left:
            left = cut
        if len(left) >= _SHORTEST:
            return left[-_LONGEST:]
    return right


def _find_shared(before: str) -> str:
    """Return the label that 分别 shares out: the second of 甲、乙分别为1项、2项 is of 乙."""
    clause = _SENTENCE.split(before)[-1]
    left, word, right = clause.rpartition("分别")
    if not word or not re.fullmatch("(?:为|达到?|是|有|完成|实现)?(?:[^、和]+[、和])*", right):
        return ""
    labels = re.split("[、和与]", left)
    place = len(re.findall("[、和]", right))
    count = len([label for label in labels if label])
    return labels[place][-_LONGEST:] if place < count and count > 1 else ""
