"""Named tuples by the hundred: a page has a thousand cells and figures, and calling a class for each is felt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

T = TypeVar("T")


def maker(kind: type[T]) -> Callable[[tuple[object, ...]], T]:
    """What makes a named tuple of all its members in one tuple, unchecked: at half the cost of calling its class."""
    return cast("Callable[[tuple[object, ...]], T]", partial(tuple.__new__, kind))
