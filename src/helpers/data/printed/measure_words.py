"""The inventory of measure words: what is not listed here is refused, not guessed."""

import re
from collections.abc import Iterable

_BY_TOPIC = {
    "people": "人 名 位 户 员 人次 户次 家次 人年 人月 团 队 组",
    "bodies": "家 个 所 座 栋 幢 层 间 处 片 块",
    "goods": "台 套 台套 台(套) 辆 艘 架 列 颗 枚 只 头 株 张",
    "animals and wares": "羽 尾 匹 桶 箱 瓶 盒 床 口 眼 幅 盆",
    "works and acts": "项 款 件 份 条 部 册 本 篇 章 页 字 支 笔 起 例 宗 段 次 场 场次 班次 架次",
    "repeated acts": "件次 台次 辆次 车次 艘次 例次 课时 学时",
    "groups": "部分 大 大类 类 种 批 批次 届 期 轮 代 标箱 标准箱 分",
    "size": "米 公里 千米 厘米 毫米 微米 纳米 海里 英寸 km 平方米 平方公里 平方千米 ㎡ m² km²",
    "area and volume": "亩 公顷 平方 立方米 方 升 毫升",
    "mass": "吨 吨标准煤 担 公斤 斤 千克 克 毫克 微克",
    "power": "瓦 千瓦 千瓦时 兆瓦 兆瓦时 吉瓦 吉瓦时",
    "electricity and computing": "千伏 千伏安 kW kWh MW MWh GW GWh PFLOPS EFLOPS TB PB P TEU",
    "other quantities": "吨公里 人公里 ℃ 摄氏度 分贝",
    "money and ratio": "元 元人民币 美元 欧元 日元 港元 英镑 % ‰ ‱ 个百分点 个基点 基点 倍 番",
    "time": "年 周年 个月 月 周 天 日 小时 个小时 分钟 秒 工作日 个工作日 季度 个季度 岁 周岁",
}
MEASURE_WORDS = tuple(" ".join(_BY_TOPIC.values()).split())


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of several words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NAMED = [word for word in MEASURE_WORDS if not word.isascii() or not word.isalpha()]
LATIN_UNITS = f"(?:{any_of(set(MEASURE_WORDS) - set(_NAMED))})(?![A-Za-z0-9])"
_SINGLE = f"(?:{any_of(_NAMED)}|{LATIN_UNITS})"
# One unit per another: 42微克/立方米, 25元/㎡·月, 6件/万人.
# 2000万元/5000万元 are two amounts; 天使基金 and 种子基金 are words.
_PER = f"(?:[0-9]+[百千万亿]*(?!元|%)|[百千万亿]*){_SINGLE}"
_CHINESE_PATTERN = rf"(?:(?!天使|种子){_SINGLE}(?:\({_SINGLE}\))?(?:/{_PER}(?:[·•]{_SINGLE})?)?)"
# The units of English texts.
_OTHER_WORDS = {
    "percentage points": "个百分点",
    "percentage point": "个百分点",
    "percent": "%",
    "per cent": "%",
    "yuan": "元",
    "RMB yuan": "元",
    "US dollars": "美元",
    "tonnes": "吨",
    "tons": "吨",
    "people": "人",
    "persons": "人",
    "households": "户",
}
_OTHER_PATTERN = "|".join(word.replace(" ", "[ ]?") for word in _OTHER_WORDS)
_UNIT_OF_OTHER = {word.replace(" ", ""): unit for word, unit in _OTHER_WORDS.items()}
# 高出1.7个点 is spoken of rates; 设5个点 counts places, which a classifier alone tells.
_POINTS = "个点"
MEASURE_PATTERN = (
    rf"(?:{_POINTS}(?![位钟心子])|{_CHINESE_PATTERN}|[ ]?(?:{_OTHER_PATTERN})(?![A-Za-z]))"
)
_WHOLE_UNIT = re.compile(f"[百千万亿]*{MEASURE_PATTERN}")


def standard_unit(words: str) -> str:
    """Return the unit as Chinese statistics print it.

    Examples:
        >>> standard_unit("percentage points"), standard_unit("个点"), standard_unit("亩")
        ('个百分点', '个百分点', '亩')
    """
    if words == _POINTS:
        return "个百分点"
    return _UNIT_OF_OTHER.get(words.replace(" ", ""), words)


def is_unit(words: str) -> bool:
    """Return whether words are a unit and nothing else.

    Examples:
        >>> is_unit("亿元"), is_unit("万人次"), is_unit("研发经费")
        (True, True, False)
    """
    return _WHOLE_UNIT.fullmatch(words) is not None
