"""Public ids: they come from content, so that the same archive gives the same ids on every machine."""

from __future__ import annotations

import base64
import hashlib


def content_id(*parts: str) -> str:
    """Sixteen characters of base32 from the parts, in order; a part may be empty."""
    digest = hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).digest()
    return base64.b32encode(digest[:10]).decode().lower()
