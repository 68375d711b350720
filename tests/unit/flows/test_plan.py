"""What a run has to do, page by page."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.plan import PageIndex, plan_run
from flows.sources.page import FoundPage, PageRef

SHA, OTHER_SHA = "a" * 64, "b" * 64
KNOWN = {"doc_id": pl.String, "content_sha256": pl.String}


def page(doc_id, content_sha256=SHA, *, file="", record=None, problem=None):
    name = file or doc_id
    return FoundPage(PageRef(doc_id, Path(name), name, "text", record), content_sha256, problem)


def plan(pages, loaded=(), rejected=(), batch_pages=2, n_workers=1):
    frames = [pl.DataFrame(list(known), schema=KNOWN, orient="row") for known in (loaded, rejected)]
    return plan_run(PageIndex.of(pages), *frames, batch_pages=batch_pages, n_workers=n_workers)


def planned(found, salt="1.0"):
    return [[page.ref.doc_id for page in batch.pages] for batch in found.batches(salt)]


def keys(found, salt="1.0"):
    return [batch.key for batch in found.batches(salt)]


def test_new_pages_go_into_batches_by_file() -> None:
    assert planned(plan([page("c"), page("a"), page("b")])) == [["a", "b"], ["c"]]


def test_records_keep_the_order_of_their_archive() -> None:
    records = [page(doc_id, file="z.warc", record=str(place)) for place, doc_id in enumerate("cab")]
    assert planned(plan([*records, page("d")])) == [["d", "c"], ["a", "b"]]


def test_the_order_of_the_files_changes_no_batch() -> None:
    one, other = plan([page("c"), page("a"), page("b")]), plan([page("b"), page("c"), page("a")])
    assert list(one.batches("1.0")) == list(other.batches("1.0"))


@pytest.mark.parametrize(
    ("loaded", "rejected", "todo", "n_unchanged", "n_known_rejects"),
    [
        pytest.param([("a", SHA)], [], ["b"], 1, 0, id="same bytes"),
        pytest.param([("a", OTHER_SHA)], [], ["a", "b"], 0, 0, id="other bytes"),
        pytest.param([], [("a", SHA)], ["b"], 0, 1, id="a known reject"),
        pytest.param([], [("a", OTHER_SHA)], ["a", "b"], 0, 0, id="a reject that changed"),
        pytest.param([("a", OTHER_SHA)], [("a", SHA)], ["b"], 0, 1, id="changed and failed beside its last good one"),
        pytest.param([("a", SHA)], [("a", SHA)], ["b"], 0, 1, id="in both"),
    ],
)
def test_what_is_known_is_not_annotated(loaded, rejected, todo, n_unchanged, n_known_rejects) -> None:
    found = plan([page("a"), page("b")], loaded, rejected)
    assert [doc_id for batch in planned(found) for doc_id in batch] == todo
    assert (found.n_unchanged, found.n_known_rejects) == (n_unchanged, n_known_rejects)


def test_a_page_without_bytes_can_be_a_known_reject() -> None:
    found = plan([page("a", None)], rejected=[("a", None)])
    assert (found.n_known_rejects, found.n_pages) == (1, 0)


def test_of_the_same_address_the_last_counts() -> None:
    found = plan([page("a", SHA, file="x"), page("a", OTHER_SHA, file="y"), page("b")])
    assert (found.n_found, found.n_superseded) == (3, 1)
    batches = list(found.batches("1.0"))
    assert [page.content_sha256 for page in batches[0].pages] == [SHA, OTHER_SHA]


def test_a_problem_travels_with_its_page() -> None:
    (batch,) = plan([page("a", problem="broken_record: at 7")]).batches("1.0")
    assert batch.pages[0].problem == "broken_record: at 7"


def test_the_key_of_a_batch_changes_with_bytes_record_and_salt() -> None:
    same = plan([page("a")])
    others = [plan([page("a", OTHER_SHA)]), plan([page("a", record="7")])]
    assert len({*keys(same), *keys(same, "2.0"), *keys(others[0]), *keys(others[1])}) == 4


@given(st.sets(st.text("abc", min_size=1, max_size=4)), st.integers(1, 5), st.integers(1, 4))
def test_every_page_is_in_one_batch(names, batch_pages, n_workers) -> None:
    found = plan([page(name) for name in names], batch_pages=batch_pages, n_workers=n_workers)
    assert sorted(name for batch in planned(found) for name in batch) == sorted(names)
    assert all(1 <= len(batch) <= batch_pages for batch in planned(found))
    assert (found.n_pages, found.n_batches) == (len(names), len(planned(found)))
