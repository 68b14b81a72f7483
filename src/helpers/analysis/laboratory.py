"""A laboratory as an institution: what belongs together, and what must stay apart."""

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

SUBJECT = "provincial_laboratory"
_BUILDING = ("building_area", "building_time", "building_state")


def has_laboratory(figures: pd.DataFrame) -> bool:
    """True when figures of a laboratory are among some observations."""
    return bool(figures["subject"].eq(SUBJECT).any())


def is_about_building(figure: Figure, codebook: Codebook) -> bool:
    """True for a figure about a building: its size, its state, how long it took."""
    return codebook.indicators[figure.indicator]["group"] in _BUILDING


def list_laboratories(figures: Sequence[Figure], codebook: Codebook) -> dict[str, list[Figure]]:
    """Return the figures of each laboratory, group by group, by the identifier of the entity."""
    laboratories: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda row: codebook.order_of(row.indicator, "group")):
        laboratories.setdefault(figure.entity, []).append(figure)
    return laboratories


def find_predecessor(entity: str, codebook: Codebook) -> Mapping[str, str] | None:
    """Return the relation that says what a laboratory was called before; None without one."""
    renamed = codebook.related("entity", "successor_of")
    return next((row for row in renamed if row["subject"] == entity), None)


def group_buildings(
    figures: Sequence[Sequence[Figure]],
) -> dict[tuple[str, str], list[Sequence[Figure]]]:
    """Group figures of buildings by the building and the period they speak of."""
    groups: dict[tuple[str, str], list[Sequence[Figure]]] = {}
    for same in figures:
        key = same[0].entity, same[0].period
        groups.setdefault(key, []).append(same)
    buildings = list(dict.fromkeys(entity for entity, _ in groups))
    return dict(sorted(groups.items(), key=lambda item: (buildings.index(item[0][0]), item[0][1])))
