"""The command line as a user meets it: as a process, with its output and exit status."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyarrow.parquet
import pytest
from prefect.settings import get_current_settings
from typer.testing import CliRunner

from flows.cli import app
from flows.history import is_healthy
from flows.ingest import ingest
from warehouse.store import Warehouse, lock, read

ONRECORD = str(Path(sys.executable).with_name("onrecord"))
PATIENCE_SECONDS = 120


@pytest.fixture
def environment(warehouse):
    """The user's environment, with the session's server as the API, so that no run starts one of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "PREFECT_"))}
    return kept | {"PREFECT_API_URL": str(get_current_settings().api.url), "ONRECORD_WAREHOUSE": str(warehouse)}


@pytest.fixture
def onrecord(environment, tmp_path):
    def call(*arguments, stdin=b"", **more):
        return subprocess.run(
            [ONRECORD, *map(str, arguments)],
            env=environment | more,
            cwd=tmp_path,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
            input=stdin,
        )

    return call


@pytest.fixture
def load(shared_workers, pages, warehouse):
    """Load the pages in this process."""
    return lambda: ingest([str(pages)], warehouse=warehouse, workers=1)


@pytest.fixture
def start(environment, tmp_path):
    """Start a command in a process group of its own."""
    started = []

    def begin(*arguments, **more):
        process = subprocess.Popen(
            [ONRECORD, *map(str, arguments)],
            env=environment | more,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def many_pages(folder, article, n_pages):
    for number in range(n_pages):
        text = article.replace("harbour", f"harbour number {number}")
        (folder / f"page{number}.txt").write_text(text, encoding="utf-8")


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def staged_batches(warehouse):
    return [folder for folder in (warehouse / "staging").glob("[!.]*") if folder.is_dir()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["run", "nowhere"], "nowhere", id="missing path"),
        pytest.param(["run", "nothing*.warc"], "nothing matches", id="pattern without a match"),
        pytest.param(["run", "-"], "standard input", id="no path on standard input"),
        pytest.param(["schedule", "-"], "standard input", id="a schedule from standard input"),
        pytest.param(["run", "--workers", "0"], "workers", id="wrong value"),
        pytest.param(["run", "--fast"], "--fast", id="unknown option"),
        pytest.param(["fly"], "fly", id="unknown command"),
        pytest.param(["sql", "select 1", "--format", "xml"], "xml", id="unknown format"),
        pytest.param(["sql", "select nothing from nowhere"], "nowhere", id="wrong query"),
        pytest.param(["entity", "nobody"], "holds no documents", id="an entity of an empty warehouse"),
        pytest.param(["entity", "nobody", "--type", "GHOST"], "GHOST", id="unknown type"),
        pytest.param(["schedule", "pages", "--cron", "whenever"], "cron", id="wrong cron"),
        pytest.param(["schedule", "pages", "--timezone", "Mars/Phobos"], "Mars/Phobos", id="wrong time zone"),
    ],
)
def test_bad_usage_is_status_2_and_one_clear_message(onrecord, pages, warehouse, arguments, said) -> None:
    done = onrecord(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert not (warehouse / "current").exists()


def test_a_run_without_a_server_keeps_its_history(onrecord, pages, warehouse) -> None:
    (pages / "empty.txt").write_bytes(b"")
    done = onrecord("run", pages, PREFECT_API_URL="", HOME=str(warehouse))
    assert done.returncode == 0, done.stderr.decode()
    out = done.stdout.decode()
    assert out.splitlines()[0] == "3 pages = 2 loaded + 0 copies + 0 unchanged + 0 superseded + 1 rejected"
    assert "empty.txt: read: empty" in out
    assert "INFO" not in done.stderr.decode()
    with contextlib.closing(sqlite3.connect(warehouse / "prefect" / "prefect.db")) as history:
        states = dict(history.execute("select name, state_name from task_run").fetchall())
    assert states == dict.fromkeys(
        [
            *("clear up after stopped runs", "find pages", "plan", "learn the lines of sites"),
            *("annotate batch 1 of 1", "check the run", "commit"),
        ],
        "Completed",
    )

    paths = b"\n".join(os.fsencode(path) for path in (pages / "bridge.txt", pages / "river.txt"))
    again = onrecord("run", "-", stdin=paths)
    assert "2 unchanged" in again.stdout.decode()


def test_the_ui_asks_the_server_that_it_came_from(start, warehouse) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start("ui", "--port", port, PREFECT_API_URL="", HOME=str(warehouse))
    wait_for(lambda: is_healthy(f"http://127.0.0.1:{port}/api"))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ui-settings") as answer:
        assert json.load(answer)["api_url"] == f"http://127.0.0.1:{port}/api"
    process.terminate()
    process.wait(PATIENCE_SECONDS)
    assert not is_healthy(f"http://127.0.0.1:{port}/api")


def test_sql_answers_in_every_format_and_only_reads(load, pages, warehouse, tmp_path, monkeypatch) -> None:
    load()
    monkeypatch.setenv("ONRECORD_WAREHOUSE", str(warehouse))
    monkeypatch.chdir(tmp_path)

    def sql(*arguments):
        return CliRunner().invoke(app, ["sql", *arguments])

    question = "select speaker_name, count(*) as n from quotes where kind = 'direct' group by all order by all"
    assert "Tomas Reed" in sql(question).stdout
    rows = json.loads(sql(question, "--format", "json").stdout)
    assert {"speaker_name": "Tomas Reed", "n": 1} in rows
    assert sql(question, "--format", "csv").stdout_bytes.startswith(b"speaker_name,n\r\n")
    assert sql(question, "--format", "parquet", "--output", "answer.parquet").exit_code == 0
    assert pyarrow.parquet.read_table(tmp_path / "answer.parquet").num_rows == len(rows)

    refused = sql("copy quotes to 'stolen.csv'")
    assert (refused.exit_code, (tmp_path / "stolen.csv").exists()) == (2, False)
    assert "only SELECT" in refused.stderr
    assert CliRunner().invoke(app, ["samples"]).exit_code == 0


def test_an_entity_is_shown_by_any_of_its_names(load, pages, warehouse, monkeypatch) -> None:
    load()
    monkeypatch.setenv("ONRECORD_WAREHOUSE", str(warehouse))

    def entity(*arguments):
        return CliRunner().invoke(app, ["entity", *arguments])

    for name in ("Tomas Reed", "TOMAS-REED", "Tomás Reed"):
        shown = entity(name).stdout
        assert shown.startswith("Tomas Reed  PERSON  "), name
        assert "The steel is older than any of us" in shown
        assert "Mayor" in shown
    identity_id = entity("Tomas Reed").stdout.split()[3]
    assert entity(identity_id).stdout.startswith("Tomas Reed  PERSON  ")
    assert "also: Reed (PERSON " in entity("reed").stdout

    assert entity("reed", "--type", "GPE").stderr == "onrecord: no entity of type GPE is called reed\n"
    longer = entity("reed tomas")
    assert (longer.exit_code, longer.stderr) == (
        2,
        "onrecord: no entity is called reed tomas; there is Tomas Reed (PERSON)\n",
    )
    unknown = entity("Nobody [x]")
    assert (unknown.exit_code, unknown.stderr) == (2, "onrecord: no entity is called Nobody [x]\n")


def test_a_quote_is_explained_by_its_id_or_the_start_of_it(load, warehouse, monkeypatch) -> None:
    load()
    monkeypatch.setenv("ONRECORD_WAREHOUSE", str(warehouse))
    answer = CliRunner().invoke(
        app, ["sql", "select quote_id from quotes where cue = 'said' limit 1", "--format", "csv"]
    )
    quote_id = answer.stdout.splitlines()[-1]
    for given in (quote_id, quote_id[:10].upper()):
        shown = CliRunner().invoke(app, ["explain", given]).stdout
        assert shown.startswith(f"quote {quote_id}  ")
        assert "cue: “said”, saying" in shown
    missing = CliRunner().invoke(app, ["explain", "f" * 16])
    assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)


def test_another_writer_is_said_at_once(onrecord, pages, warehouse) -> None:
    with lock(Warehouse(warehouse)):
        done = onrecord("run", pages)
    assert done.returncode == 3
    assert str(os.getpid()) in done.stderr.decode()


def test_wait_waits_for_the_other_writer(start, pages, warehouse) -> None:
    with lock(Warehouse(warehouse)):
        waiting = start("run", pages, "--wait")
        time.sleep(6)
        assert waiting.poll() is None
        assert read(Warehouse(warehouse)).number == 0
    out, _ = waiting.communicate(timeout=PATIENCE_SECONDS)
    assert waiting.returncode == 0
    assert b"2 loaded" in out


def test_ctrl_c_leaves_the_snapshot_and_the_next_run_goes_on(start, onrecord, pages, warehouse, article) -> None:
    many_pages(pages, article, 60)
    options = {"ONRECORD_BATCH_PAGES": "4"}
    # Without a server of the user's, and to the whole group, as a terminal does it.
    stopped = start("run", pages, "--workers", "1", PREFECT_API_URL="", HOME=str(warehouse), **options)
    wait_for(lambda: len(staged_batches(warehouse)) >= 2)
    os.killpg(stopped.pid, signal.SIGINT)
    _, error = stopped.communicate(timeout=PATIENCE_SECONDS)
    assert stopped.returncode == 130, error.decode()
    assert b"Traceback" not in error
    assert read(Warehouse(warehouse)).number == 0
    with contextlib.closing(sqlite3.connect(warehouse / "prefect" / "prefect.db")) as history:
        assert history.execute("select state_name from flow_run").fetchall() == [("Crashed",)]

    kept = {folder.name: folder.stat().st_ino for folder in staged_batches(warehouse)}
    done = onrecord("run", pages, "--dry-run", **options)
    assert b"62 pages = 62 loaded" in done.stdout, done.stderr.decode()
    found = {folder.name: folder.stat().st_ino for folder in staged_batches(warehouse)}
    assert len(kept) >= 2
    assert found.items() >= kept.items()


def test_kill_of_the_whole_tree_leaves_a_whole_snapshot(start, load, onrecord, pages, warehouse, article) -> None:
    load()
    before = read(Warehouse(warehouse))
    many_pages(pages, article, 40)
    options = {"ONRECORD_BATCH_PAGES": "4"}
    killed = start("run", pages, "--workers", "2", **options)
    wait_for(lambda: len(staged_batches(warehouse)) >= 1)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait(PATIENCE_SECONDS)
    after = read(Warehouse(warehouse))
    assert (after.number, after.n_rows("documents")) == (before.number, 2)

    done = onrecord("run", pages, **options)
    assert done.returncode == 0, done.stderr.decode()
    assert read(Warehouse(warehouse)).n_rows("documents") == 42
