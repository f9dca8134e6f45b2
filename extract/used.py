"""Which parts of the reader the reading at hand has used: another version reads it the same unless one of them differs.

The parts are those of `extract.readerversion`. Whoever leads into a part says so, before anything of it decides; a
process reads one capture at a time.
"""

from __future__ import annotations

_used: set[str] = set()


def begin() -> None:
    """A new reading: it has used nothing but the core."""
    _used.clear()
    _used.add("core")


def use(*parts: str) -> None:
    """Note that what is read from here on depends on these parts."""
    _used.update(parts)


def used() -> tuple[str, ...]:
    """The parts that the reading at hand depends on so far."""
    return tuple(sorted(_used))
