"""Where the marks of very small charts go."""

from homeward.kit.small_chart import BOTTOM, HEIGHT, TOP, WIDTH, bar_chart, line_chart

BASE = HEIGHT - BOTTOM


def test_the_tallest_bar_reaches_the_top_and_half_of_it_is_half_as_tall() -> None:
    chart = bar_chart([[10, 5, 0]], complete=[True, True, False])
    tall, half, none = chart.bars[0]
    assert (tall.y, tall.height) == (TOP, BASE - TOP)
    assert (half.y, half.height) == (TOP + (BASE - TOP) / 2, (BASE - TOP) / 2)
    assert (none.y, none.height, none.complete) == (BASE, 0, False)


def test_bars_of_two_rows_stand_beside_each_other_inside_the_drawing() -> None:
    first, second = bar_chart([[1, 2], [2, 1]], complete=[True, True]).bars
    assert first[0].x < second[0].x < first[1].x < second[1].x
    assert second[1].x + second[1].width <= WIDTH


def test_a_row_of_nothing_but_zeros_lies_on_the_base() -> None:
    assert {bar.y for bar in bar_chart([[0, 0]], complete=[True, True]).bars[0]} == {BASE}
    assert line_chart([[0, 0]]).lines[0] == (f"4.0,{BASE}.0 236.0,{BASE}.0",)


def test_a_line_breaks_where_a_value_is_missing() -> None:
    chart = line_chart([[1, 1, None, 1]])
    assert len(chart.lines[0]) == 2
    assert chart.lines[0][1].split()[0] == chart.lines[0][1].split()[1]


def test_the_line_to_reach_is_drawn_to_the_same_scale() -> None:
    chart = line_chart([[5, 5]], reach=[10, 10])
    assert chart.reach == (f"4.0,{TOP}.0 236.0,{TOP}.0",)
    assert chart.ends == ((236.0, TOP + (BASE - TOP) / 2),)


def test_a_chart_of_nothing_is_empty() -> None:
    assert bar_chart([[]], complete=[]).bars == ((),)
    assert line_chart([[], []]).lines == ((), ())
