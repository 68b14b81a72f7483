"""Contracts and projects: the steps of a channel, the parts of a project.

Steps are never added to one another: an intent is no contract, a plan is no spending.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, zip_longest

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

_FEWEST_PARTS = 2


@dataclass(frozen=True)
class ContractStep:
    """One step of a channel, counted in firms.

    Attributes:
        figure: The count of firms with an intent, or the amount that was signed.
        firms: How many firms.
        is_named: Whether the firms were counted from the pairs that the document names.
        is_apart: Whether it belongs to another channel than the intent.
    """

    figure: Figure
    firms: Decimal
    is_named: bool = False
    is_apart: bool = False


@dataclass(frozen=True)
class Project:
    """A project and the parts it is made of.

    Attributes:
        entity: Identifier of the whole.
        parts: Identifiers of its parts.
        figures: Figures of the whole and the parts, by entity and indicator.
        indicators: The indicators that have a figure, in their order.
    """

    entity: str
    parts: Sequence[str]
    figures: Mapping[tuple[str, str], Figure]
    indicators: Sequence[str]

    def of_parts(self, indicator: str) -> list[Figure]:
        """Return the figures of an indicator that its parts have."""
        found = (self.figures.get((part, indicator)) for part in self.parts)
        return [figure for figure in found if figure is not None]

    def add_parts(self, indicator: str) -> Decimal | None:
        """Add the exact figures of one indicator over the parts; None where there are none."""
        found = self.of_parts(indicator)
        if not found or any(figure.qualifier != "exact" for figure in found):
            return None
        return sum((figure.number for figure in found), Decimal(0))

    def find_rest(self, indicator: str) -> Decimal | None:
        """Return what the parts leave of the whole; None where it cannot be worked out."""
        whole, parts = self.figures.get((self.entity, indicator)), self.add_parts(indicator)
        if whole is None or parts is None or whole.qualifier != "exact":
            return None
        return whole.number - parts


def find_pairs(
    figure: Figure, partnerships: Mapping[str, Mapping[str, str]], codebook: Codebook
) -> list[tuple[str, str]]:
    """Return the named pairs that an amount covers: the local party and its partner."""
    rows = find_covered(figure, partnerships, codebook)
    return list(dict.fromkeys((row["local_party"], row["partner"]) for row in rows))


def find_covered(
    figure: Figure, partnerships: Mapping[str, Mapping[str, str]], codebook: Codebook
) -> list[Mapping[str, str]]:
    """Return the rows of the named pairs that an amount covers."""
    return [
        partnerships[row["object"]]
        for row in codebook.related("figure", "covers")
        if row["subject"] == figure.figure_id and row["object"] in partnerships
    ]


def find_steps(
    figures: Sequence[Figure], partnerships: Mapping[str, Mapping[str, str]], codebook: Codebook
) -> list[ContractStep]:
    """Return firms that signed beside firms with an intent, the channel of the intent first.

    A channel is a partner or programme in one place. Firms that signed are those named with an
    amount; without an intent or without a named signature there is no funnel.
    """
    steps = [
        ContractStep(figure, figure.number)
        for figure in figures
        if codebook.indicators[figure.indicator]["step"] == "intent"
    ]
    channels = [_find_channel(step.figure) for step in steps]
    signed = []
    for figure in figures:
        if codebook.units[figure.unit]["kind"] != "money":
            continue
        firms = {local for local, _ in find_pairs(figure, partnerships, codebook)}
        if firms:
            is_apart = _find_channel(figure) not in channels
            signed.append(
                ContractStep(figure, Decimal(len(firms)), is_named=True, is_apart=is_apart)
            )
    signed.sort(key=lambda step: step.is_apart)
    return [*steps, *signed] if steps and signed else []


def _find_channel(figure: Figure) -> tuple[str, str]:
    return figure.place, figure.entity


def find_projects(figures: Sequence[Figure], codebook: Codebook) -> list[Project]:
    """Find the projects of which parts are printed beside the whole."""
    by_key = {
        (figure.entity, figure.indicator): figure
        for figure in figures
        if codebook.indicators[figure.indicator]["group"] == "project_part"
    }
    known = {entity for entity, _ in by_key}
    parts: dict[str, list[str]] = {}
    for row in codebook.related("entity", "part_of"):
        if row["subject"] in known:
            parts.setdefault(row["object"], []).append(row["subject"])
    projects = []
    for whole, members in parts.items():
        if whole not in known or len(members) < _FEWEST_PARTS:
            continue
        inside = {key: figure for key, figure in by_key.items() if key[0] in (whole, *members)}
        used = {indicator for _, indicator in inside}
        indicators = [name for name in codebook.indicators if name in used]
        projects.append(Project(whole, members, inside, indicators))
    return projects


def group_same(figures: Iterable[Figure], codebook: Codebook) -> list[list[Figure]]:
    """Group figures that are the same statement printed twice, in the order of the first."""
    same = {row["subject"]: row["object"] for row in codebook.related("figure", "same_as")}
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        name = figure.figure_id
        groups.setdefault(same.get(name, name), []).append(figure)
    return list(groups.values())


def lead_with_each(figures: Sequence[Figure], codebook: Codebook, most: int) -> list[list[Figure]]:
    """Choose figures for at most `most` rows: each step has some before any has more.

    Figures of one indicator and subject are chosen together or not at all. The parts of a project
    are one subject, and come after the whole.
    """
    wholes = {
        part: project.entity
        for project in find_projects(figures, codebook)
        for part in project.parts
    }
    steps: dict[str, dict[tuple[bool, str, str, str], list[list[Figure]]]] = {}
    for group in group_same(figures, codebook):
        first = group[0]
        is_part, subject = first.entity in wholes, wholes.get(first.entity, first.entity)
        blocks = steps.setdefault(codebook.indicators[first.indicator]["step"], {})
        blocks.setdefault((is_part, first.indicator, first.place, subject), []).append(group)
    ordered = [sorted(blocks.items(), key=lambda item: item[0][0]) for blocks in steps.values()]
    room, chosen = most, set()
    for key, block in filter(None, chain.from_iterable(zip_longest(*ordered))):
        if len(block) <= room:
            room -= len(block)
            chosen.add(key)
    return [
        group for blocks in ordered for key, block in blocks if key in chosen for group in block
    ]
