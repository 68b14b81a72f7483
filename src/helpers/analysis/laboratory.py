"""A laboratory as an institution: what belongs together, and what must stay apart."""

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

SUBJECT = "provincial_laboratory"
# Visiting and full-time apart, visits and people apart; what a group is called is a message.
GROUPS: Mapping[str, Sequence[str]] = {
    "standing": ("laboratory_rank_first_of_kind", "laboratory_research_directions"),
    "full_time": ("laboratory_full_time_teams",),
    "visiting": (
        "laboratory_visiting_teams",
        "laboratory_academicians",
        "laboratory_distinguished_scholars",
    ),
    "people": ("laboratory_researchers",),
    "projects": ("laboratory_projects_started", "laboratory_cooperation_projects"),
    "results": (
        "laboratory_results_published",
        "laboratory_key_technologies",
        "laboratory_technologies_awarded",
    ),
    "firms": ("laboratory_transfer_centres", "laboratory_new_products"),
    "guests": ("laboratory_expert_visitors",),
    "visits": ("laboratory_academician_visits",),
    "events": ("laboratory_events",),
}
OTHER_GROUP = "other"
_BUILDING = (
    "construction_duration",
    "floor_area",
    "storeys_built",
    "talent_apartment_buildings",
    "student_apartment_buildings_rising",
    "student_apartment_buildings_excavating",
)


def has_laboratory(figures: pd.DataFrame) -> bool:
    """Tell whether figures of a laboratory are among some observations."""
    return bool(figures["subject"].eq(SUBJECT).any())


def is_about_building(figure: Figure) -> bool:
    """Tell whether a figure is about a building: its size, its state, how long it took."""
    return figure.indicator in _BUILDING


def find_group(figure: Figure) -> str:
    """Return the group of a figure of a laboratory; `other` where it belongs to none."""
    indicator = figure.indicator
    return next((group for group, names in GROUPS.items() if indicator in names), OTHER_GROUP)


def list_laboratories(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Return the figures of each laboratory, group by group, by the identifier of the entity.

    Args:
        figures: Figures of the subject of laboratories.
    """
    order = [*GROUPS, OTHER_GROUP]
    laboratories: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda figure: order.index(find_group(figure))):
        laboratories.setdefault(figure.entity, []).append(figure)
    return laboratories


def find_predecessor(entity: str, codebook: Codebook) -> Mapping[str, str] | None:
    """Return the relation that says what a laboratory was called before; None without one.

    Args:
        entity: Identifier of the laboratory.
        codebook: Says which entity succeeds which.
    """
    found = (
        row
        for row in codebook.relations
        if row["relation"] == "successor_of" and row["subject"] == entity
    )
    return next(found, None)


def group_buildings(
    figures: Sequence[Sequence[Figure]],
) -> dict[tuple[str, str], list[Sequence[Figure]]]:
    """Group figures of buildings by the building and the period they speak of.

    Args:
        figures: Statements about buildings, each with the figures that print it.
    """
    groups: dict[tuple[str, str], list[Sequence[Figure]]] = {}
    for same in figures:
        key = same[0].entity, same[0].period
        groups.setdefault(key, []).append(same)
    buildings = list(dict.fromkeys(entity for entity, _ in groups))
    return dict(sorted(groups.items(), key=lambda item: (buildings.index(item[0][0]), item[0][1])))
