from collections.abc import Iterator
from pathlib import Path

import pytest
from storage_rows import capture, figure, listed, report

from storage.database.database import Database, open_database
from storage.errors import NothingFound
from storage.rows import MentionRow


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "gongkai.sqlite") as database:
        listed(database, capture(1), capture(2))
        mention = MentionRow("app_new_total", 4, "4件", "p3:5-7", "cap2")
        blank = figure("app_carried_in_total", None, "", state="blank")
        rows = report(figure("app_new_total", 3, "３", capture_id="cap2"), blank, id="abcdef", mentions=(mention,))
        database.save_report(rows, "v1")
        database.save_report(report(figure("app_new_total", 1), id="abcxyz"), "v1")
        yield database


def test_figure_leads_to_its_capture(db: Database) -> None:
    found = db.trace("abcdef", "app_new_total")
    assert (found.publisher, found.year, found.title) == (
        "霍邱县白莲乡人民政府",
        2016,
        "霍邱县白莲乡2016年政府信息公开年报",
    )
    said = found.figure
    assert (said.value, said.state, said.raw, said.unit, said.source, said.locator) == (
        3,
        "value",
        "３",
        "件",
        "table",
        "t2r4c5",
    )
    assert said.capture == capture(2)
    assert [(m.value, m.raw, m.source, m.locator, m.capture.id) for m in found.mentions] == [
        (4, "4件", "mention", "p3:5-7", "cap2")
    ]


def test_beginning_of_an_id_is_enough_where_it_is_the_only_one(db: Database) -> None:
    assert db.trace("abcd", "app_carried_in_total").figure.state == "blank"
    with pytest.raises(NothingFound, match="several reports begin with abc: abcdef, abcxyz"):
        db.trace("abc", "app_new_total")


@pytest.mark.parametrize("name", ["zzz", "", "%"])
def test_unknown_report_is_named(db: Database, name: str) -> None:
    with pytest.raises(NothingFound, match="no report"):
        db.trace(name, "app_new_total")


def test_unknown_figure_names_what_there_is(db: Database) -> None:
    with pytest.raises(NothingFound, match="no figure 'app_nwe'; it has 2 figures, among them app_carried_in_total"):
        db.trace("abcdef", "app_nwe")
