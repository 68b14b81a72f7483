"""Firms, institutions and projects that a text names, and those that it only counts."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from helpers.data.printed.numerals import without_layout
from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import each_row
from helpers.intake.text.lexicon import Words
from helpers.intake.text.patterns import read_patterns

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
_PATTERNS = read_patterns("bodies")
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
        """True when a figure can be of it alone."""
        return not self.is_listed and not self.is_partner


@dataclass(frozen=True)
class Register:
    """The bodies known by printed name, with scope, and the words that others are recognised by."""

    words: Words
    known: Mapping[str, tuple[str, str]]
    _found: dict[str, tuple[Body, ...]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, text: str) -> tuple[Body, ...]:
        """Find the bodies that a passage without layout names, in order.

        A class of which many are counted is none.
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
            clause = [match.end() for match in _PATTERNS["clause"].finditer(text, 0, start)]
            opening = text[clause[-1] if clause else 0 : start]
            follows = text[start - 1 : start] == "、" and start - 1 in ends
            is_listed = follows or (text[end : end + 1] == "、" and end + 1 in starts)
            is_partner = bool(_PATTERNS["partner"].search(opening)) or (
                follows and start - 1 in partners
            )
            if is_partner:
                partners.add(end)
            is_event = _PATTERNS["event"].match(text, start) and text.startswith(",", end)
            leads = bool(_PATTERNS["opening"].fullmatch(opening)) or (
                scope == PROGRAMME and bool(is_event)
            )
            yield Body(scope, entity, start, end, leads, is_listed, is_partner)

    def _find_names(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        taken: list[tuple[int, int]] = []
        for match in self._known_pattern.finditer(text):
            if _PATTERNS["counted"].match(text, match.end()):
                continue
            taken.append(match.span())
            entity, scope = self.known[match[0]]
            yield *match.span(), scope, entity
        for match in _PATTERNS["event"].finditer(text):
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
                if start is None or _PATTERNS["counted"].match(text, match.end()):
                    continue
                if any(first < match.end() and start < last for first, last in taken):
                    continue
                taken.append((start, match.end()))
                # A project seldom has a name of its own: 项目 follows any activity.
                is_named = match[0] != "项目" or "“" in text[start : match.end()]
                name = text[start : match.end()].strip("“”") if is_named else ""
                yield start, match.end(), scope, name

    @functools.cached_property
    def _known_pattern(self) -> re.Pattern[str]:
        names = [re.escape(name) for name in self.known if len(name) >= _SHORTEST_KNOWN]
        # Without known names, the pattern matches nothing.
        return re.compile("|".join(sorted(names, key=len, reverse=True)) or "(?!)")

    def _find_start(self, text: str, end: int, suffix: str) -> int | None:
        """Return where the name begins that ends in a suffix; None for a class of bodies."""
        window = _PATTERNS["name_signs"].search(text[max(0, end - _LONGEST_NAME) : end])
        left = window[0] if window else ""
        cuts = [match.end() for match in re.finditer(self.words.pattern("name_boundary"), left)]
        cuts += [match.end() for match in _PATTERNS["amount"].finditer(left)]
        left = left[max(cuts, default=0) :]
        proper = left
        if suffix in _NAMED_BY_PLACE and left in {"省", "市", "县"}:
            return end - len(left)
        if suffix not in _NAMED_BY_PLACE:
            proper = _PATTERNS["levels"].sub("", proper)
        proper = re.sub(self.words.pattern("class_word"), "", proper).strip("“”()、")
        return end - len(left) if len(proper) > 1 else None


def find_entities(raw: RawData, without_source: str = "") -> dict[str, dict[str, str]]:
    """Return the rows of `entities.csv` by identifier, but for what only one source names."""
    entities = raw.index("entities", "entity")
    if not without_source:
        return entities
    elsewhere: set[str] = set()
    there: set[str] = set()
    named = dict.fromkeys(raw.package.subjects, ("entity",))
    for table, columns in {**named, "partnerships": ("local_party", "partner")}.items():
        for _, row in each_row(raw.frames[table]):
            names = there if row["source"] == without_source else elsewhere
            names.update(row[column] for column in columns)
    return {name: row for name, row in entities.items() if name not in there - elsewhere}


def learn_register(
    words: Words, entities: Mapping[str, Mapping[str, str]], places: Mapping[str, Mapping[str, str]]
) -> Register:
    """Learn the names of the bodies in the data; names of places are none."""
    no_body = {row[name] for row in places.values() for name in ("name_zh", "short_zh")}
    known: dict[str, tuple[str, str]] = {}
    for entity, row in entities.items():
        for printed in [row["name_zh"], *filter(None, row["aliases_zh"].split("|"))]:
            name = without_layout(printed).strip("“”")
            if name not in no_body:
                known[name] = entity, _SCOPES.get(row["kind"], PROGRAMME)
    return Register(words, known)
