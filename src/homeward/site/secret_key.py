"""The signing key of this installation, made once."""

import os
import secrets
from pathlib import Path


def read_or_make(path: Path) -> str:
    """The key kept at `path`; a new one, readable by its owner only, when there is none yet.

    Two processes that start at once end with the same key: the key is written whole under another name and linked
    into place, so whoever comes second reads the first one's.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
