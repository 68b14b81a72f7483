"""The relation of a printed number to the true one, and the words that state it."""

from enum import StrEnum


class Qualifier(StrEnum):
    """The relation of the printed number to the true one."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNDER = "under"
    RANGE = "range"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"


# The words printed before, inside and after the number.
QUALIFYING_WORDS = {
    Qualifier.ABOUT: ("约 约为 大约 大概", "来", "左右 上下"),
    Qualifier.NEARLY: ("近 将近 接近", "", ""),
    Qualifier.OVER: ("突破 破 超过 超 过 逾 高于 多于 大于 >", "多 余 几", ""),
    Qualifier.AT_LEAST: ("不低于 不少于 不小于 至少 最低 最少 上 ≥", "", "以上 及以上"),
    Qualifier.AT_MOST: (
        "不超过 不超 不高于 不大于 至多 最多 最高 最高不超过 最高可达 最高达 最高可给予 最高给予 ≤",
        "",
        "以下 及以下 以内",
    ),
    Qualifier.UNDER: ("不到 低于 少于 小于 不足 不满 <", "", ""),
    Qualifier.ORDER_OF_MAGNITUDE: ("", "", "级"),
}
QUALIFIER_OF = {
    word: qualifier
    for qualifier, places in QUALIFYING_WORDS.items()
    for word in " ".join(places).split()
}
# Of two that point the same way, the weaker one is all that both words together assert.
WEAKER_OF = {
    frozenset({Qualifier.OVER, Qualifier.AT_LEAST}): Qualifier.AT_LEAST,
    frozenset({Qualifier.UNDER, Qualifier.AT_MOST}): Qualifier.AT_MOST,
}
