"""What is known only once all reports are there: rules between years, and why a version is not the current one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.database.packing import narrow_checks
from storage.database.saving import save_issues, write_checks
from storage.database.store import Store
from storage.database.versions import OPEN, TOUCHED
from storage.rows import CheckRow, IssueRow

OTHER_VERSION = "other_version"


def replace_year_checks(store: Store, checks: Iterable[tuple[str, Sequence[CheckRow]]]) -> None:
    """Write the results of the rules between years anew where something changed since the last time: pairs of a
    report's id and its checks.
    """
    with store.writing():
        touched = f"SELECT report.key FROM {TOUCHED} AS touched JOIN report USING (publisher, year)"  # noqa: S608
        store.run(f"DELETE FROM year_assessment WHERE report IN ({touched})")  # noqa: S608
        for public, results in checks:
            key = store.run("SELECT key FROM report WHERE id = ?", (public,)).scalar_one()
            write_checks(store, key, narrow_checks(results), "year_assessment")
        store.run("DELETE FROM unsettled_year")


def settled_by(store: Store) -> str:
    """What was noted when all was settled last; '' where something was written since."""
    return str(store.run("SELECT digest FROM list_note WHERE list = 'settled'").scalar() or "")


def note_settled(store: Store, sources: str) -> None:
    """Note who settled all that is there, '' before something is written."""
    with store.writing():
        store.run("INSERT OR REPLACE INTO list_note VALUES ('settled', ?)", (sources,))


def replace_version_notes(store: Store, notes: Iterable[tuple[str, str]]) -> None:
    """Note anew why reports are not current, of those of which it is open: pairs of a report's id and a sentence."""
    looked_at = f"SELECT key FROM report WHERE {OPEN}"  # noqa: S608
    with store.writing():
        store.run(f"DELETE FROM issue WHERE kind = ? AND report IN ({looked_at})", (OTHER_VERSION,))  # noqa: S608
        save_issues(store, (IssueRow("info", OTHER_VERSION, sentence, public) for public, sentence in notes))


def drop_idle_publishers(store: Store) -> None:
    """Forget bodies that no report names any more: a later reader knew better whose it is."""
    sql = "DELETE FROM publisher WHERE NOT EXISTS (SELECT 1 FROM report WHERE report.publisher = publisher.key)"
    with store.writing():
        store.run(sql)
        store.publishers.clear()
