"""A further request of the same list: the next page, or the call that brings its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

FORM = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), ("X-Requested-With", "XMLHttpRequest"))
JSON = (("Content-Type", "application/json; charset=UTF-8"), ("X-Requested-With", "XMLHttpRequest"))


@dataclass(frozen=True, slots=True)
class Step:
    """One request more. `rule` names the pager that made it; `number` is the page asked for, the first page is 1.

    `total` is the number of pages where the list says it, and `state` what the rule wants to see again on the answer.
    `kind`: rows of this list, a tree of bodies, or the rows of annual reports wherever the page stands.
    """

    url: str
    rule: str
    number: int
    total: int | None = None
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    state: tuple[tuple[str, str], ...] = ()
    kind: Literal["rows", "tree", "annual"] = "rows"


def form(values: Mapping[str, Any]) -> bytes:
    """A form body in UTF-8."""
    return urlencode({name: str(value) for name, value in values.items()}).encode()


def json_body(values: Mapping[str, Any]) -> bytes:
    """A JSON body, keys in the order given."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
