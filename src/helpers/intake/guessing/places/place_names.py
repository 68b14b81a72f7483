"""Names of places in a text: those known, and those that end in 市, 县, 省 or the like."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

OWN_CITY, OWN_COUNTY, PROVINCE, NATION = "city", "county", "province", "nation"
_OWN = {
    OWN_CITY: "全市|我市|本市|市本级",
    OWN_COUNTY: "全县|我县|本县|全區|全区|我区",
    PROVINCE: "全省|我省|本省",
    NATION: "全国|全國|我国|我國",
}
_WORDS = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _OWN.items()))
_SUFFIX = re.compile(
    "自治[区區州县縣旗]|(?:开发|開發|高新|经开|經開|示范|合作|保税|自贸)[区區]|地[区區]|"
    "[省市县縣区區盟旗]|(?<=[\u4e00-\u9fff]{1})州(?!市)"
)
# 盐城市 is a name; 大城市 and 文明城市 are not.
_NAMED_AFTER_TOWN = re.compile("[^老新心县古都全大小名型各省中些座线等类级主旧一二三四五六个]城")
# What ends so is no name: 城市, 上市, 地市; 园区, 社区, 新区; 节省; 联盟.
_NO_STEM = re.compile(
    "(?:[全我本该該各某两兩外每该县縣股上超门門都夜集楼地入省市节節跨等个個下辖轄范範点點强]|[九神]|联|聯|同|加|结|結|红|紅|国|國|锦)$"
)
_NO_DISTRICT = re.compile(
    "(?:^|[老新主旧中副心内外])城$|[市郊社园園地小景库庫灌特新发發范範务務育化展聚护護牧矿礦港居校片战戰灾災辖轄能创創业業心流贸貿税稅经]$"
)
_CUT = re.compile(
    "[好放家业業助办辦关關在对對从從向到与與和及跟同由是为為年月日底末中其而但即如比较較于於超过過居占至达達列以的个個了等省市县縣区區有将將入赴自给給]"
)
_GENERIC = re.compile(
    "(?:国家|國家|省)?(?:级|級)?(?:高新技术产业|经济技术|高新技术|经济|产业|高新|经开|国家高新|国家级|省级|市级)?"
)
_CHINESE = re.compile("[\u4e00-\u9fff]{1,8}$")
_NOT_AFTER = re.compile("[场場民长長级級值直属屬委域内內面两兩]|、[县縣区區]")
_ENGLISH = re.compile(
    r"[A-Z][a-z']+ ?(?:City|Province|County|District|Prefecture|Municipality|Zone|State)"
)
_BODY = re.compile(
    "[\u4e00-\u9fffA-Za-z]{0,6}?(?:大学|大學|学院|科学院|局|委员会|厅|公司|集团|集團|医院|研究院|研究所|"
    "研究中心|中心|[\u4e00-\u9fff]{2}所|实验室|银行|政协|人大|政府|党委|大会|路|会议|论坛)"
)
_ZONE = re.compile(
    "[市县縣区區]?[\u4e00-\u9fff]{0,4}?(?:开发|開發|高新|经开|經開|示范|试验|合作|保税|航空港|自贸)[区區]"
)
_GROUP = re.compile(
    "[\u4e00-\u9fff]{2}(?:城市群|都市圈)|(?:其他|其它|周边|邻近|省内|省外)(?:城市|地市|市县)|"
    "(?<![第0-9])[两二三四五六七八九十]市(?![场民区级县])"
)
_GOES_ON = re.compile("地区|[市县縣区區省州]|[a-z]")
_OPENS_CLAUSE = re.compile("(?:^|[,;:。、!?\n\t]|年|其中)$")
_LONGEST, _LONGEST_STEM, _SHORT_STEM = 12, 6, 2
LIST_SIGN = re.compile("[、和与與及,/]")


@dataclass(frozen=True)
class Mention:
    """A place that a text names.

    Attributes:
        start: Its first character.
        end: The place after its last.
        printed: The name as printed.
        place: Identifier; empty where `places.csv` has none.
        own: Which word stands for it, such as 全市 or 全省; empty for a name.
        is_body: Whether it opens the name of a body, such as a university.
    """

    start: int
    end: int
    printed: str
    place: str = ""
    own: str = ""
    is_body: bool = False

    @property
    def scope(self) -> str:
        """The scope that the form of the name tells; empty for a city."""
        if self.printed[-1:] == "省" or self.printed.endswith(("自治区", "Province")):
            return "province"
        is_zone = re.search("(?:开发|開發|高新|经开|示范|地|合作|保税|自贸)[区區]$", self.printed)
        is_county = not is_zone and self.printed[-1:] in "县縣区區旗"
        return "county" if is_county or self.printed.endswith(("County", "District")) else ""


@dataclass(frozen=True)
class PlaceNames:
    """Finds places in a text by their names.

    Attributes:
        places: Rows of `places.csv` by identifier.
        others: Names that stand without 省 or 市 for places that are not in it.
    """

    places: Mapping[str, Mapping[str, str]]
    others: Sequence[str] = ()

    def find(self, text: str) -> list[Mention]:
        """Return the places that a text names, in order."""
        found: list[Mention] = []
        for mention in [*self._find_known(text), *_find_words(text), *_find_unknown(text)]:
            if all(mention.end <= one.start or one.end <= mention.start for one in found):
                found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def read(self, text: str) -> Mention | None:
        """Return the place that the whole of a cell names; None where it names none."""
        cell = re.sub(r"\([^()]*\)|[\s　*#]", "", text)
        cell = re.sub("^(?:其中|#)?[:：]?", "", cell)
        found = self.find(cell)
        if found and found[0].start == 0 and found[0].end == len(cell):
            return found[0]
        unknown = _SUFFIX.search(cell[1:])
        is_name = unknown and len(cell) <= _LONGEST and cell.endswith(unknown[0])
        if is_name and _is_name(cell, unknown[0] if unknown else ""):
            return Mention(0, len(cell), cell)
        return None

    def _find_known(self, text: str) -> Iterator[Mention]:
        for match in self._pattern.finditer(text):
            place, is_whole = self._known[match[0]]
            end = match.end()
            zone = _ZONE.match(text, end)
            if zone is not None:
                yield Mention(match.start(), zone.end(), text[match.start() : zone.end()])
                continue
            if not is_whole and _GOES_ON.match(text, end):
                # Another place of the same beginning, such as a county of a city's name.
                continue
            yield Mention(
                *match.span(), match[0], place, is_body=_BODY.match(text, end) is not None
            )

    @functools.cached_property
    def _known(self) -> dict[str, tuple[str, bool]]:
        """The identifier by printed name, and whether that is the whole name."""
        known: dict[str, tuple[str, bool]] = dict.fromkeys(self.others, ("", False))
        for column in ("name_en", "short_zh", "name_zh"):
            for place, row in self.places.items():
                if row[column] and row["kind"] != "nation":
                    known[row[column].replace(" ", "")] = place, column == "name_zh"
        return known

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The longest name first: 郑州市 is one name, and not 郑州 with a sign after it.
        return re.compile("|".join(sorted(map(re.escape, self._known), key=lambda n: -len(n))))


def _find_words(text: str) -> Iterator[Mention]:
    for match in _WORDS.finditer(text):
        is_body = _BODY.match(text, match.end()) is not None
        yield Mention(*match.span(), match[0], own=match.lastgroup or "", is_body=is_body)


def _find_unknown(text: str) -> Iterator[Mention]:
    for match in _GROUP.finditer(text):
        yield Mention(*match.span(), match[0])
    for match in _ENGLISH.finditer(text):
        yield Mention(*match.span(), match[0])
    for match in _SUFFIX.finditer(text):
        if _NOT_AFTER.match(text, match.end()) or _SUFFIX.match(text, match.end()):
            continue
        left = _CHINESE.search(text[max(0, match.start() - 8) : match.start()])
        stem = _CUT.split(left[0])[-1] if left else ""
        if len(match[0]) > len("地区") and _OPENS_CLAUSE.search(text[: match.start()]):
            yield Mention(*match.span(), match[0])
            continue
        # A title may run on into the first sentence; the name is the last of it.
        is_long = len(stem) > _LONGEST_STEM
        if is_long and len(match[0]) > 1:
            continue
        stem = stem[-_SHORT_STEM:] if is_long else stem
        if stem and _is_name(stem + match[0], match[0]):
            start = match.start() - len(stem)
            if text[start - 1 : start].isdigit():
                continue
            is_body = _BODY.match(text, match.end()) is not None
            yield Mention(start, match.end(), text[start : match.end()], is_body=is_body)


def _is_name(name: str, suffix: str) -> bool:
    stem = name.removesuffix(suffix)
    if not stem or _NO_STEM.search(stem) or _GENERIC.fullmatch(stem):
        return False
    if suffix == "市" and stem.endswith("城") and not _NAMED_AFTER_TOWN.fullmatch(stem):
        return False
    if suffix in {"区", "區"} and (_NO_DISTRICT.search(stem) or len(stem) > 4):
        return False
    if suffix == "州" and len(stem) > 2:
        return False
    return suffix not in {"盟", "旗"} or len(stem) > 1


def is_listed(text: str, mentions: Sequence[Mention], number: int) -> bool:
    """Return whether a place is one of several in a row, of which none is meant alone."""
    own = mentions[number]
    before = mentions[number - 1] if number else None
    after = mentions[number + 1] if number + 1 < len(mentions) else None
    return any(
        one is not None and LIST_SIGN.fullmatch(text[first.end : last.start]) is not None
        for one, first, last in ((before, before or own, own), (after, own, after or own))
    )


def find_county(text: str, counties: Mapping[str, str]) -> tuple[str, int]:
    """Return the county named last and where; of several in one sentence, none is meant.

    Args:
        text: The text.
        counties: Identifiers by name.
    """
    where = len(text)
    for sentence in reversed(re.split("(?<=[。\n])", text)):
        where -= len(sentence)
        named = {name: sentence.rfind(name) for name in counties if name in sentence}
        if len(named) == 1:
            name, place = next(iter(named.items()))
            return counties[name], where + place
    return "", -1
