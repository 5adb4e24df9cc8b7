"""NHS numbers: ten digits, the last a modulus 11 check digit.

Source: NHS Data Model and Dictionary, attribute NHS NUMBER. Numbers that begin 999 are set aside for tests.
"""

import re

_WEIGHTS = range(10, 1, -1)
_BETWEEN_DIGITS = re.compile(r"[\s\u2010-\u2015-]+")
"""Spaces of any sort, also the unbreakable ones that pages print, hyphens and dashes."""


def digits_of(text: str) -> str:
    """The digits in what was typed, without spaces or dashes."""
    return "".join(character for character in text if character.isdigit() and character.isascii())


def check_digit(first_nine: str) -> int | None:
    """The check digit for nine digits, or None where no valid number can begin with them."""
    total = sum(int(digit) * weight for digit, weight in zip(first_nine, _WEIGHTS, strict=True))
    check = 11 - total % 11
    if check == 10:
        return None
    return 0 if check == 11 else check


def is_valid(text: str) -> bool:
    """True when the text is an NHS number with a right check digit; ten noughts are refused.

    Spaces and dashes between digits are allowed; any other character is not.
    """
    number = digits_of(text)
    if _BETWEEN_DIGITS.sub("", text) != number:
        return False
    if len(number) != 10 or number == "0000000000":
        return False
    return check_digit(number[:9]) == int(number[9])


def spaced(number: str) -> str:
    """A ten-digit number in the 3-3-4 form people read aloud; anything else comes back unchanged."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number
