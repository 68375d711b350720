"""What people read of a run."""

import polars as pl
import pytest

from flows.reporting.report import Accounting, RunReport, markdown, reject_rows, terminal_text
from schemas.tables import TABLES

RUN_ID = "6f1c"


def check(name, verdict="passed", **more):
    return {
        "run_id": RUN_ID,
        "check": name,
        "severity": "error",
        "threshold": 0.0,
        "tested": 9,
        "failed": 0 if verdict == "passed" else 2,
        "verdict": verdict,
        "sample": [] if verdict == "passed" else ["doc_id=1", "doc_id=2|3"],
    } | more


def reject(number, reasons=("empty: no text",), record=None):
    return {
        "run_id": RUN_ID,
        "doc_id": f"{number:016x}",
        "source_uri": f"pages/{number}.txt",
        "source_record": record,
        "stage": "read",
        "reasons": list(reasons),
        "source": None,
        "content_sha256": None,
        "pipeline_version": "1",
        "closed_by": None,
    }


def report(state="Completed", snapshot=4, checks=(), rejects=(), accounting=(3, 1, 0, 2, 0, 0, 0, 0)):
    return RunReport(
        run_id=RUN_ID,
        run_name="ingest pages",
        state=state,
        snapshot=snapshot,
        accounting=Accounting(*accounting),
        n_rows={"pages": 1, "quotes": 1200},
        checks=TABLES["checks"].frame(checks),
        n_rejects=len(rejects),
        rejects=TABLES["rejects"].frame(rejects),
        seconds=1.25,
    )


def test_the_accounting_stands_first_and_adds_up() -> None:
    first = terminal_text(report()).splitlines()[0]
    assert first == "3 pages = 1 loaded + 0 copies + 2 unchanged + 0 superseded + 0 rejected"


def test_known_rejects_are_told_apart() -> None:
    text = terminal_text(report(accounting=(3, 0, 0, 1, 0, 2, 2, 0)))
    assert "2 rejected (2 known from before)" in text


def test_pages_in_other_languages_are_counted() -> None:
    text = terminal_text(report(accounting=(3, 3, 0, 0, 0, 0, 0, 2)))
    assert "0 rejected; not in English: 2" in text


def test_a_reject_in_an_archive_names_its_record() -> None:
    text = terminal_text(report(rejects=[reject(1, record="4711")]))
    assert "rejected: pages/1.txt at 4711: read: empty: no text" in text.splitlines()


def test_each_reject_is_one_line_with_page_stage_and_reasons() -> None:
    text = terminal_text(report(rejects=[reject(1, ["empty: no text", "other: too"])]))
    assert "rejected: pages/1.txt: read: empty: no text; other: too" in text.splitlines()


def test_many_rejects_are_counted() -> None:
    text = terminal_text(report(rejects=[reject(number) for number in range(13)]))
    assert text.count("rejected: pages/") == 10
    assert "… and 3 more" in text


@pytest.mark.parametrize(
    ("state", "snapshot", "expected"),
    [
        pytest.param("Completed", 4, "Committed as snapshot 4.", id="committed"),
        pytest.param("Completed", None, "Dry run: everything but the commit.", id="dry run"),
        pytest.param("Failed", 4, "The gate stopped the load", id="stopped"),
    ],
)
def test_the_last_line_says_what_became_of_the_rows(state, snapshot, expected) -> None:
    assert terminal_text(report(state, snapshot)).splitlines()[-1].startswith(expected)


def test_checks_that_did_not_pass_are_shown_with_a_sample() -> None:
    text = terminal_text(report(checks=[check("accounting"), check("keys", "failed")]))
    assert "checks: 1 passed, 1 failed" in text
    assert "failed: keys: 2 of 9: doc_id=1, doc_id=2|3" in text


def test_the_artifact_puts_what_failed_first_and_escapes_its_cells() -> None:
    lines = markdown(report(checks=[check("accounting"), check("keys", "failed")])).splitlines()
    rows = [line for line in lines if line.startswith(("| accounting", "| keys"))]
    assert rows[0] == "| keys | error | 9 | 2 | failed | doc_id=1, doc_id=2\\|3 |"
    assert rows[1].startswith("| accounting")


def test_rejects_as_a_table() -> None:
    assert reject_rows(report(rejects=[reject(1)])) == [
        {"page": "pages/1.txt", "stage": "read", "reasons": "empty: no text"}
    ]


def test_a_report_needs_no_checks() -> None:
    assert "checks: none" in terminal_text(report(checks=pl.DataFrame().to_dicts()))
