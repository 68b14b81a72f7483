from helpers.charts.column_order import count_crossings, order_columns


def test_lines_cross_where_their_ends_stand_in_opposite_order() -> None:
    lines = [("a", "x"), ("b", "y"), ("c", "z")]

    assert count_crossings("abc", "xyz", lines) == 0
    assert count_crossings("abc", "zyx", lines) == 3
    assert count_crossings("abc", "yxz", lines) == 1


def test_lines_that_share_an_end_do_not_cross() -> None:
    assert count_crossings("ab", "xy", [("a", "x"), ("a", "y"), ("b", "y")]) == 0


def test_two_columns_are_ordered_so_that_no_line_crosses_where_that_can_be() -> None:
    lines = [("a", "z"), ("a", "y"), ("b", "x"), ("c", "w"), ("c", "x")]

    left, right = order_columns("acb", "wxyz", lines)

    assert count_crossings("acb", "wxyz", lines) > 0
    assert count_crossings(left, right, lines) == 0
    assert (sorted(left), sorted(right)) == (["a", "b", "c"], ["w", "x", "y", "z"])


def test_names_without_a_line_stay_last() -> None:
    left, right = order_columns("qba", "xy", [("a", "x"), ("b", "y")])

    assert left[-1] == "q"
    assert count_crossings(left, right, [("a", "x"), ("b", "y")]) == 0
