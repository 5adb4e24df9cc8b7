"""Where people live: the longest beginning of a postcode wins, and a wrong file is refused line by line."""

from pathlib import Path

import pytest

from homeward.outcomes.areas import NO_AREAS, Place, read_areas
from homeward.outcomes.own_files import OwnFileWrong

HEADS = "# source: The council's own list\n# date: 2026-04-01\n"
TITLES = "postcode_start,locality,locality_name,deprivation_fifth\n"
LINES = "SE15,north,North,2\nSE15 4,east,East,1\nse15 4aa,west,West,5\nSE1,south,South,\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "areas.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("postcode", "place"),
    [
        ("SE15 4AA", Place("west", "5")),
        ("se154aa", Place("west", "5")),
        ("SE15 4AB", Place("east", "1")),
        ("SE15 5AB", Place("north", "2")),
        ("SE1 5AB", Place("south", "not_known")),
        ("SE1 54A", Place("not_known", "not_known")),
        ("SE16 4AA", Place("not_known", "not_known")),
        ("SE15", Place("north", "2")),
        ("se15 4", Place("east", "1")),
        ("SE1 5", Place("not_known", "not_known")),
        ("", Place("not_known", "not_known")),
    ],
)
def test_the_longest_beginning_wins(tmp_path: Path, postcode: str, place: Place) -> None:
    areas = read_areas(written(tmp_path, HEADS + TITLES + LINES))
    assert areas.of(postcode) == place
    assert (areas.source, areas.date) == ("The council's own list", "2026-04-01")
    assert areas.names["east"] == "East"


def test_without_a_file_no_place_is_known(tmp_path: Path) -> None:
    assert read_areas(tmp_path / "areas.csv") is NO_AREAS
    assert NO_AREAS.of("SE15 4AA") == Place("not_known", "not_known")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TITLES + LINES, '"# source: …" is missing'),
        ("# source: X\n" + TITLES + LINES, '"# date: …" is missing'),
        (HEADS + "postcode_start,locality,deprivation_fifth\n", 'column "locality_name" is missing'),
        (HEADS + TITLES.replace("\n", ",ward\n"), '"ward" is not a column'),
        (HEADS + TITLES + "Peckham,north,North,2\n", 'Line 4, postcode_start: "Peckham"'),
        (HEADS + TITLES + LINES + "SE17,north,North,6\n", 'Line 8, deprivation_fifth: "6"'),
        (HEADS + TITLES + "SE17,,North,5\n", "Line 4, locality: it is empty"),
        (HEADS + TITLES + "SE17,north\n", "Line 4, line: there are 2 values for 4 columns"),
        (HEADS + TITLES + "SE17,north,North,1\nse17,north,North,2\n", '"SE17" stands twice'),
        (HEADS + TITLES + "SE17,north,North,1\nSE18,north,Nord,2\n", '"north" has two names'),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_field(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(OwnFileWrong) as wrong:
        read_areas(written(tmp_path, text))
    assert says in str(wrong.value)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(OwnFileWrong) as wrong:
        read_areas(written(tmp_path, HEADS + TITLES + "X,north,North,2\nSE17,north,North,9\n"))
    assert len(wrong.value.faults) == 2
