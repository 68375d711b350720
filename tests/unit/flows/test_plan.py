"""What a run has to do, page by page."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flows.plan import HashedRef, Known, plan_run
from flows.sources.page import PageRef

VERSION = "1.0"
SHA, OTHER_SHA = "a" * 64, "b" * 64


def page(name, content_sha256=SHA):
    return HashedRef(PageRef(name, Path(name), name, "text"), content_sha256)


def plan(pages, loaded=(), rejected=(), batch_pages=2):
    return plan_run(pages, set(loaded), set(rejected), pipeline_version=VERSION, batch_pages=batch_pages)


def planned(found):
    return [[page.ref.doc_id for page in batch.pages] for batch in found.batches]


def test_new_pages_go_into_batches_by_doc_id() -> None:
    assert planned(plan([page("c"), page("a"), page("b")])) == [["a", "b"], ["c"]]


def test_the_order_of_the_pages_changes_no_batch() -> None:
    assert plan([page("c"), page("a"), page("b")]) == plan([page("b"), page("c"), page("a")])


def test_same_bytes_and_version_is_unchanged() -> None:
    found = plan([page("a"), page("b")], loaded=[("a", Known(SHA, VERSION))])
    assert (found.n_unchanged, planned(found)) == (1, [["b"]])


def test_other_bytes_are_annotated() -> None:
    assert planned(plan([page("a")], loaded=[("a", Known(OTHER_SHA, VERSION))])) == [["a"]]


def test_another_version_is_annotated() -> None:
    assert planned(plan([page("a")], loaded=[("a", Known(SHA, "0.9"))])) == [["a"]]


def test_a_known_reject_is_not_tried_again() -> None:
    found = plan([page("a")], rejected=[("a", Known(SHA, VERSION))])
    assert (found.n_known_rejects, found.n_unchanged, planned(found)) == (1, 0, [])


def test_a_reject_is_tried_again_when_page_or_version_changes() -> None:
    tried = [("a", Known(OTHER_SHA, VERSION)), ("b", Known(SHA, "0.9"))]
    assert planned(plan([page("a"), page("b")], rejected=tried)) == [["a", "b"]]


def test_a_changed_page_that_failed_stays_a_reject_beside_its_last_good_version() -> None:
    found = plan([page("a")], loaded=[("a", Known(OTHER_SHA, VERSION))], rejected=[("a", Known(SHA, VERSION))])
    assert (found.n_known_rejects, found.n_pages) == (1, 0)


def test_the_key_of_a_batch_changes_with_bytes_and_version() -> None:
    keys = {
        plan([page("a")]).batches[0].key,
        plan([page("a", OTHER_SHA)]).batches[0].key,
        plan_run([page("a")], set(), set(), pipeline_version="2.0", batch_pages=2).batches[0].key,
    }
    assert len(keys) == 3


@given(st.sets(st.text("abc", min_size=1, max_size=4)), st.integers(1, 5))
def test_every_page_is_in_one_batch(names, batch_pages) -> None:
    found = plan([page(name) for name in names], batch_pages=batch_pages)
    assert sorted(name for batch in planned(found) for name in batch) == sorted(names)
    assert all(1 <= len(batch) <= batch_pages for batch in planned(found))
    assert found.n_pages == len(names)
