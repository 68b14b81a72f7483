"""The subject of a figure: the body or place that its clause or paragraph speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from helpers.intake.guessing.bodies import FIRM, INSTITUTION, PROGRAMME, Register
from helpers.intake.text.passages import Passage

_CLAUSE_END = re.compile("[,;:。!?\n\t*]")
_WHOLE = ("全社会", "规上", "规模以上")
_CITY = re.compile(
    "规上|规模以上|全市|我市|本市|该市|市本级|全社会|全县|我县|该县|全区|我区|全省|我省|全国"
)
_WIDER = re.compile("(?<![居列占排比于领出先后])(?!(?<=[为是约])..的)(?:全省|我省)[^,。]{0,3}$")
_AFRESH = re.compile("(?:[,;:。!?\n\t*年月日期末底前来均]|目前|其中)$")
_RANKING = re.compile("[居列占在为排于同比高低]$")
_COUNTY = re.compile(
    r"(?<![\u4e00-\u9fff“])(?![全我本该各一某外三两])(?![^县]{0,2}有关|相关|所有|部分|其他)(?:(?:(?![各市到和与及在对向等个乡镇区该])[\u4e00-\u9fff]){1,3}县|"
    r"[\u4e00-\u9fff]{2,3}?(?<![市郊城山社园地小景库灌特新发范务育化展聚护牧矿港居校片战灾辖能创])区|"
    r"[\u4e00-\u9fff]{2,4}旗)(?![域级内外长委块位间政人产])"
)
_BACK = re.compile(
    "(?:该|我|本)(?P<named>公司|集团|企业|院|校|所|中心|实验室|研究院|医院|园区|基地|平台|项目|活动|工程|局)|"
    "(?<![\u4e00-\u9fff])(?P<bare>公司|集团|实验室|研究院|项目|园区)(?!等)"
)
_BARE = re.compile("(?P<named>)(?P<bare>公司|集团|实验室|研究院|园区)")
_OF_BACK = {"公司": FIRM, "集团": FIRM, "企业": FIRM}
_OF_BACK |= dict.fromkeys(("院", "校", "所", "中心", "实验室", "研究院", "医院", "局"), INSTITUTION)
_INSIDE_NAME = re.compile("的?([\u4e00-\u9fff]{2,14}?项目)")
_PROGRESS = re.compile("已|全部|总投资|建成|占地|[一二三]期|达产|投产|计划")
_SAID_ALIKE = ("公司", "集团", "实验室", "研究院", "医院", "园区", "基地", "平台", "项目")
_SIZES_OF_THINGS = ("平方米", "亩", "公顷", "元")
_NEXT_WORD = 6
_SENTENCE_END = re.compile("[。!?\n]")
_SUMMED = re.compile("等(?:共|约|近|多)?$")
_OPENS_RANK = re.compile("第|首|前|唯一|领先|平均|各")
_LONGEST_SENTENCE = 600
_FAR = 40


@dataclass(frozen=True)
class Subject:
    """The body or county that a figure covers.

    Attributes:
        scope: A value of the column `scope`; empty where only the place tells it.
        entity: The body by identifier, or by name where `entities.csv` has none.
        county: The county as printed.
    """

    scope: str = ""
    entity: str = ""
    county: str = ""


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    leads: bool
    subject: Subject
    is_listed: bool = False


@dataclass(frozen=True)
class Subjects:
    """The subjects of one document.

    Attributes:
        register: What names are recognised by.
        passages: All passages of the document.
        publisher: Who issued it, whom 我局 stands for.
    """

    register: Register
    passages: Sequence[Passage]
    publisher: str = ""
    _mentions: dict[int, list[_Mention]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, number: int, start: int, end: int) -> Subject:
        """Find whom a figure covers.

        Args:
            number: The number of its passage.
            start: Its first character.
            end: The place after its last.

        Returns:
            The subject; an empty one where the text names none but its place.
        """
        text = self.passages[number].text
        before = text[:start]
        clause_start = _find_end(_CLAUSE_END, text, start)
        clause = before[clause_start:]
        token = text[start:end]
        wider = _WIDER.search(clause)
        if wider and not token.startswith(("第", "首")):
            return Subject("province")
        inside = _INSIDE_NAME.match(text, end)
        if inside and token.endswith(("级", "吨", "元")):
            return Subject(PROGRAMME, inside[1])
        if text.startswith("的", end) and token.endswith(_SIZES_OF_THINGS):
            return self._find_owner(number, end + 1)
        is_shared = False
        sentence_start = _find_end(_SENTENCE_END, text, start)
        for mention in reversed(self._list_mentions(number)):
            if mention.end > start:
                continue
            if mention.start >= clause_start:
                if not mention.is_listed and not _SUMMED.search(before[mention.end :]):
                    return mention.subject
                is_shared = True
            elif is_shared:
                return Subject()
            elif mention.leads and (mention.start >= sentence_start or _is_topic(text, mention)):
                return mention.subject
        if is_shared:
            return Subject()
        titles = self.passages[number].headings[-1:]
        bodies = [body for title in titles for body in self.register.find(title)]
        named = [body for body in bodies if body.is_one and body.scope != PROGRAMME]
        return Subject(named[-1].scope, named[-1].entity) if named else Subject()

    def _list_mentions(self, number: int) -> list[_Mention]:
        """Return whatever a passage speaks of, in order."""
        if number not in self._mentions:
            text = self.passages[number].text
            bodies = self.register.find(text)
            found = [
                _Mention(
                    body.start,
                    body.end,
                    body.leads and body.is_one,
                    Subject(body.scope, body.entity),
                    body.is_listed,
                )
                for body in bodies
                if not body.is_partner and (body.leads or body.scope != PROGRAMME)
            ]
            found += _find_places(text)
            for match in _BACK.finditer(text):
                if any(body.start < match.end() and match.start() < body.end for body in bodies):
                    continue
                subject = self._refer(number, match)
                if subject is not None:
                    found.append(_Mention(*match.span(), leads=True, subject=subject))
            self._mentions[number] = sorted(found, key=lambda mention: mention.start)
        return self._mentions[number]

    def _find_owner(self, number: int, start: int) -> Subject:
        """Return what a size stands before: 2万平方米的实验室 are those of a building."""
        text = self.passages[number].text
        for body in self.register.find(text):
            if start <= body.start < start + _NEXT_WORD:
                return Subject(body.scope, body.entity)
        bare = _BACK.match(text, start) or _BARE.match(text, start)
        return (bare and self._refer(number, bare)) or Subject(PROGRAMME)

    def _refer(self, number: int, match: re.Match[str]) -> Subject | None:
        """Return whom 该公司 or a bare 实验室 stands for: the body of that kind named last."""
        word = match["bare"] or match["named"]
        scope = _OF_BACK.get(word, PROGRAMME)
        if word == "局":
            return Subject(INSTITUTION, self.publisher) if self.publisher else None
        for place in range(number, max(-1, number - _FAR), -1):
            for body in reversed(self.register.find(self.passages[place].text)):
                is_before = place < number or body.end <= match.start()
                printed = self.passages[place].text[body.start : body.end]
                is_meant = printed.endswith(word) if word in _SAID_ALIKE else body.scope == scope
                if is_before and not body.is_listed and is_meant:
                    return Subject(body.scope, body.entity)
        is_told = match["named"] or _PROGRESS.match(match.string, match.end())
        return Subject(scope) if is_told else None


def _find_end(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where the last match ends before a place; no farther back than a sentence goes."""
    first = max(0, place - _LONGEST_SENTENCE)
    ends = [match.end() for match in pattern.finditer(text, first, place)]
    return ends[-1] if ends else first


def _is_topic(text: str, mention: _Mention) -> bool:
    """Return whether later sentences go on about a mention: its own gave figures."""
    if mention.subject.scope in {"", "county"}:
        return True
    rest = _SENTENCE_END.split(text[mention.end :], maxsplit=1)[0]
    return re.search("[0-9](?![0-9]*(?:年|月|日|\\.))", rest) is not None


def _find_places(text: str) -> Iterator[_Mention]:
    """Yield the words of a passage that say that it speaks of a place again."""
    for match in _CITY.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        if not _RANKING.search(before) and not _OPENS_RANK.match(text, match.end()):
            leads = match[0] in _WHOLE or not before or _AFRESH.search(before)
            yield _Mention(*match.span(), leads=bool(leads), subject=Subject())
    for match in _COUNTY.finditer(text):
        yield _Mention(*match.span(), leads=True, subject=Subject("county", county=match[0]))


def is_county(name: str) -> bool:
    """Return whether a name is that of a county or a district.

    Examples:
        >>> is_county("临江县"), is_county("合计"), is_county("示范区")
        (True, False, False)
    """
    return _COUNTY.fullmatch(name) is not None
