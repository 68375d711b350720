"""What a run did, as values, and as the texts that people read in the terminal and in the Prefect UI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

# What is shown; all of it stands in the tables.
MAX_REJECTS_IN_TERMINAL: Final = 10
MAX_REJECTS: Final = 200
MAX_REASON_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Accounting:
    """Pages in = loaded + copies + unchanged + superseded + rejected. Nothing is lost on the way."""

    n_pages: int
    n_loaded: int
    n_copies: int
    n_unchanged: int
    n_superseded: int
    n_rejected: int
    n_known_rejects: int
    n_other_language: int

    def __str__(self) -> str:
        known = f" ({self.n_known_rejects} known from before)" if self.n_known_rejects else ""
        other = f"; not in English: {self.n_other_language}" if self.n_other_language else ""
        return (
            f"{self.n_pages} pages = {self.n_loaded} loaded + {self.n_copies} copies + {self.n_unchanged} unchanged"
            f" + {self.n_superseded} superseded + {self.n_rejected} rejected{known}{other}"
        )


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run, at its end.

    state: a value of `vocabulary.RUN_STATES`.
    snapshot: the number of the committed snapshot; None after a dry run.
    n_rows: rows that the run loaded, by document table.
    checks: rows of `checks`. n_rejects: pages that this run set aside. rejects: the first of them, by page, as rows of
        `rejects` without the page's source.
    """

    run_id: str
    run_name: str
    state: str
    snapshot: int | None
    accounting: Accounting
    n_rows: Mapping[str, int]
    checks: pl.DataFrame
    n_rejects: int
    rejects: pl.DataFrame
    seconds: float

    @property
    def outcome(self) -> str:
        """What became of the rows, in one sentence."""
        if self.snapshot is None:
            return "Dry run: everything but the commit."
        if self.state == "Failed":
            return f"The gate stopped the load: snapshot {self.snapshot} holds the documents of the one before."
        return f"Committed as snapshot {self.snapshot}."


def terminal_text(report: RunReport) -> str:
    """Return the report as plain lines."""
    return "\n".join(_terminal_lines(report))


def _terminal_lines(report: RunReport) -> Iterator[str]:
    yield str(report.accounting)
    if any(report.n_rows.values()):
        yield "rows loaded: " + ", ".join(f"{n:,} {name}" for name, n in report.n_rows.items())
    for reject in report.rejects.head(MAX_REJECTS_IN_TERMINAL).iter_rows(named=True):
        yield f"rejected: {_page(reject)}: {reject['stage']}: {_reasons(reject)}"
    n_more = report.n_rejects - MAX_REJECTS_IN_TERMINAL
    if n_more > 0:
        yield f"… and {n_more} more, all of them in the view rejects_open"
    yield _checks_line(report)
    for check in _not_passed(report).iter_rows(named=True):
        yield f"{check['verdict']}: {check['check']}: {check['failed']} of {check['tested']}: {_sample(check)}"
    yield f"{report.outcome} Run {report.run_name!r}: {report.state}, {report.seconds:.1f} s."


def _checks_line(report: RunReport) -> str:
    verdicts = dict(report.checks["verdict"].value_counts().iter_rows())
    counted = [f"{verdicts[verdict]} {verdict}" for verdict in ("passed", "warned", "failed") if verdicts.get(verdict)]
    return "checks: " + (", ".join(counted) or "none")


def _not_passed(report: RunReport) -> pl.DataFrame:
    return report.checks.filter(pl.col("verdict") != "passed")


def _page(reject: Mapping[str, Any]) -> str:
    """Return where the page is: its file, and the record in it."""
    record = reject["source_record"]
    return str(reject["source_uri"]) if record is None else f"{reject['source_uri']} at {record}"


def _reasons(reject: Mapping[str, Any]) -> str:
    text = "; ".join(reject["reasons"])
    return text if len(text) <= MAX_REASON_CHARS else text[: MAX_REASON_CHARS - 1] + "…"


def _sample(check: Mapping[str, Any]) -> str:
    return ", ".join(check["sample"])


def markdown(report: RunReport) -> str:
    """Return the report as the Markdown of the run's artifact: outcome, accounting, rows and every check."""
    accounting = report.accounting
    counts = {
        "loaded": accounting.n_loaded,
        "copies": accounting.n_copies,
        "unchanged": accounting.n_unchanged,
        "superseded": accounting.n_superseded,
        "rejected": accounting.n_rejected,
        "**pages in**": accounting.n_pages,
        "not in English (of those loaded and copied)": accounting.n_other_language,
    }
    return "\n\n".join(
        [
            f"# {report.run_name}: {report.state}",
            f"{report.outcome} {report.seconds:.1f} s.",
            "## Accounting",
            _table(["pages", "count"], [[name, str(n)] for name, n in counts.items()]),
            "## Rows loaded",
            _table(["table", "rows"], [[name, f"{n:,}"] for name, n in report.n_rows.items()]),
            "## Checks",
            _table(
                ["check", "severity", "tested", "failed", "verdict", "sample"],
                [_check_row(check) for check in _by_verdict(report.checks).iter_rows(named=True)],
            ),
        ]
    )


def _by_verdict(checks: pl.DataFrame) -> pl.DataFrame:
    """Return the checks, those that did not pass first."""
    return checks.sort(pl.col("verdict") == "passed", "check")


def _check_row(check: Mapping[str, Any]) -> list[str]:
    return [
        check["check"],
        check["severity"],
        str(check["tested"]),
        str(check["failed"]),
        check["verdict"],
        _sample(check),
    ]


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def reject_rows(report: RunReport) -> list[dict[str, str]]:
    """Return the rejects as the rows of the table artifact."""
    return [
        {"page": _page(reject), "stage": reject["stage"], "reasons": _reasons(reject)}
        for reject in report.rejects.iter_rows(named=True)
    ]
