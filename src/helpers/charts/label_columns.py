"""Labels in a column at the edge of a chart, one clear of the other."""

from collections.abc import Sequence


def spread_labels(places: Sequence[float], gap: float) -> list[float]:
    """Return the places of labels in a column, as near to the wanted ones as no overlap allows.

    Args:
        places: The wanted places, as shares of the column from zero to one; their order stays.
        gap: The least distance between two labels.
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    # Isotonic regression, by pooling adjacent violators, of what is left beside the gaps.
    pools: list[tuple[float, int]] = []
    for number, index in enumerate(order):
        total, count = places[index] - number * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    most = max(0.0, 1.0 - (len(places) - 1) * gap)
    fitted = [min(max(total / count, 0.0), most) for total, count in pools for _ in range(count)]
    moved = dict(zip(order, fitted, strict=True))
    return [moved[index] + order.index(index) * gap for index in range(len(places))]
