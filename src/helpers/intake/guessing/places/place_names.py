"""Places that a text names, known ones and those that end in 市 or 省, and the role of each."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.intake.text.patterns import read_patterns

PROVINCE, NATION = "province", "nation"
_PATTERNS = read_patterns("place_names")
_LONGEST, _LONGEST_STEM, _SHORT_STEM = 12, 6, 2
_NEAR = 8
LIST_SIGN = re.compile("[、和与與及,/]")


@dataclass(frozen=True)
class Mention:
    """A place that a text names.

    Attributes:
        start: Its first character.
        end: The place after its last.
        printed: The name as printed.
        place: Identifier; empty where `places.csv` has none.
        own: The kind of word used instead of a name, such as 全市 or 全省; empty for a name.
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
        """The scope by the form of the name; empty for a city."""
        if self.printed[-1:] == "省" or self.printed.endswith(("自治区", "Province")):
            return "province"
        is_zone = re.search("(?:开发|開發|高新|经开|示范|地|合作|保税|自贸)[区區]$", self.printed)
        is_county = not is_zone and self.printed[-1:] in "县縣区區旗"
        return "county" if is_county or self.printed.endswith(("County", "District")) else ""


@dataclass(frozen=True)
class PlaceNames:
    """Finds places in a text by their names; others, without 省 or 市, are not in `places.csv`."""

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
        unknown = _PATTERNS["suffix"].search(cell[1:])
        is_name = unknown and len(cell) <= _LONGEST and cell.endswith(unknown[0])
        if is_name and _is_name(cell, unknown[0] if unknown else ""):
            return Mention(0, len(cell), cell)
        return None

    def _find_known(self, text: str) -> Iterator[Mention]:
        for match in self._pattern.finditer(text):
            place, is_whole = self._known[match[0]]
            end = match.end()
            zone = _PATTERNS["zone"].match(text, end)
            if zone is not None:
                yield Mention(match.start(), zone.end(), text[match.start() : zone.end()])
                continue
            if not is_whole and _PATTERNS["goes_on"].match(text, end):
                # Another place of the same beginning, such as a county of a city's name.
                continue
            yield Mention(
                *match.span(),
                match[0],
                place,
                is_body=_PATTERNS["body"].match(text, end) is not None,
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
    for match in _PATTERNS["own"].finditer(text):
        is_body = _PATTERNS["body"].match(text, match.end()) is not None
        yield Mention(*match.span(), match[0], own=match.lastgroup or "", is_body=is_body)


def _find_unknown(text: str) -> Iterator[Mention]:
    for match in _PATTERNS["group"].finditer(text):
        yield Mention(*match.span(), match[0])
    for match in _PATTERNS["english"].finditer(text):
        yield Mention(*match.span(), match[0])
    for match in _PATTERNS["suffix"].finditer(text):
        if _PATTERNS["not_after"].match(text, match.end()) or _PATTERNS["suffix"].match(
            text, match.end()
        ):
            continue
        left = _PATTERNS["chinese"].search(text[max(0, match.start() - 8) : match.start()])
        stem = _PATTERNS["cut"].split(left[0])[-1] if left else ""
        if len(match[0]) > len("地区") and _PATTERNS["opens_clause"].search(text[: match.start()]):
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
            is_body = _PATTERNS["body"].match(text, match.end()) is not None
            yield Mention(start, match.end(), text[start : match.end()], is_body=is_body)


def _is_name(name: str, suffix: str) -> bool:
    stem = name.removesuffix(suffix)
    if not stem or _PATTERNS["no_stem"].search(stem) or _PATTERNS["generic"].fullmatch(stem):
        return False
    if suffix == "市" and stem.endswith("城") and not _PATTERNS["named_after_town"].fullmatch(stem):
        return False
    if suffix in {"区", "區"} and (_PATTERNS["no_district"].search(stem) or len(stem) > 4):
        return False
    if suffix == "州" and len(stem) > 2:
        return False
    return suffix not in {"盟", "旗"} or len(stem) > 1


def is_listed(text: str, mentions: Sequence[Mention], number: int) -> bool:
    """True when a place is one of several in a row, of which none is meant alone."""
    own = mentions[number]
    before = mentions[number - 1] if number else None
    after = mentions[number + 1] if number + 1 < len(mentions) else None
    return any(
        one is not None and LIST_SIGN.fullmatch(text[first.end : last.start]) is not None
        for one, first, last in ((before, before or own, own), (after, own, after or own))
    )


def find_county(text: str, counties: Mapping[str, str]) -> tuple[str, int]:
    """Return the county named last and where; of several in one sentence, none is meant."""
    where = len(text)
    for sentence in reversed(re.split("(?<=[。\n])", text)):
        where -= len(sentence)
        named = {name: sentence.rfind(name) for name in counties if name in sentence}
        if len(named) == 1:
            name, place = next(iter(named.items()))
            return counties[name], where + place
    return "", -1


def find_role(text: str, mention: Mention, token: str, *, is_wider: bool, is_ours: bool) -> str:
    """Return the role of a place: `subject`, `against`, `with`, or `none`.

    A wider place holds the document's; ours is that place, one in it or one around it.
    """
    before, after = text[: mention.start], text[mention.end :]
    if mention.is_body:
        return "with"
    if after.startswith("等") or (after.startswith("的") and _PATTERNS["share_of"].search(before)):
        return "none"
    if _PATTERNS["against"].search(before):
        is_near = len(after) <= _NEAR and token
        return "against" if is_near else "none"
    if _PATTERNS["within"].search(before):
        return "none"
    if is_wider:
        is_before_figure = (
            bool(token) and len(after) <= len("为") and not _PATTERNS["ranked"].match(token)
        )
        leads = _PATTERNS["leading"].search(before) and not _PATTERNS["ranked"].match(
            after or token
        )
        return "subject" if leads or is_before_figure else "none"
    if not mention.own and _PATTERNS["with"].search(before):
        is_in_list = any(sign in before[-1:] for sign in "和与及與")
        return "subject" if is_ours and not is_in_list else "with"
    return "subject"


def is_passing(sentence: str, mention: Mention, token: str) -> bool:
    """True when a share or an amount may be of the province or nation named before it."""
    before = sentence[: mention.start]
    is_compared = _PATTERNS["against"].search(before) or _PATTERNS["within"].search(before)
    is_size = not token or re.search("[%‰元]$", token)
    return not is_compared and bool(is_size)
