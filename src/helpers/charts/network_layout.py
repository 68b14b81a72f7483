"""The layout of a network chart: which parties are named, lines of text, rows of a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.charts.fitting.text_width import wrap_text

MOST_NAMED = 20
LINE, STEP, MARGIN, SIZE = 0.115, 0.1, 0.1, 7.0
_PITCH, _ROOM_FOR_BEAD = 0.07, 0.28


@dataclass(frozen=True)
class Party:
    """A name in the chart, and what kind of party it is: a key of `FORMS`."""

    label: str
    kind: str


@dataclass(frozen=True)
class Tie:
    """A pair of a local party and a partner, by identifier.

    An open one exists between the two of them or between one of them and another.
    """

    local: str
    partner: str
    is_existing: bool
    is_planned: bool
    is_open: bool = False


@dataclass(frozen=True)
class NameRow:
    """One name of a column, its lines of text, its marks without a name, and where it stands."""

    lines: Sequence[str]
    beads: Sequence[Sequence[Tie]] = ()
    y: float = 0.0

    @property
    def height(self) -> float:
        """Room it needs from top to bottom."""
        return max(len(self.lines) * LINE, len(self.beads) * STEP) + _PITCH

    @property
    def width_of_beads(self) -> float:
        """Room its marks need beside the name."""
        longest = max((len(row) for row in self.beads), default=0)
        return longest * STEP + 0.12 if longest else 0.0


def choose_named(ties: Sequence[Tie]) -> tuple[list[str], list[str]]:
    """Choose whom the chart names.

    Of the local parties those with several partners or with one that is named; of the partners all
    where they are few, otherwise those of several local parties.
    """
    locals_of, partners_of = group_ties(ties, "partner"), group_ties(ties, "local")
    is_short = len(locals_of) <= MOST_NAMED
    partners = [name for name, found in locals_of.items() if is_short or len(found) > 1]
    named = set(partners)
    local = [
        name
        for name, found in partners_of.items()
        if len(found) > 1 or any(tie.partner in named for tie in found)
    ]
    return local, partners


def group_ties(ties: Sequence[Tie], side: str) -> dict[str, list[Tie]]:
    """Group ties by one of their sides: `local` or `partner`."""
    groups: dict[str, list[Tie]] = {}
    for tie in ties:
        groups.setdefault(getattr(tie, side), []).append(tie)
    return groups


def make_row(label: str, room: float, ties: Sequence[Tie] = ()) -> NameRow:
    """Break a label into the lines that fit a column of some inches.

    Ties are marks beside the name; what exists stands above what is planned.
    """
    most = int(room / _ROOM_FOR_BEAD)
    sides = ([t for t in ties if t.is_existing], [t for t in ties if not t.is_existing])
    beads = [side[start : start + most] for side in sides for start in range(0, len(side), most)]
    bare = NameRow([], beads)
    return NameRow(wrap_text(label, room - bare.width_of_beads - 2 * MARGIN, SIZE), beads)


def spread(rows: Mapping[str, NameRow], height: float) -> dict[str, NameRow]:
    """Set the rows of a column over the whole height, each with the room that it needs."""
    stretch = height / (sum(row.height for row in rows.values()) or 1)
    placed, top = {}, 0.0
    for name, row in rows.items():
        room = row.height * stretch
        placed[name] = NameRow(row.lines, row.beads, top + room / 2)
        top += room
    return placed
