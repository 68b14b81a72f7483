"""The subject of a figure: the body or place that its clause or paragraph is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from helpers.intake.guessing.bodies import FIRM, INSTITUTION, PROGRAMME, Register
from helpers.intake.text.passages import Passage
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("subjects")
_WHOLE = ("全社会", "规上", "规模以上")
_OF_BACK = {"公司": FIRM, "集团": FIRM, "企业": FIRM}
_OF_BACK |= dict.fromkeys(("院", "校", "所", "中心", "实验室", "研究院", "医院", "局"), INSTITUTION)
_SAID_ALIKE = ("公司", "集团", "实验室", "研究院", "医院", "园区", "基地", "平台", "项目")
_SIZES_OF_THINGS = ("平方米", "亩", "公顷", "元")
_NEXT_WORD = 6
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
    """The subjects of one document, by whose publisher 我局 is meant."""

    register: Register
    passages: Sequence[Passage]
    publisher: str = ""
    _mentions: dict[int, list[_Mention]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, number: int, start: int, end: int) -> Subject:
        """Return the subject that a figure covers; an empty one where only its place is named."""
        text = self.passages[number].text
        before = text[:start]
        clause_start = _find_end(_PATTERNS["clause_end"], text, start)
        clause = before[clause_start:]
        token = text[start:end]
        wider = _PATTERNS["wider"].search(clause)
        if wider and not token.startswith(("第", "首")):
            return Subject("province")
        inside = _PATTERNS["inside_name"].match(text, end)
        if inside and token.endswith(("级", "吨", "元")):
            return Subject(PROGRAMME, inside[1])
        if text.startswith("的", end) and token.endswith(_SIZES_OF_THINGS):
            return self._find_owner(number, end + 1)
        is_shared = False
        sentence_start = _find_end(_PATTERNS["sentence_end"], text, start)
        for mention in reversed(self._list_mentions(number)):
            if mention.end > start:
                continue
            if mention.start >= clause_start:
                if not mention.is_listed and not _PATTERNS["summed"].search(before[mention.end :]):
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
        """Return the subjects that a passage mentions, in order."""
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
            for match in _PATTERNS["back"].finditer(text):
                if any(body.start < match.end() and match.start() < body.end for body in bodies):
                    continue
                subject = self._refer(number, match)
                if subject is not None:
                    found.append(_Mention(*match.span(), leads=True, subject=subject))
            self._mentions[number] = sorted(found, key=lambda mention: mention.start)
        return self._mentions[number]

    def _find_owner(self, number: int, start: int) -> Subject:
        """Return the owner of a size: 2万平方米的实验室 is the size of a building."""
        text = self.passages[number].text
        for body in self.register.find(text):
            if start <= body.start < start + _NEXT_WORD:
                return Subject(body.scope, body.entity)
        bare = _PATTERNS["back"].match(text, start) or _PATTERNS["bare"].match(text, start)
        return (bare and self._refer(number, bare)) or Subject(PROGRAMME)

    def _refer(self, number: int, match: re.Match[str]) -> Subject | None:
        """Return the body meant by 该公司 or a bare 实验室: the last one named of that kind."""
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
        is_told = match["named"] or _PATTERNS["progress"].match(match.string, match.end())
        return Subject(scope) if is_told else None


def _find_end(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where the last match ends before a place; at most a sentence back."""
    first = max(0, place - _LONGEST_SENTENCE)
    ends = [match.end() for match in pattern.finditer(text, first, place)]
    return ends[-1] if ends else first


def _is_topic(text: str, mention: _Mention) -> bool:
    """True when later sentences go on about a mention: its own gave figures."""
    if mention.subject.scope in {"", "county"}:
        return True
    rest = _PATTERNS["sentence_end"].split(text[mention.end :], maxsplit=1)[0]
    return re.search("[0-9](?![0-9]*(?:年|月|日|\\.))", rest) is not None


def _find_places(text: str) -> Iterator[_Mention]:
    """Yield the mentions of a place, which end what was said about a body."""
    for match in _PATTERNS["city"].finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        if not _PATTERNS["ranking"].search(before) and not _PATTERNS["opens_rank"].match(
            text, match.end()
        ):
            leads = match[0] in _WHOLE or not before or _PATTERNS["afresh"].search(before)
            yield _Mention(*match.span(), leads=bool(leads), subject=Subject())
    for match in _PATTERNS["county"].finditer(text):
        yield _Mention(*match.span(), leads=True, subject=Subject("county", county=match[0]))


def is_county(name: str) -> bool:
    """True when a name is that of a county or a district.

    Examples:
        >>> is_county("临江县"), is_county("合计"), is_county("示范区")
        (True, False, False)
    """
    return _PATTERNS["county"].fullmatch(name) is not None
