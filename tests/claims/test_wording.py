"""What no report says, in any of its texts: forms that an official release does not use."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from claims.told import Told

# What is quoted stands as printed: in corner brackets, or as the title of a document.
QUOTED = re.compile("「[^」]*」|《[^》]*》|“[^”]*”|[\u4e00-\u9fff]+[〔﹝【][0-9]+[〕﹞】][0-9]+号")
NOT_TEXT = {"kind", "svg", "narrow", "url", "code", "anchor", "align", "mime", "content"}
# A mark is a sign: a span of sources has one form in every language.
NOT_TEXT |= {"page", "date", "mark"}
BOTH: Mapping[str, str] = {
    "power of ten": r"[0-9]e[+-]?[0-9]",
    "digits without a scale": (
        r"(?<![0-9.,/])[1-9][0-9]{3,}0000(?![0-9])|[0-9]{10,}|[1-9][0-9]0000人"
        r"|,[0-9]{2}0,000 people"
    ),
    "nothing counted": r"[（(]0(?:[对家项个]| pairs?)?[）)]",
    "false precision": r"[0-9]\.[0-9]{4,}",
    "a value that is missing": r"\bnan\b|\bNone\b(?! of the)|[{}]",
}
FORBIDDEN: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **BOTH,
        "false precision": r"[0-9]\.[0-9]{4,}|[0-9]{3,}\.[0-9]{3,}",
        "another range dash": r"[0-9%亿万元家人位年]\s*[–－~～-]\s*[0-9]",
        "a range of ranks in words": r"第[0-9]+至第?[0-9]+位",
        "a session in figures": r"[0-9]届|届[0-9]+次",
        "half-width punctuation": r"(?<=[\u4e00-\u9fff])[(),;:?!]|[(),;:?!](?=[\u4e00-\u9fff])",
        "a doubled stop": "[。；，：][。；，：]",
        "a doubled word": r"到到|的的|为为|([\u4e00-\u9fff]{2,8})[：，、]\1[：，、。]",
        "no official word": r"连成一列|变动为[0-9.]+倍|进度符合",
        "a title inside a title": "[《》]",
        "one of many without a word": r"[0-9]+市中1市",
        "all of them counted": r"(?<![0-9])([0-9]+)(?:项指标|市)中，?[^，。；]{0,12}\1[项市]",
        "brackets side by side": r"为[^，。；：]*）（[0-9]{4}年）",
        "rates without their subject": r"比较的[0-9]+项指标",
        "true of one province alone": r"多数城市低于",
        "a remark inside a count": r"其中([^，。；（]{2,})（[^）]*）[0-9]",
    },
    "en": {
        **BOTH,
        "false precision": r"[0-9]\.[0-9]{5,}",
        "a hyphen for a range": r"(?<![0-9A-Za-z-])[0-9]+-[0-9]+(?![0-9A-Za-z-])",
        "a plural of one": r"(?<![0-9.,])1 (?:figures|cities|firms|targets|points|pairs)\b",
        # A row of a table that is inset begins with a wide space.
        "a word of another language": (
            r"(?!^\u3000)[\u3000-\u3013\u3016-\u303f\u4e00-\u9fff\uff00-\uffef]"
        ),
        "a doubled stop": r"(?<!Co)(?<!Ltd)[.,;:] ?[.,;:]",
        "a doubled word": r"\b([A-Za-z]{2,}) \1\b",
        "no idiom": r"by the print\b|Way from the base|Put to, number|are no cooperation",
        "a plural with a singular verb": r"\b(?:goes|falls|stands|lies) (?:from|to|beside|off)\b",
        "all of them counted": r"\b([0-9]+) of \1 (?:cities|measures|targets?)\b",
        "no article": r"\bin (?:first|second) half\b",
        "a count without a separator": r"(?<![0-9.,–])[0-9]{4,} (?:printed|results|people)",
        "a verb for one": r"\bnone of 1\b",
        "true of one province alone": r"in most cities they are|[Tt]he city[’']s plan gives",
        "rates without their subject": r"\b[0-9]+ rates that can be compared\b",
    },
}


def list_texts(data: Any) -> Iterator[str]:
    """Yield every text that a reader sees of an item, its alternative text included."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if key not in NOT_TEXT:
                yield from list_texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from list_texts(value)


def find_forms(text: str, language: str) -> Iterator[tuple[str, str]]:
    own = QUOTED.sub("□", text)
    for name, pattern in FORBIDDEN[language].items():
        match = re.search(pattern, own)
        if match:
            yield name, own[max(0, match.start() - 20) : match.end() + 20]


@pytest.mark.parametrize("language", FORBIDDEN)
def test_no_text_of_any_report_has_a_form_that_a_release_does_not_use(
    every_report: list[Told], language: str
) -> None:
    found = {
        (name, shown)
        for told in every_report
        if told.language == language
        for section in told.sections
        for item in section.items
        if item.to_data()["kind"] != "attachment"
        for text in list_texts(item.to_data())
        for name, shown in find_forms(text, language)
    }

    assert sorted(found) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "居18市第15至16位"),
        ("zh", "第7–18位"),
        ("zh", "每年2-3家"),
        ("zh", "市政协8届6次会议"),
        ("zh", "常住人口(万人)"),
        ("zh", "已达到到2025年目标"),
        ("zh", "周口：0.36%。。2023年"),
        ("zh", "口径不同：口径不同：见注"),
        ("zh", "合计97440000人"),
        ("zh", "58058.943亿元"),
        ("zh", "区间1.0463e+05"),
        ("en", "5-8 projects"),
        ("en", "Zhoukou: 0.36%.. High-tech"),
        ("en", "1 figures"),
        ("en", "University students of the city goes from 97,438 to 74,003"),
        ("en", "9 of 9 cities have a value"),
        ("en", "4,804 people in first half of 2024"),
        ("en", "2526 results"),
        ("en", "97,440,000 people"),
        ("zh", "差额710000人"),
        ("zh", "引才（0对）不是合作"),
        ("zh", "：《《评价报告》发布》，"),
        ("zh", "2016年9市中1市高于全国"),
        ("zh", "7项指标中，厦门有7项居首位"),
        ("zh", "比值为1.01%（派生）（2019年）"),
        ("zh", "人才9084人，其中延揽人才（本科）8037人"),
        ("en", "达到 the average"),
        ("zh", "自2023年数起，多数城市低于2022年数"),
        ("zh", "以可与全省比较的2项指标计，均高于福建"),
        ("en", "Figures from 2023 on follow it; in most cities they are below those of 2022."),
        ("en", "The city’s plan gives CNY 1.345 billion for the same year"),
        ("en", "Of the 4 rates that can be compared with Henan, all lie above Henan"),
    ],
)
def test_the_scan_finds_each_form(language: str, text: str) -> None:
    assert list(find_forms(text, language))
