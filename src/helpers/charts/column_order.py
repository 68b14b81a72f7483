"""The order of two columns of names joined by lines, so that few of the lines cross."""

import itertools
from collections.abc import Mapping, Sequence

_ROUNDS = 12
Lines = Sequence[tuple[str, str]]


def count_crossings(left: Sequence[str], right: Sequence[str], lines: Lines) -> int:
    """Count how many pairs of lines cross when two columns stand in some order."""
    rows, others = _number(left), _number(right)
    ends = [(rows[one], others[other]) for one, other in lines]
    return sum(
        (first[0] - second[0]) * (first[1] - second[1]) < 0
        for first, second in itertools.combinations(ends, 2)
    )


def order_columns(
    left: Sequence[str], right: Sequence[str], lines: Lines
) -> tuple[list[str], list[str]]:
    """Order two columns by the mean place of what each name is joined to, in turns.

    Names without a line stay last. The order with the fewest crossings is kept; the same input
    gives the same order. The names to prefer stand on top of the left column.
    """
    backwards = [(other, one) for one, other in lines]
    best = list(left), list(right)
    fewest = count_crossings(*best, lines)
    rows, others = best
    for _ in range(_ROUNDS):
        others = _sort_by_mean(others, backwards, _number(rows))
        rows = _sort_by_mean(rows, lines, _number(others))
        crossings = count_crossings(rows, others, lines)
        if crossings < fewest:
            best, fewest = (rows, others), crossings
    return best


def _sort_by_mean(names: Sequence[str], lines: Lines, places: Mapping[str, int]) -> list[str]:
    joined: dict[str, list[int]] = {name: [] for name in names}
    for one, other in lines:
        joined[one].append(places[other])
    means = {
        name: sum(found) / len(found) if found else float("inf") for name, found in joined.items()
    }
    return sorted(names, key=lambda name: means[name])


def _number(names: Sequence[str]) -> dict[str, int]:
    return {name: row for row, name in enumerate(names)}
