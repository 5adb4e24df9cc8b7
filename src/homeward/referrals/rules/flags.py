"""Which flags of a referral warn, and which only say that all is well."""

from collections.abc import Mapping

_SAFE_SCENE = ("scene safety", "S")
"""Source: BaRS scene safety codes: S, the scene is safe."""


def warns(flag: Mapping[str, str]) -> bool:
    """True unless the flag says that nothing is wrong. Anything not understood warns."""
    return (flag.get("category", "").strip().casefold(), flag.get("code", "").strip()) != _SAFE_SCENE
