"""What a run's new syndication ids do to the count of copies, and the check that they are right."""

from __future__ import annotations

import polars as pl
import pytest

from warehouse import gate

SCHEMA = {"doc_id": pl.String, "syndication_id": pl.String}


@pytest.fixture
def rename(id_of):
    """Give documents, by name, the id of a text, by its words."""

    def renamed(**texts):
        rows = [(id_of("doc", name), id_of("text", words)) for name, words in texts.items()]
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")

    return renamed


@pytest.mark.parametrize(
    ("current", "staged", "renamed", "n_copies"),
    [
        pytest.param({}, {"a": "One", "b": "Two"}, {"b": "One"}, 1, id="near copies in a run"),
        pytest.param({"a": "One"}, {"b": "Two"}, {"b": "One"}, 1, id="a near copy of an older document"),
        pytest.param({"a": "One"}, {"b": "Two"}, {"a": "Two"}, 1, id="an older document moves to the new one's text"),
        pytest.param({"a": "One"}, {"b": "Two", "c": "One"}, {"a": "Two", "c": "Two"}, 2, id="all of them"),
        pytest.param({"a": "One", "b": "Two"}, {"c": "Six"}, {"b": "One"}, 0, id="only older documents"),
    ],
)
def test_near_copies_are_counted(writer, rename, current, staged, renamed, n_copies):
    snapshot = writer.run(current)
    assert gate.count_copies(snapshot, [writer.stage(staged)], rename(**renamed)) == n_copies


def text_ids(tables, id_of, **texts):
    ids = {id_of("doc", name): id_of("text", words) for name, words in texts.items()}
    documents = tables["documents"]
    return documents.with_columns(text_id=pl.Series([ids[doc_id] for doc_id in documents["doc_id"]]))


@pytest.mark.parametrize(
    ("texts", "groups", "n_failed"),
    [
        pytest.param({"a": "One", "b": "Two"}, {"a": "One", "b": "Two"}, 0, id="two texts"),
        pytest.param({"a": "One", "b": "One"}, {"a": "One", "b": "One"}, 0, id="a text twice"),
        pytest.param({"a": "One", "b": "Two"}, {"a": "smallest", "b": "smallest"}, 0, id="near copies"),
        pytest.param({"a": "One", "b": "Two"}, {"a": "largest", "b": "largest"}, 1, id="not the smallest"),
        pytest.param({"a": "One", "b": "One"}, {"a": "One", "b": "Two"}, 2, id="a text in two groups"),
    ],
)
def test_ids_that_do_not_follow_from_the_texts_are_found(
    writer, warehouse, tables_of, id_of, rename, texts, groups, n_failed
):
    ordered = sorted(set(texts.values()), key=lambda words: id_of("text", words))
    named = {"smallest": ordered[0], "largest": ordered[-1]}
    renamed = rename(**{name: named.get(words, words) for name, words in groups.items()})
    snapshot = writer.run()
    folder = writer.stage(texts)
    documents = text_ids(tables_of(texts), id_of, **texts)
    (folder / "documents.parquet").unlink()
    documents.write_parquet(folder / "documents.parquet")
    runs = writer.change(snapshot, [folder]).run_tables
    with gate.preview(snapshot, [folder], runs, syndication=renamed) as connection:
        verdicts = gate.run_checks(connection, "run-9")
    assert verdicts.filter(check="syndication")["failed"].to_list() == [n_failed]
