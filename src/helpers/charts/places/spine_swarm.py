"""Dots of a row that would hide each other, moved apart up and down.

A dot keeps its place along the row, which is its value; only its height changes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

# In points: how far dots move at most, and by what steps.
_REACH, _STEP = 8.7, 0.3
_HEIGHTS = [side * _STEP * step for step in range(round(_REACH / _STEP) + 1) for side in (1, -1)]
# How near dots that move come to each other, as a share of their room: nearer where they are many.
_CLOSENESS = (1.0, 0.8, 0.6)


@dataclass(frozen=True)
class Swarmed:
    """One mark: its place along the row, half of its room, and how far below the middle it stands.

    All in points; one without a height is to be moved.
    """

    x: float
    radius: float
    height: float | None = None


# Marks, each with how near a dot comes to it, as a share of their room.
_Marks = Sequence[tuple[Swarmed, float]]


def spread_heights(dots: Sequence[Swarmed], taken: Sequence[Swarmed] = ()) -> list[float]:
    """Return how far below the middle of its row each dot stands, in points.

    Dots with a height keep it; the others keep clear of them, of each other and of what is taken,
    moved as little as can be. One without any room stands where it is hidden least.
    """
    tries: list[tuple[list[float], int]] = []
    for closeness in _CLOSENESS:
        tries.append(_spread(dots, taken, closeness))
        if not tries[-1][1]:  # nothing is crowded
            break
    return min(tries, key=lambda found: found[1])[0]


def _spread(
    dots: Sequence[Swarmed], taken: Sequence[Swarmed], closeness: float
) -> tuple[list[float], int]:
    """Return the heights of dots, those with most room placed first, and how many find no room."""
    heights = [dot.height or 0.0 for dot in dots]
    fixed = [*taken, *(dot for dot in dots if dot.height is not None)]
    moved: list[Swarmed] = []
    crowded = 0
    for at in sorted(range(len(dots)), key=lambda at: -dots[at].radius):
        if (dot := dots[at]).height is not None:
            continue

        marks = [(other, 1.0) for other in fixed] + [(other, closeness) for other in moved]
        near = [each for each in marks if _measure_gap(dot, each[0].height or 0.0, *each) < 0]

        def measure(height: float, dot: Swarmed = dot, near: _Marks = near) -> float:
            """Return the room that is left between the dot and the next mark that it may touch."""
            return min((_measure_gap(dot, height, *each) for each in near), default=math.inf)

        clear = next((height for height in _HEIGHTS if measure(height) >= 0), None)
        crowded += clear is None
        heights[at] = max(_HEIGHTS, key=measure) if clear is None else clear
        moved.append(replace(dot, height=heights[at]))
    return heights, crowded


def _measure_gap(dot: Swarmed, height: float, other: Swarmed, closeness: float) -> float:
    away = math.hypot(dot.x - other.x, height - (other.height or 0.0))
    return away - closeness * (dot.radius + other.radius)
