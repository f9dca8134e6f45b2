"""What can go wrong while a capture is read.

ExtractError          anything of ours
├── Unreadable        the bytes hold no document a reader understands; the capture is kept, with an issue
├── TemplateError     a declared form does not fit its codebook: a fault of ours, found when it is loaded
└── CorrectionsError  a corrections file that cannot be used: file, line, what to change
"""

from __future__ import annotations


class ExtractError(Exception):
    """Anything that extraction raises on purpose."""


class Unreadable(ExtractError):
    """A payload that no reader understands. The message is a sentence for the issues table: what it is, what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TemplateError(ExtractError):
    """A template or rule file says something that cannot be: which file, which label, what to change."""


class CorrectionsError(ExtractError):
    """A corrections file that cannot be used: the message names the file, the line and what to change."""
