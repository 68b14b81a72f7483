"""The short words beside a figure that say what it counts."""

import re

_BREAK = re.compile(r"[,。;:!?\n\t()、“”]")
_VERBS = (
    "达到 达 为 是 共 共有 有 已 完成 实现 超过 拥有 约 计 共计 合计 总计 突破 首次 累计 新增 至 到 由 的 了 "
    "发展 数量 近 分别 仅 等 可 在 力争 要"
).split()
_TAIL = re.compile("(?:" + "|".join(sorted(_VERBS, key=len, reverse=True)) + ")$")
_HEAD = re.compile(r"^(?:的|以上的|左右的|以上|左右|余|多)")
_COUNTERS = frozenset(
    "家 个 所 项 名 人 位 户 件 座 栋 台 套 款 份 条 次 场 场次 大 部分 类 种 支 篇 册 张 本".split()
)
_AFTER_END = re.compile(r"[,。;:!?、\n\t()和与及]|(?:进行|开展|签订|参加|达成|领衔|建成|投用|正在)")
_LONGEST, _SHORTEST = 18, 2


def find_label(before: str, after: str, measure_word: str) -> str:
    """Find the words that say what a figure counts.

    Args:
        before: The text before it.
        after: The text after it.
        measure_word: Its measure word: what is counted stands after a classifier.

    Returns:
        A few words printed beside the figure; empty when there are none.
    """
    right = _HEAD.sub("", after)
    right = _AFTER_END.split(right)[0][:_LONGEST]
    if measure_word in _COUNTERS and len(right) >= _SHORTEST and "\u4e00" <= right[0] <= "\u9fff":
        return right
    parts = _BREAK.split(before)
    for part in reversed(parts):
        left = part
        while (cut := _TAIL.sub("", left)) != left:
            left = cut
        if len(left) >= _SHORTEST:
            return left[-_LONGEST:]
    return right
