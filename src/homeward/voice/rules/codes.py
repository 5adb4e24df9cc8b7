"""The code on a form or in a one-time address: random, signed, and short enough to be typed from a letter.

Sixteen letters and digits in fours: ten at random (50 bits) and six that only this service can work out from them (30
bits of an HMAC-SHA-256 with the service's own key). The letters are Crockford's base 32, which leaves out I, L, O and
U; I and L are read as 1, and O as 0.
"""

import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_LENGTH, SIGNATURE_LENGTH = 10, 6
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def key_from(number: int) -> str:
    """The random part of a code, from a number of 50 random bits."""
    return _in_letters(number, KEY_LENGTH)


def code_of(key: str, secret: str) -> str:
    """The whole code, signed, in groups of four: "7K2M-Q8XR-T94P-D3WA"."""
    whole = key + _signature(key, secret)
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def key_in(code: str, secret: str) -> str | None:
    """The random part of a code, however it was typed; None where its signature does not hold."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_READ_AS)
    key, signature = typed[:KEY_LENGTH], typed[KEY_LENGTH:]
    if len(typed) != KEY_LENGTH + SIGNATURE_LENGTH or not typed.isascii():
        return None
    return key if hmac.compare_digest(signature, _signature(key, secret)) else None


def _signature(key: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), b"homeward.voice.code:" + key.encode(), hashlib.sha256).digest()
    return _in_letters(int.from_bytes(digest[:8], "big"), SIGNATURE_LENGTH)


def _in_letters(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(length))
