"""Taking out of a text what says where someone is, whose whereabouts are secret."""

import re
from collections.abc import Iterable, Iterator

WITHHELD = "[withheld]"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
_LEAST, _LEAST_WITHOUT_DIGIT = 4, 8
"""Letters a piece must have to be taken out: shorter ones ("4", "home") say too little and stand in too many words."""


def without_whereabouts(text: str, secrets: Iterable[str]) -> str:
    """A text with these addresses and numbers, and every postcode, taken out; however they are spaced or written."""
    known = {piece for secret in secrets for piece in _pieces(secret) if _says_enough(piece)}
    for piece in sorted(known, key=len, reverse=True):
        text = re.sub(r"\s*".join(map(re.escape, piece)), WITHHELD, text, flags=re.IGNORECASE)
    return _POSTCODE.sub(WITHHELD, text)


def _says_enough(piece: str) -> bool:
    return len(piece) >= (_LEAST if any(map(str.isdecimal, piece)) else _LEAST_WITHOUT_DIGIT)


def _pieces(secret: str) -> Iterator[str]:
    """An address whole and line by line, each without its spaces."""
    for piece in (secret, *re.split(r"[,;\n]", secret)):
        yield "".join(piece.split())
