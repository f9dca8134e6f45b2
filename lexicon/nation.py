"""Bodies of the central government: their names, and what stands for the nation they serve."""

from __future__ import annotations

from functools import cache

from lexicon.data import table
from lexicon.place_index import Jurisdiction

NATION = Jurisdiction("000000", "中华人民共和国", "中国", "nation", "", None, None, ())
"""The whole country, under the code that stands for it beside those of the divisions; it is none of them."""
STATE = NATION.name


def national_name(printed: str) -> str:
    """The full name of a body of the central government, '' for any other: 水利部 → 中华人民共和国水利部.

    A branch in a province is none (国家税务总局霍邱县税务局), nor is a name that local bodies have too (国家税务局).
    """
    return _names().get(printed.removeprefix(STATE), "")


def serves_nation(printed: str) -> bool:
    """Whether a name is that of a body of the central government itself, or of its branch for a part of the country."""
    local = local_name(printed)
    return bool(national_name(printed)) or (local != printed and local.startswith(tuple(table("nation")["regions"])))


def local_name(name: str) -> str:
    """A name without the head that branches of the central government put before their place: 国家税务总局."""
    bare = name.removeprefix(STATE) or name
    return next((rest for head in table("nation")["heads"] if (rest := bare.removeprefix(head)) != bare and rest), bare)


@cache
def _names() -> dict[str, str]:
    """The full name by each name met."""
    data = table("nation")
    full = {name: f"{STATE}{name}" for name in data["ministries"]} | {name: name for name in data["others"]}
    return full | {short: full[name] for short, name in data["short"].items()}
