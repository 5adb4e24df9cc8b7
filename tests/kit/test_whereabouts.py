"""What is secret is taken out however it is written, and other words stay."""

import pytest

from homeward.kit.whereabouts import without_whereabouts

SECRETS = ["Flat 3, 4 Made-up Row, Riverside", "07700 900001", "home"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Lives at 4 Made-up Row.", "Lives at [withheld]."),
        ("Lives at 4 MADE-UP  ROW, riverside.", "Lives at [withheld], [withheld]."),
        ("Ring 07700900001 or 07700 900 001.", "Ring [withheld] or [withheld]."),
        ("Somewhere in se17eh or SE1 7EH", "Somewhere in [withheld] or [withheld]"),
        ("Wants to stay at home, 4 steps up.", "Wants to stay at home, 4 steps up."),
        ("Ring 020 7946 0100.", "Ring 020 7946 0100."),
        ("", ""),
    ],
)
def test_whereabouts_are_taken_out_of_a_text(text: str, kept: str) -> None:
    assert without_whereabouts(text, SECRETS) == kept


def test_nothing_known_still_takes_out_postcodes() -> None:
    assert without_whereabouts("Found near SE1 7EH on 3 March", []) == "Found near [withheld] on 3 March"
