"""Firms, institutions and projects that a text names, and those that it only counts."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from helpers.data.printed.numerals import without_layout
from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import each_row
from helpers.intake.text.lexicon import Words

FIRM, INSTITUTION, PROGRAMME = "firm", "institution", "programme"
# Kinds of `entities.csv` whose figures are of an institution; a team or a base is a programme.
_SCOPES = {
    "firm": FIRM,
    "university": INSTITUTION,
    "vocational_college": INSTITUTION,
    "research_institute": INSTITUTION,
    "government": INSTITUTION,
    "laboratory": INSTITUTION,
}
_LONGEST_NAME = 24
_SHORTEST_KNOWN = 3
_NAME_SIGNS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·“”]+$")
_COUNTED = re.compile(
    "(?:项目|专项)?(?:等|共|达到?|分别)*(?:约|近|超过)?"
    "[0-9一二两三四五六七八九十百]+(?:多|余)?[家个所项座名批类期]"
)
_CLAUSE = re.compile("[,;:。!?\n\t*]")
_OPENING = re.compile(
    r"(?:[0-9]+[.、]|\([^()]*\)|[0-9]{4}年(?:[0-9]{1,2}月)?(?:底|末|初)?(?:前|以来)?|[0-9]{1,2}月(?:[0-9]+日)?底?前?|"
    r"[一二三四五六七八九十]+[是、]|今年(?:以来)?|去年|目前|其中|此外|同时|特别是|尤其是|据悉|日前|近日|"
    r"近[一二两三四五]年来?|截至(?:目前|今年|去年)?|上半年|下半年|全年|位于[^,]{2,10}的|“)*"
)
_PARTNER = re.compile(
    "(?:[与和同跟及向由对给]|来自|(?:邀请|依托|联合|委托|聘请)了?)(?:[省市]|我[省市])?$"
)
_MEETINGS = "对接会|推介会|洽谈会|博览会|发布会|大会|论坛|大赛"
_EVENT = re.compile(
    f"“([^“”,。]{{2,20}})”(?:系列|主题)?(?:活动|{_MEETINGS})(?!等)|"
    f"(?<=举办)(?!了)[\u4e00-\u9fff]{{2,16}}(?:{_MEETINGS})|(?<=举办了)[\u4e00-\u9fff]{{2,16}}(?:{_MEETINGS})"
)
_AMOUNT = re.compile(
    r"[0-9一二三四五六七八九十百千万亿]+(?:级的?|[家个所项名年月日]"
    r"(?:底|初|末|[上中下]旬)?(?:之?前|以前|起)?)|\([一二三四五六七八九十0-9]+\)"
)
_LEVELS = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:省|市|县|区)|[省市县国]级?(?:及?以上)?")
# 河南大学 is a name; 河南省重点实验室 is a class of which there are many.
_NAMED_BY_PLACE = ("大学", "学院", "学校", "医院", "科学院", "农科院")


@dataclass(frozen=True)
class Body:
    """A firm, an institution or a project that a text names.

    Attributes:
        scope: What a figure of it covers: `firm`, `institution` or `programme`.
        entity: Its identifier in `entities.csv`, or its name as printed where it has none.
        start: Its first character.
        end: The place after its last.
        leads: Whether a clause begins with it, so that the following speak of it too.
        is_listed: Whether it is one of several in a row, of which none is meant alone.
        is_partner: Whether something is done with it, and not by it.
    """

    scope: str
    entity: str
    start: int
    end: int
    leads: bool
    is_listed: bool = False
    is_partner: bool = False

    @property
    def is_one(self) -> bool:
        """Whether a figure can be of it alone."""
        return not self.is_listed and not self.is_partner


@dataclass(frozen=True)
class Register:
    """The bodies known by name, and the words that others are recognised by.

    Attributes:
        words: The lexicon.
        known: Identifier and scope by printed name.
    """

    words: Words
    known: Mapping[str, tuple[str, str]]
    _found: dict[str, tuple[Body, ...]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, text: str) -> tuple[Body, ...]:
        """Find the bodies that a passage names, in order.

        Args:
            text: The passage without layout.

        Returns:
            The bodies; a class of which many are counted is none.
        """
        if text not in self._found:
            self._found[text] = tuple(self._mark(text, sorted(self._find_names(text))))
        return self._found[text]

    def _mark(self, text: str, names: list[tuple[int, int, str, str]]) -> Iterator[Body]:
        """Yield the bodies: whether each leads its clause, and is one of several in a row."""
        starts = {start for start, *_ in names}
        ends = {end for _, end, *_ in names}
        partners: set[int] = set()
        for start, end, scope, entity in names:
            clause = [match.end() for match in _CLAUSE.finditer(text, 0, start)]
            opening = text[clause[-1] if clause else 0 : start]
            follows = text[start - 1 : start] == "、" and start - 1 in ends
            is_listed = follows or (text[end : end + 1] == "、" and end + 1 in starts)
            is_partner = bool(_PARTNER.search(opening)) or (follows and start - 1 in partners)
            if is_partner:
                partners.add(end)
            is_event = _EVENT.match(text, start) and text.startswith(",", end)
            leads = bool(_OPENING.fullmatch(opening)) or (scope == PROGRAMME and bool(is_event))
            yield Body(scope, entity, start, end, leads, is_listed, is_partner)

    def _find_names(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        taken: list[tuple[int, int]] = []
        for match in self._known_pattern.finditer(text):
            if _COUNTED.match(text, match.end()):
                continue
            taken.append(match.span())
            entity, scope = self.known[match[0]]
            yield *match.span(), scope, entity
        for match in _EVENT.finditer(text):
            if not any(first < match.end() and match.start() < last for first, last in taken):
                taken.append(match.span())
                yield *match.span(), PROGRAMME, match[1] or match[0]
        for kind, scope in (
            ("firm_suffix", FIRM),
            ("institution_suffix", INSTITUTION),
            ("programme_suffix", PROGRAMME),
        ):
            suffix = f"{self.words.pattern(kind)}(?!{self.words.pattern('no_suffix')})"
            for match in re.finditer(suffix, text):
                start = self._find_start(text, match.start(), match[0])
                if start is None or _COUNTED.match(text, match.end()):
                    continue
                if any(first < match.end() and start < last for first, last in taken):
                    continue
                taken.append((start, match.end()))
                # A project has seldom a name of its own: 项目 goes with whatever is done.
                is_named = match[0] != "项目" or "“" in text[start : match.end()]
                name = text[start : match.end()].strip("“”") if is_named else ""
                yield start, match.end(), scope, name

    @functools.cached_property
    def _known_pattern(self) -> re.Pattern[str]:
        names = [re.escape(name) for name in self.known if len(name) >= _SHORTEST_KNOWN]
        # Nothing matches where no name is known.
        return re.compile("|".join(sorted(names, key=len, reverse=True)) or "(?!)")

    def _find_start(self, text: str, end: int, suffix: str) -> int | None:
        """Return where the name begins that ends in a suffix; None for a class of bodies."""
        window = _NAME_SIGNS.search(text[max(0, end - _LONGEST_NAME) : end])
        left = window[0] if window else ""
        cuts = [match.end() for match in re.finditer(self.words.pattern("name_boundary"), left)]
        cuts += [match.end() for match in _AMOUNT.finditer(left)]
        left = left[max(cuts, default=0) :]
        proper = left
        if suffix in _NAMED_BY_PLACE and left in {"省", "市", "县"}:
            return end - len(left)
        if suffix not in _NAMED_BY_PLACE:
            proper = _LEVELS.sub("", proper)
        proper = re.sub(self.words.pattern("class_word"), "", proper).strip("“”()、")
        return end - len(left) if len(proper) > 1 else None


def find_entities(raw: RawData, without_source: str = "") -> dict[str, dict[str, str]]:
    """Return the bodies of the data.

    Args:
        raw: The checked raw data.
        without_source: A source nothing is learnt from: what only it names is left out.

    Returns:
        Rows of `entities.csv` by identifier.
    """
    elsewhere: set[str] = set()
    there: set[str] = set()
    named = dict.fromkeys(raw.package.subjects, ("entity",))
    for table, columns in {**named, "partnerships": ("local_party", "partner")}.items():
        for _, row in each_row(raw.frames[table]):
            names = there if row["source"] == without_source else elsewhere
            names.update(row[column] for column in columns)
    entities = raw.index("entities", "entity")
    return {name: row for name, row in entities.items() if name not in there - elsewhere}


def learn_register(
    words: Words, entities: Mapping[str, Mapping[str, str]], places: Mapping[str, Mapping[str, str]]
) -> Register:
    """Learn the names of the bodies in the data.

    Args:
        words: The lexicon.
        entities: Rows of `entities.csv` by identifier.
        places: Rows of `places.csv` by identifier, whose names stand for no body.

    Returns:
        What names are recognised by.
    """
    no_body = {row[name] for row in places.values() for name in ("name_zh", "short_zh")}
    known: dict[str, tuple[str, str]] = {}
    for entity, row in entities.items():
        for printed in [row["name_zh"], *filter(None, row["aliases_zh"].split("|"))]:
            name = without_layout(printed).strip("“”")
            if name not in no_body:
                known[name] = entity, _SCOPES.get(row["kind"], PROGRAMME)
    return Register(words, known)
