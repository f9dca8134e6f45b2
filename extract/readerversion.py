"""Which reader read a capture: a digest of the code and the declared files that decide what is read."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = (
    "extract/**/*.py",
    "extract/**/*.toml",
    "extract/**/*.csv",
    "lexicon/*.py",
    "lexicon/*.toml",
    "seeds/jurisdictions.csv",
    "seeds/portals.csv",
)


@cache
def reader_version() -> str:
    """Twelve characters; another value means that a capture may be read differently."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in PARTS for path in ROOT.glob(pattern)}):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
