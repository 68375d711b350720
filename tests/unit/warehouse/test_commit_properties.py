"""Whatever is committed in whatever order: each table holds the last version of each document and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.layout import Warehouse
from warehouse.store import compact, lock

documents = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from(["One", "Two", "Three"]), max_size=4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), documents),
        st.tuples(st.just("stop"), documents),
        st.tuples(st.just("compact"), st.just({})),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_last_version_of_each_document_stands_in_every_table(writer, words_by_document, steps):
    expected: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("warehouse.commit.CHUNK_DOCUMENTS", 2),
        patch("warehouse.compact.CHUNK_DOCUMENTS", 5),
    ):
        writer.warehouse = Warehouse(Path(folder), keep_snapshots=1, grace_seconds=0)
        for kind, loaded in steps:
            if kind == "compact":
                with lock(writer.warehouse):
                    snapshot = compact(writer.warehouse)
            else:
                batches = [{name: words} for name, words in loaded.items()]
                snapshot = writer.run(*batches, load_documents=kind == "load")
                expected |= loaded if kind == "load" else {}
            assert words_by_document(snapshot) == expected
