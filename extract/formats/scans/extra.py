"""The libraries of the ocr extra, loaded when the first picture is met."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from extract.errors import Unreadable

MISSING = "the report is an image: reading it needs the ocr extra (make extras)"


def loaded(name: str) -> Any:
    """A module of the extra; raises Unreadable, with what to do, where it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise Unreadable(MISSING) from error
