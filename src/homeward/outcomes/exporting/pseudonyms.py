"""Numbers that stand for people, referrals and episodes in one export, and in no other."""

import hashlib
import secrets


class Pseudonyms:
    """The numbers of one export. Its secret is made fresh and kept nowhere, so two exports cannot be joined by them.

    The same number within one export always gives the same answer; nothing is remembered, so it costs no memory.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def of(self, kind: str, *number: str) -> str:
        """The number that stands for this one: 24 signs. Nothing for an empty number, as for what is not known."""
        if not number[-1]:
            return ""
        said = "\x1f".join((kind, *number)).encode()
        return hashlib.blake2b(said, key=self._secret, digest_size=12).hexdigest()
