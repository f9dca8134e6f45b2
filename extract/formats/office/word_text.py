"""What a paragraph of a DOCX shows: text put in and kept; not what was deleted, hidden, struck or is a field's code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.formats.building import UNTOLD, note
from extract.formats.office.package import child, is_on, local, said

_UNSEEN = {
    "del", "moveFrom", "rPr", "pPr", "sdtPr", "sdtEndPr", "rubyPr", "rt", "instrText", "delText", "txbxContent",
    "fldData", "posOffset", "annotationRef",
}  # fmt: skip
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": UNTOLD}


def text_of(node: Any) -> str:
    """The text of a paragraph or of anything in one, lines apart."""
    return "".join(_texts(node))


def _texts(node: Any) -> Iterator[str]:
    for part in shown(node):
        name = local(part)
        if name == "t":
            yield part.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "r":
            yield from _run(part)
        else:
            yield from _texts(part)


def shown(node: Any) -> Iterator[Any]:
    """The children that are seen; of drawings kept in several ways the first."""
    if local(node) == "AlternateContent":
        yield from list(node)[:1]
        return
    yield from (part for part in node if local(part) not in _UNSEEN)


def _run(run: Any) -> Iterator[str]:
    style = child(run, "rPr")
    if style is None:
        yield from _texts(run)
    elif not any(is_on(style, name) for name in ("vanish", "strike", "dstrike")):
        raised = child(style, "vertAlign")
        text = "".join(_texts(run))
        yield note(text) if raised is not None and said(raised) == "superscript" else text
