"""The place of a figure: one that its cell, list or clause names, else the document's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from helpers.intake.guessing.places.place_names import (
    LIST_SIGN,
    NATION,
    PROVINCE,
    Mention,
    PlaceNames,
    find_county,
    find_role,
    is_listed,
    is_passing,
)
from helpers.intake.guessing.text_tables import Cell
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.reading_faults import write_fault

_PATTERNS = read_patterns("gazetteer")
_UNSURE, _SURE = 0.4, 0.8
_LONGEST_CAPTION, _LEAST_REGIONS = 60, 2


@dataclass(frozen=True)
class Location:
    """The place of a figure.

    Attributes:
        place: Identifier; empty where it is another place than those of `places.csv`, or open.
        sureness: How sure that is; a row whose place is not sure stays below a confidence of 0.8.
        scope: The scope that the name tells, empty where its place does.
        fault: Why the place must be decided by a person; empty where nothing contradicts it.
    """

    place: str
    sureness: float
    scope: str = ""
    fault: str = ""

    @property
    def is_sure(self) -> bool:
        """True when nothing in the text points to another place."""
        return self.sureness > _UNSURE


@dataclass(frozen=True)
class Gazetteer:
    """The places known, and the one the document is of.

    Its identifier is empty when it is not in `places.csv`; `printed` is its name as the document
    prints it.
    """

    places: Mapping[str, Mapping[str, str]]
    home: str
    printed: str
    names: PlaceNames

    def find_kind(self, place: str) -> str:
        """Return the kind of a place, empty for an unknown one."""
        return self.places[place]["kind"] if place else ""

    def locate(
        self, sentence: str, token: str, after: str, earlier: str, paragraph: str = ""
    ) -> Location:
        """Return the place of a figure in running text.

        Its list, its clause or its sentence names it, else it is the document's.
        """
        bracket = _PATTERNS["bracket"].match(after)
        named = self.names.read(bracket[1]) if bracket else None
        if named is not None:
            return self._settle(named)
        # Earlier brackets, such as the value of another place, do not count.
        sentence = _PATTERNS["closed_bracket"].sub(lambda match: "_" * len(match[0]), sentence)
        mentions = self.names.find(sentence)
        shared = self._share_out(sentence, after, mentions)
        if shared is not None:
            return shared
        bare = _PATTERNS["bare_name"].fullmatch(re.split("[,;:。、!?\n\t]", sentence)[-1])
        is_paired = any(
            _PATTERNS["pair"].match(sentence, one.end) for one in mentions if not one.own
        )
        if bare and is_paired and not self.names.find(bare[0]):
            # The names before it are followed by their values: this one is a name as well.
            return _leave_open(write_fault("intake_reading_place_maybe", name=bare[0]))
        doubtful = False
        for number in reversed(range(len(mentions))):
            mention = mentions[number]
            role = self._find_role(sentence, mention, token)
            if role == "subject":
                if is_listed(sentence, mentions, number) and not self._is_wider(mention):
                    return _leave_open(
                        write_fault("intake_reading_place_several", name=mention.printed)
                    )
                if self._is_wider(mention) and self._is_counted(sentence, mention, token):
                    return replace(self._carry_on(earlier, paragraph), sureness=_UNSURE)
                found = self._settle(mention)
                if doubtful and found.place != self.home:
                    return Location(found.place, _UNSURE, found.scope)
                return Location(found.place, _UNSURE) if doubtful else found
            if role == "against" and re.search("[%‰](?![0-9])|[万亿]元$", token):
                return _leave_open(write_fault("intake_reading_place_other", name=mention.printed))
            in_clause = not _PATTERNS["clause"].search(sentence[mention.end :])
            if (
                role == "none"
                and in_clause
                and self._is_wider(mention)
                and is_passing(sentence, mention, token)
            ):
                doubtful = True
            is_other = not mention.own and not self._is_ours(mention)
            if is_other and in_clause and role == "with":
                doubtful = True
        found = self._carry_on(earlier, paragraph)
        return replace(found, sureness=min(found.sureness, _UNSURE)) if doubtful else found

    def locate_cell(self, cell: Cell, caption: str) -> Location:
        """Return the place of a number in a table.

        Its row, its column or the caption names it, else it is the document's; it is open where a
        column of regions names one that is not known.
        """
        found: list[Location] = []
        for names, others in zip((cell.sides, cell.heads), cell.neighbours, strict=True):
            own = [place for name in names if (place := self._read_name(name)) is not None]
            found += own
            is_of_regions = names is cell.sides and any(
                _PATTERNS["corner"].search(re.sub(r"\(.*", "", word).strip())
                for word in cell.corner
            )
            regions = [place for name in others if (place := self._read_name(name)) is not None]
            if not own and (is_of_regions or self._are_regions(names, regions)):
                return _leave_open(write_fault("intake_reading_place_unknown", name="".join(names)))
        # A province over its cities names where they lie.
        above = {name for place in found for name in self._list_above(place.place)}
        lowest = [place for place in found if place.place not in above]
        if len({place.place for place in lowest}) > 1:
            return _leave_open(write_fault("intake_reading_place_two"))
        if lowest:
            return lowest[-1]
        mentions = self.names.find(caption) if len(caption) < _LONGEST_CAPTION else []
        strangers = [one for one in mentions if not one.own and not self._is_ours(one)]
        if strangers and not any(one.place == self.home and self.home for one in mentions):
            return _leave_open(
                write_fault("intake_reading_place_other", name=strangers[-1].printed)
            )
        return Location(self.home, _SURE if self.home else 0.0)

    def _read_name(self, words: str) -> Location | None:
        """Return the place that a cell names, alone or as the subject of its words."""
        whole = self.names.read(words)
        if whole is not None:
            return self._settle(whole)
        for mention in self.names.find(words):
            if self._find_role(words, mention, "") == "subject":
                return self._settle(mention)
        return None

    def _are_regions(self, names: Sequence[str], regions: Sequence[Location]) -> bool:
        """True when a row or column is of a region, as others of its table are."""
        others = {place.place for place in regions if place.place != self.home or not place.place}
        if not names or not others or len(regions) < _LEAST_REGIONS:
            return False
        return not any(_PATTERNS["quantity"].search(name) for name in names)

    def _list_above(self, place: str) -> list[str]:
        above = []
        while place and self.places[place]["parent"]:
            place = self.places[place]["parent"]
            above.append(place)
        return above

    def _is_ours(self, mention: Mention) -> bool:
        """True when a name is the document's place, lies in it or holds it."""
        if not mention.place:
            return bool(self.printed) and mention.printed == self.printed
        line = {self.home, *self._list_above(self.home)}
        return mention.place in line or self.home in self._list_above(mention.place)

    def _is_wider(self, mention: Mention) -> bool:
        is_above = bool(mention.place) and mention.place in self._list_above(self.home)
        return mention.own in {PROVINCE, NATION} or is_above

    def _find_role(self, text: str, mention: Mention, token: str) -> str:
        is_wider, is_ours = self._is_wider(mention), self._is_ours(mention)
        return find_role(text, mention, token, is_wider=is_wider, is_ours=is_ours)

    def _share_out(self, sentence: str, after: str, mentions: Sequence[Mention]) -> Location | None:
        """Return the place that 分别 pairs with a figure: 甲、乙分别为1项、2项."""
        left, word, right = sentence.rpartition("分别")
        if not word or re.search("[。!?]", right):
            return None
        row: list[Mention] = []
        for mention in reversed([one for one in mentions if one.end <= len(left)]):
            if row and not LIST_SIGN.fullmatch(sentence[mention.end : row[0].start]):
                break
            row.insert(0, mention)
        if len(row) < _LEAST_REGIONS:
            return None
        place = len(_PATTERNS["value"].findall(right))
        following = _PATTERNS["next_values"].match(after)
        rest = following[0] if following else ""
        count = place + 1 + len(_PATTERNS["value"].findall(rest))
        if count == len(row):
            return self._settle(row[place])
        return _leave_open(
            write_fault("intake_reading_place_count", places=str(len(row)), values=str(count))
        )

    def _settle(self, mention: Mention) -> Location:
        if mention.own == NATION:
            nations = [name for name, row in self.places.items() if row["kind"] == "nation"]
            return Location(nations[0] if len(nations) == 1 else "", _SURE, "nation")
        if mention.own == PROVINCE:
            province = self._find_province()
            return Location(province, _SURE if province else 0.0, "province")
        if mention.own:
            return Location(self.home, 0.9 if self.home else 0.0)
        if mention.place:
            return Location(mention.place, _SURE)
        is_home = mention.printed == self.printed and not self.home
        open_place = (
            Location("", 0.0)
            if is_home
            else _leave_open(write_fault("intake_reading_place_unknown", name=mention.printed))
        )
        return replace(open_place, scope=mention.scope)

    def _is_counted(self, sentence: str, mention: Mention, token: str) -> bool:
        """True when 河南省重点实验室3家 may be those of the city: a class of that name."""
        if not _PATTERNS["count"].search(token):
            return False
        return not mention.own or (mention.own == NATION and mention.end == len(sentence))

    def _carry_on(self, earlier: str, paragraph: str) -> Location:
        """Return the place of a sentence that names none: a county's or another's may go on."""
        counties = {
            row["name_zh"]: place
            for place, row in self.places.items()
            if row["kind"] == "county_level" and row["parent"] == self.home
        }
        county, where = find_county(earlier, counties)
        own = max((earlier.rfind(word) for word in ("全市", "我市", "本市")), default=-1)
        if county and where > own:
            return Location(county, _UNSURE)
        subjects = [
            one
            for one in self.names.find(paragraph)
            if not self._is_wider(one) and self._find_role(paragraph, one, "") == "subject"
        ]
        if subjects and not subjects[-1].own and subjects[-1].place != self.home:
            is_home = bool(self.printed) and subjects[-1].printed == self.printed
            return Location(self.home, _SURE if is_home and self.home else _UNSURE)
        return Location(self.home, _SURE if self.home else 0.0)

    def _find_province(self) -> str:
        for place in [self.home, *self._list_above(self.home)] if self.home else []:
            if self.places[place]["kind"] == "province":
                return place
        return ""


def _leave_open(fault: str) -> Location:
    """Return a place that a person must decide on."""
    return Location("", 0.0, fault=fault)
