"""The place that a document is of: named by its title or publisher, else named most often."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from helpers.intake.guessing.document_header import DocumentHeader
from helpers.intake.guessing.places.gazetteer import Gazetteer
from helpers.intake.guessing.places.place_names import NATION, PlaceNames
from helpers.intake.text.passages import Passage

_TIME = re.compile("^(?:关于)?(?:[0-9]{4}年)?(?:今年|去年)?(?:上半年|下半年|前三季度)?")


def find_home(
    places: Mapping[str, Mapping[str, str]],
    facts: DocumentHeader,
    passages: Sequence[Passage],
    given: str = "",
    others: Sequence[str] = (),
) -> Gazetteer:
    """Return the places with the home of a document: the one given, else the one guessed.

    `others` are names of places that are not in `places.csv`.
    """
    names = PlaceNames(places, others)
    home, printed = given, _print_name(places, given)
    if not given:
        home, printed = _guess_home(names, facts, passages)
    return Gazetteer(places, home, printed, names)


def _guess_home(
    names: PlaceNames, facts: DocumentHeader, passages: Sequence[Passage]
) -> tuple[str, str]:
    """Return the place that the title or publisher names, else the one named most often."""
    places = names.places
    text = "\n".join(passage.text for passage in passages if passage.kind != "furniture")
    for head in (facts.title, facts.publisher):
        found = [one for one in names.find(_TIME.sub("", head)) if one.own != "city"]
        cities = [
            one for one in found if one.place and places[one.place]["kind"] == "prefecture_city"
        ]
        # 云泽市科技局 opens the name of a publisher; 协助办理市人大 names no place.
        named = [one for one in found if not one.is_body or one.start == 0]
        local = [one for one in named if not (one.own or one.place or cities)]
        if len({one.place for one in cities}) > 1:
            return "", ""
        wider = [one for one in found if one.place]
        for one in [*cities[:1], *local[:1], *wider[:1]]:
            name = places[one.place]["name_zh"] if one.place else one.printed
            return one.place, name
        if any(one.own == NATION for one in found):
            nation = next((key for key, row in places.items() if row["kind"] == "nation"), "")
            return nation, "全国"
    counts = Counter(
        one.place or one.printed for one in names.find(text) if not one.own and not one.is_body
    )
    above = {key for key, row in places.items() if row["kind"] in {"province", "nation"}}
    ranked = [pair for pair in counts.most_common() if pair[0] not in above][:2]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "", ""
    place = ranked[0][0]
    return place if place in places else "", _print_name(places, place)


def _print_name(places: Mapping[str, Mapping[str, str]], place: str) -> str:
    return places[place]["name_zh"] if place in places else place
