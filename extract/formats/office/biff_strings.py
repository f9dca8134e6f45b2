"""Strings of an XLS: packed one behind the other, cut where a record ends, with runs of other fonts in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import unpack_from

from extract.formats.building import note

_WIDE, _READING, _RUNS = 1, 4, 8
_STRUCK, _SUPERSCRIPT = 0x08, 1
_LONGEST = 32_767


class Fonts:
    """Which fonts strike out what is set in them, and which raise it."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records

    def shown(self, text: str, number: int) -> str:
        """What is seen of a text in a font; the fifth number was never given."""
        index = number - (number > 4)
        record = self._records[index] if index < len(self._records) else b"\0" * 10
        if unpack_from("<H", record, 2)[0] & _STRUCK:
            return ""
        return note(text) if unpack_from("<H", record, 8)[0] == _SUPERSCRIPT else text


def plain_string(size: int, data: bytes) -> str:
    """A string of so many characters behind its byte of flags."""
    wide = data[0] & _WIDE if data else 0
    return data[1 : 1 + size * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def shared_strings(blocks: Sequence[bytes], fonts: Fonts) -> Iterator[str]:
    """The strings of the shared table, as far as they go."""
    reader = _Packed(blocks)
    reader.take(8)
    while reader.more():
        size, flags = unpack_from("<HB", reader.take(3))
        runs = unpack_from("<H", reader.take(2))[0] if flags & _RUNS else 0
        reading = unpack_from("<I", reader.take(4))[0] if flags & _READING else 0
        text = reader.characters(min(size, _LONGEST), wide=bool(flags & _WIDE))
        changes = [unpack_from("<HH", reader.take(4)) for _ in range(runs)]
        reader.take(reading)
        yield _styled(text, changes, fonts) if changes else text


def _styled(text: str, changes: Sequence[tuple[int, int]], fonts: Fonts) -> str:
    parts = [text[: changes[0][0]]]
    for (start, font), end in zip(changes, [*(one[0] for one in changes[1:]), len(text)], strict=True):
        parts.append(fonts.shown(text[start:end], font))
    return "".join(parts)


class _Packed:
    """Bytes over several records; where one cuts characters, the next says anew how wide they are."""

    def __init__(self, blocks: Sequence[bytes]) -> None:
        self._blocks = list(blocks)
        self._index = self._place = 0

    def more(self) -> bool:
        """Whether anything is left."""
        while self._index < len(self._blocks) and self._place >= len(self._blocks[self._index]):
            self._index, self._place = self._index + 1, 0
        return self._index < len(self._blocks)

    def take(self, size: int) -> bytes:
        """So many bytes; fewer at the end, filled up with nothing."""
        found = b""
        want = min(size, 2**20)
        while len(found) < want and self.more():
            part = self._blocks[self._index][self._place : self._place + want - len(found)]
            self._place += len(part)
            found += part
        return found.ljust(want, b"\0")

    def characters(self, size: int, *, wide: bool) -> str:
        """So many characters."""
        text = ""
        while self.more():
            count = size - len(text)
            raw = self._blocks[self._index][self._place : self._place + count * (1 + wide)]
            raw = raw[: len(raw) // (1 + wide) * (1 + wide)]
            self._place += len(raw)
            text += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            if len(text) >= size or self._place < len(self._blocks[self._index]):
                break
            if self.more():
                wide = bool(self._blocks[self._index][0] & _WIDE)
                self._place += 1
        return text
