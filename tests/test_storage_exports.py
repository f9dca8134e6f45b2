import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from storage_rows import capture, figure, listed, report

from storage.database.columns import relations
from storage.database.database import Database, open_database
from storage.database.exports import describe, export_csv
from storage.errors import WriteFailed


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "gongkai.sqlite") as database:
        listed(database, capture())
        rows = report(
            figure("a", -3), figure("b", None, "=1+1", state="unreadable"), figure("c", None, "", state="blank")
        )
        database.save_report(rows, "v1")
        yield database


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_relation_is_a_file(db: Database, tmp_path: Path) -> None:
    written = list(export_csv(db.store, tmp_path / "out"))
    assert {one.path.name for one in written} == {f"{relation.name}.csv" for relation in relations()}
    assert {one.relation.name: one.rows for one in written}["figures"] == 3
    assert [(row["value"], row["raw"], row["state"]) for row in read(tmp_path / "out", "figures")] == [
        ("-3", "'-3", "value"),
        ("", "'=1+1", "unreadable"),
        ("", "", "blank"),
    ]
    assert read(tmp_path / "out", "reports")[0]["publisher"] == "霍邱县白莲乡人民政府"


def test_same_rows_are_the_same_bytes(db: Database, tmp_path: Path) -> None:
    for name in ("one", "two"):
        list(export_csv(db.store, tmp_path / name))
    for relation in relations():
        first, second = ((tmp_path / name / f"{relation.name}.csv").read_bytes() for name in ("one", "two"))
        assert first == second


def test_package_describes_every_column(db: Database, tmp_path: Path) -> None:
    written = list(export_csv(db.store, tmp_path))
    package = json.loads(describe(written, tmp_path).read_text("utf-8"))
    assert package["profile"] == "tabular-data-package"
    resources = {resource["name"]: resource for resource in package["resources"]}
    figures = resources["figures"]
    assert figures["schema"]["primaryKey"] == ["report_id", "indicator"]
    assert {"fields": "report_id", "reference": {"resource": "reports", "fields": "id"}} in figures["schema"][
        "foreignKeys"
    ]
    assert figures["hash"] == "sha256:" + hashlib.sha256((tmp_path / "figures.csv").read_bytes()).hexdigest()
    types = {field["name"]: field["type"] for field in resources["captures"]["schema"]["fields"]}
    assert (types["status"], types["warc_offset"], types["url"]) == ("integer", "integer", "string")
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_references_lead_to_columns_that_are_there() -> None:
    known = {f"{relation.name}.{column.name}" for relation in relations() for column in relation.columns}
    assert {column.refers for relation in relations() for column in relation.columns if column.refers} <= known


def test_folder_that_cannot_be_made(db: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(WriteFailed, match="choose another folder"):
        list(export_csv(db.store, tmp_path / "file" / "out"))
