"""Tables out of the database: a CSV file a relation, and the description that makes them a data package."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.database.columns import Relation, relations
from storage.database.csv_text import write_csv
from storage.database.store import Store
from storage.errors import WriteFailed


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was written."""

    relation: Relation
    path: Path
    rows: int


def export_csv(store: Store, folder: Path) -> Iterator[Exported]:
    """Write every public relation to `folder` as CSV in UTF-8, a row at a time. WriteFailed when the disk refuses.

    Text that a spreadsheet would run is quoted by an apostrophe, which is a part of the cell. Rows are in the order
    of their key, so that two exports of the same rows are the same bytes.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for relation in relations():
            yield _export(store, relation, folder / f"{relation.name}.csv")
    except OSError as error:
        raise WriteFailed(f"{folder}: cannot be written ({error.strerror}); choose another folder") from error


def _export(store: Store, relation: Relation, path: Path) -> Exported:
    names = [column.name for column in relation.columns]
    order = ", ".join(relation.key or [str(number) for number in range(1, len(names) + 1)])
    rows = store.run(f"SELECT {', '.join(names)} FROM {relation.name} ORDER BY {order}")  # noqa: S608 -- names of ours
    with path.open("w", encoding="utf-8", newline="") as file:
        return Exported(relation, path, write_csv(file, names, rows))


def describe(exported: list[Exported], folder: Path) -> Path:
    """Write `datapackage.json` (Data Package 1.0, specs.frictionlessdata.io) beside the files."""
    package = {
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": "Yearly disclosure reports of Chinese government bodies (政府信息公开工作年度报告)",
        "resources": [_resource(one) for one in exported],
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _resource(one: Exported) -> dict[str, Any]:
    with one.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": one.relation.name,
        "path": one.path.name,
        "description": one.relation.about,
        "encoding": "utf-8",
        "bytes": one.path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(one.relation),
    }


def _schema(relation: Relation) -> dict[str, Any]:
    fields = [_field(column.name, column.type, column.about) for column in relation.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if relation.key:
        schema["primaryKey"] = list(relation.key)
    refers = [(column.name, *column.refers.split(".")) for column in relation.columns if column.refers]
    if refers:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": resource, "fields": field}} for name, resource, field in refers
        ]
    return schema


def _field(name: str, kind: str, about: str) -> dict[str, Any]:
    truth = {"trueValues": ["1"], "falseValues": ["0"]} if kind == "boolean" else {}
    return {"name": name, "type": kind, "description": about, **truth}
