"""Finding the code for a national value, however another system spaced it and whichever dash it used."""

import re
import unicodedata

from homeward.episodes.schema.code_lists import CodeList, Value

_APART = re.compile(r"[\s\-_­‐‑‒–—―−﹘﹣－]+")
"""Spaces of every width, hyphens, dashes and the minus sign: published tables use them for one another."""
_BESIDE_SLASH = re.compile(r"\s*/\s*")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})


def normalised(text: str) -> str:
    """The text without what does not change its meaning: kinds of space and dash, capitals, spaces beside a slash.

    Two values of a list are the same exactly when this is the same. Doing it twice changes nothing.
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).translate(_QUOTES).casefold()
    return _BESIDE_SLASH.sub("/", _APART.sub(" ", unicodedata.normalize("NFKC", plain))).strip()


def code_for(national_text: str, code_list: CodeList) -> str | None:
    """The code of the value published with this text, or None where the list has no such value.

    A text that already is a code of the list is that code.
    """
    if code_list.value(national_text.strip()):
        return national_text.strip()
    wanted = normalised(national_text)
    return next((v.code for v in code_list.values if v.national and normalised(v.national) == wanted), None)


def fits(value: Value, pathway: int | None) -> bool:
    """True when a value belongs to a discharge pathway, to all of them, or when no pathway is chosen yet."""
    return pathway is None or not value.pathways or pathway in value.pathways
