from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import QueryRefused, UsageError
from schemas.tables import TABLES
from warehouse.connect import connect, query, stream
from warehouse.parse import require_reading
from warehouse.store import read

REFUSED = [
    ("", "0 statements"),
    ("-- nothing", "0 statements"),
    ("select 1; select 2", "2 statements"),
    ("select 1; drop view quotes", "2 statements"),
    ("copy quotes to '{file}'", "COPY"),
    ("copy (select 1) to '{file}' (format csv)", "COPY"),
    ("copy quotes to '{chunk}' (use_tmp_file false)", "COPY"),
    ("explain select 1", "EXPLAIN"),
    ("explain analyze select 1", "EXPLAIN"),
    ("explain analyze copy quotes to '{file}'", "EXPLAIN"),
    ("explain analyze insert into notes values (1)", "EXPLAIN"),
    ("insert into notes values (1)", "INSERT"),
    ("update quotes set text = ''", "UPDATE"),
    ("delete from quotes", "DELETE"),
    ("with a as (insert into notes values (1) returning *) select * from a", "INSERT inside a SELECT"),
    ("with a as (update notes set x = 1 returning *) select * from a", "UPDATE inside a SELECT"),
    ("with a as (delete from notes returning *) select * from a", "DELETE inside a SELECT"),
    ("select * from (with a as (delete from notes returning *) from a)", "DELETE inside a SELECT"),
    ("select (with a as (insert into notes values (1) returning *) select count(*) from a)", "INSERT inside a SELECT"),
    ("set memory_limit = '1GB'", "SET"),
    ("reset memory_limit", "SET"),
    ("set variable x = 1", "SET"),
    ("pragma version", "PRAGMA"),
    ("pragma database_list", "PRAGMA"),
    ("call pragma_version()", "CALL"),
    ("attach '{file}' as other", "ATTACH"),
    ("install httpfs", "LOAD"),
    ("load httpfs", "LOAD"),
    ("export database '{file}'", "EXPORT"),
    ("import database '{file}'", "PRAGMA"),
    ("create table notes (x int)", "CREATE"),
    ("create or replace view quotes as select 1", "CREATE"),
    ("create table notes as select 1", "CREATE"),
    ("drop view quotes", "DROP"),
    ("alter view quotes rename to other", "ALTER"),
    ("checkpoint", "CALL"),
    ("begin", "TRANSACTION"),
    ("vacuum", "VACUUM"),
    ("prepare p as select 1", "PREPARE"),
    ("execute p", "EXECUTE"),
    ("pivot quotes on kind", "MULTI"),
    ("select * from read_text('/etc/hostname')", "read_text"),
    ("select * from READ_TEXT('/etc/hostname')", "read_text"),
    ("select * from \"read_text\"('/etc/hostname')", "read_text"),
    ("select * from main.read_text('/etc/hostname')", "read_text"),
    ("select * from read_blob('/etc/hostname')", "read_blob"),
    ("select * from read_csv('/etc/passwd')", "read_csv"),
    ("select * from read_csv_auto('/etc/passwd')", "read_csv_auto"),
    ("select * from sniff_csv('/etc/passwd')", "sniff_csv"),
    ("select * from read_json('/etc/passwd')", "read_json"),
    ("select * from read_parquet('/tmp/*.parquet')", "read_parquet"),
    ("select * from parquet_scan('{chunk}')", "parquet_scan"),
    ("select * from parquet_metadata('{chunk}')", "parquet_metadata"),
    ("select * from glob('/etc/*')", "glob"),
    ("select (select content from read_text('/etc/hostname'))", "read_text"),
    ("select 1 where exists (from read_text('/etc/hostname'))", "read_text"),
    ("with a as (from read_text('/etc/hostname')) from a", "read_text"),
    ("select 1 union all select size from read_text('/etc/hostname')", "read_text"),
    ("from quotes, lateral (from read_text('/etc/hostname'))", "read_text"),
    ("from '/etc/passwd'", "/etc/passwd is no table"),
    ("from '{chunk}'", "is no table"),
    ("from 'http://127.0.0.1/x.csv'", "is no table"),
    ("select * from read_csv('https://127.0.0.1/x.csv')", "read_csv"),
    ("from elsewhere.quotes_of_others", "quotes_of_others is no table"),
    ("from query('copy quotes to ''{file}''')", "query"),
    ("from query_table('quotes')", "query_table"),
    ("from json_execute_serialized_sql(json_serialize_sql('select 1'))", "json_execute_serialized_sql"),
    ("from enable_logging()", "enable_logging"),
    ("from checkpoint()", "checkpoint"),
    ("from duckdb_secrets()", "duckdb_secrets"),
    ("select getenv('HOME')", "getenv"),
    ("select upper(getenv('HOME')) from quotes", "getenv"),
    ("select write_log('x')", "write_log"),
    ("select nextval('x')", "nextval"),
]


def everything_in(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in folder.rglob("*")}


@pytest.fixture
def snapshot(small_snapshot):
    return small_snapshot


@pytest.fixture(scope="module")
def connection(small_snapshot):
    with connect(small_snapshot) as connection:
        yield connection


@pytest.mark.parametrize(("sql", "why"), REFUSED, ids=[sql[:60] or "empty" for sql, _ in REFUSED])
def test_anything_but_one_select_of_the_warehouse_is_refused(connection, snapshot, tmp_path, monkeypatch, sql, why):
    monkeypatch.chdir(tmp_path)
    before = everything_in(tmp_path), everything_in(snapshot.path)
    sql = sql.replace("{file}", str(tmp_path / "out")).replace("{chunk}", str(snapshot.files("quotes")[0]))
    with pytest.raises(QueryRefused, match=why):
        require_reading(connection, sql)
    assert (everything_in(tmp_path), everything_in(snapshot.path)) == before


@pytest.mark.parametrize(
    "sql", ["copy quotes to '{file}'", "select 1; copy quotes to '{file}'", "explain analyze select 1"]
)
def test_a_refused_query_is_not_run(snapshot, tmp_path, sql):
    with pytest.raises(QueryRefused):
        query(snapshot, sql.replace("{file}", str(tmp_path / "out")))
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize(
    "sql",
    [
        "copy quotes to '{file}'",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/etc/*')",
        "from '/etc/passwd'",
        "attach '{file}'",
        "set enable_external_access = true",
        "set allowed_paths = ['/etc/passwd']",
        "install httpfs",
        "load httpfs",
        "export database '{file}'",
    ],
)
def test_the_connection_itself_keeps_what_the_parser_would_let_through(snapshot, tmp_path, sql):
    before = everything_in(tmp_path)
    with connect(snapshot) as connection, pytest.raises(Exception, match=r"Permission|Catalog|locked|configuration"):
        connection.execute(sql.replace("{file}", str(tmp_path / "out")))
    assert everything_in(tmp_path) == before


ALLOWED = [
    ("select count(*) from quotes", [(2,)]),
    ("select count(*) from QUOTES;", [(2,)]),
    ("from quotes select text order by text limit 1", [("It will not,",)]),
    ("with recursive n as (select 1 as x union all select x + 1 from n where x < 3) select max(x) from n", [(3,)]),
    ("with quotes as (select 7 as x) select x from quotes", [(7,)]),
    ("select x from range(2) as t(x)", [(0,), (1,)]),
    ("select unnest([1, 2])", [(1,), (2,)]),
    ("values (1)", [(1,)]),
    ("select 1 union select 1", [(1,)]),
    ("select * from (pivot (select 1 as a, 2 as b) on a in (1) using sum(b))", [(2,)]),
    ("select name from speakers", [("Mira Okafor",)]),
    ("select count(*) from information_schema.tables where table_name = 'quotes'", [(1,)]),
    ("select count(*) from duckdb_views() where view_name = 'speakers'", [(1,)]),
    ("select column_name from (describe quotes) limit 1", [("quote_id",)]),
    ("select segments[1].start from quotes limit 1", [(1,)]),
]


@pytest.mark.parametrize(("sql", "rows"), ALLOWED, ids=[sql[:60] for sql, _ in ALLOWED])
def test_one_select_is_answered(snapshot, sql, rows):
    assert [tuple(row.values()) for row in query(snapshot, sql).to_pylist()] == rows


@pytest.mark.parametrize("sql", ["show tables", "describe quotes", "summarize quotes"])
def test_what_describes_the_tables_is_answered(snapshot, sql):
    assert query(snapshot, sql).num_rows > 10


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("selekt 1", "can't be parsed.*selekt"),
        ("select", "can't be parsed"),
        ("select wrong from quotes", "can't be answered.*wrong"),
        ("select cast(text as int) from quotes", "can't be answered.*Could not convert"),
        ("select case when i = 30000 then error('late') else i end from range(40000) t(i)", "can't be answered.*late"),
        ("select * from quotes where text = ?", "can't be answered"),
    ],
)
def test_a_wrong_query_gives_one_clear_message(snapshot, sql, message):
    with pytest.raises(UsageError, match=f"(?s){message}"):
        query(snapshot, sql)


def test_an_answer_can_be_read_piece_by_piece(snapshot):
    batches = stream(snapshot, "select i from range(25000) t(i)")
    assert next(batch.num_rows for batch in batches) <= 10_000


def test_an_empty_warehouse_answers_too(warehouse):
    snapshot = read(warehouse)
    for table in TABLES:
        assert query(snapshot, f"from {table}").num_rows == 0
    assert query(snapshot, "from speakers").num_rows == 0


def test_times_are_in_utc(snapshot):
    answer = query(snapshot, "select published_at_utc, current_setting('TimeZone') as zone from documents limit 1")
    assert answer.schema.field("published_at_utc").type.tz == "UTC"
    assert answer["zone"].to_pylist() == ["UTC"]


def test_python_variables_are_out_of_reach(snapshot):
    secret = query(snapshot, "select 1 as x")
    assert secret.num_rows == 1
    with pytest.raises(QueryRefused, match="secret is no table"):
        query(snapshot, "from secret")
