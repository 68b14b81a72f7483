"""Which place a figure speaks of: the one named nearest before it, else that of the document."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.intake.facts import Facts
from helpers.intake.passages import Passage

# A name begins where a word ends; these signs stand in no name but before many.
_CITY = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[省年在对从向到与和由]))"
    r"((?![全我本该各居位占日月年度在从向到由])[\u4e00-\u9fff]{2,3}?(?<![全我本该各年日月从])(?:市|州|盟|地区))"
)
_COUNTY = re.compile(r"^((?![全我本该各])[\u4e00-\u9fff]{1,4}?(?:县|区|旗))")
_TIME = re.compile("^(?:关于)?(?:[0-9]{4}年)?(?:今年|去年)?(?:上半年|下半年|前三季度)?")
_OWN_WORDS = re.compile("全市|我市|本市")
_PROVINCE_WORDS = re.compile("全省|我省")
_NEAR_PROVINCE = 14


@dataclass(frozen=True)
class Gazetteer:
    """The places known, and the one the document is of.

    Attributes:
        places: Rows of `places.csv` by identifier.
        home: Identifier of the place of the document; empty when it is not in `places.csv`.
        printed: Its name as the document prints it.
    """

    places: Mapping[str, Mapping[str, str]]
    home: str
    printed: str

    def find_kind(self, place: str) -> str:
        """Return the kind of a place, empty for an unknown one."""
        return self.places[place]["kind"] if place else ""

    def knows(self, name: str) -> bool:
        """Tell whether a place of that printed name is in `places.csv`."""
        return any(name in (row["name_zh"], row["short_zh"]) for row in self.places.values())

    def guess(self, before: str, earlier: str) -> tuple[str, float]:
        """Guess the place of a figure.

        Args:
            before: The sentence up to the figure, and a few words after it.
            earlier: What the section says before that sentence.

        Returns:
            The identifier and how sure the guess is.
        """
        clause = re.split("[,;]", before)[-1]
        if _PROVINCE_WORDS.search(clause[-_NEAR_PROVINCE:]) and "居" not in clause:
            return self._find_province(), 0.6
        county, where = self._find_county(before)
        own = max([match.start() for match in _OWN_WORDS.finditer(before)], default=-1)
        if own > where:
            return self.home, 0.9
        if county:
            return county, 0.8
        county, where = self._find_county(earlier)
        own = max([match.start() for match in _OWN_WORDS.finditer(earlier)], default=-1)
        return (county, 0.5) if county and where > own else (self.home, 0.8)

    def _find_province(self) -> str:
        row = self.places.get(self.home)
        while row is not None and row["kind"] not in {"province", "nation"}:
            row = self.places.get(row["parent"])
        return row["place"] if row is not None and row["kind"] == "province" else ""

    def _find_county(self, text: str) -> tuple[str, int]:
        """Return the county named last and where; of several in one sentence, none is meant."""
        counties = {
            row["name_zh"]: place
            for place, row in self.places.items()
            if row["kind"] == "county_level" and row["parent"] == self.home
        }
        if not counties or not self.home:
            return "", -1
        where = len(text)
        for sentence in reversed(re.split("(?<=[。\n])", text)):
            where -= len(sentence)
            named = {name: sentence.rfind(name) for name in counties if name in sentence}
            if len(named) == 1:
                name, place = next(iter(named.items()))
                return counties[name], where + place
        return "", -1


def find_home(
    places: Mapping[str, Mapping[str, str]],
    facts: Facts,
    passages: Sequence[Passage],
    given: str = "",
) -> Gazetteer:
    """Find the place that a document is of.

    Args:
        places: Rows of `places.csv` by identifier.
        facts: What the document says of itself.
        passages: Its passages.
        given: Identifier that the user gave; nothing is guessed then.

    Returns:
        The places with the home of the document.
    """
    if given:
        return Gazetteer(places, given, places[given]["name_zh"])
    text = "\n".join(passage.text for passage in passages if passage.kind != "furniture")
    for head in (facts.title, facts.publisher):
        for place, row in places.items():
            if row["kind"] == "prefecture_city" and row["short_zh"] in head:
                return Gazetteer(places, place, row["name_zh"])
        bare = _TIME.sub("", head)
        match = _CITY.search(bare) or _COUNTY.search(bare)
        if match is not None:
            return Gazetteer(places, "", match[1])
    counts = Counter(
        {
            place: text.count(row["short_zh"])
            for place, row in places.items()
            if row["kind"] == "prefecture_city"
        }
    )
    place, count = counts.most_common(1)[0] if counts else ("", 0)
    others = Counter(match[1] for match in _CITY.finditer(text))
    printed, other = others.most_common(1)[0] if others else ("", 0)
    if count and count >= other:
        return Gazetteer(places, place, places[place]["name_zh"])
    return Gazetteer(places, "", printed)
