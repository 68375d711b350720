from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from flows.entities.across import APPLY_FROM_SCORE
from schemas.tables import TABLES
from warehouse.connect import connect, query, rows
from warehouse.sql_files import read_folder, read_named
from warehouse.store import read


@pytest.fixture
def ask(writer):
    def answer(sql):
        return [tuple(row.values()) for row in query(read(writer.warehouse), sql).to_pylist()]

    return answer


def pairs(*rows):
    return TABLES["same_as"].frame(
        {"from_id": first, "to_id": second, "score": score, "why": "test", "by": "rule", "doc_id": ""}
        for first, second, score in rows
    )


@pytest.mark.parametrize("folder", ["views", "checks", "queries", "samples"])
def test_every_sql_file_begins_with_a_comment(folder):
    assert read_folder(folder)
    assert all(file.comment for file in read_folder(folder))


def test_every_view_answers_over_an_empty_and_a_small_warehouse(warehouse, writer):
    for snapshot in (read(warehouse), writer.run({"a": "One"}, rejects=("x",))):
        with connect(snapshot) as connection:
            for view in read_folder("views"):
                connection.execute(f"from {view.name}").fetchall()


def test_samples_are_answered(writer):
    snapshot = writer.run({"a": "One", "b": "Two"})
    for sample in read_folder("samples"):
        assert query(snapshot, sample.sql).num_rows > 0, sample.name


def test_entity_identity_is_the_smallest_id_that_same_as_reaches(writer):
    chain = [f"{n:016x}" for n in range(1, 7)]
    one, two, three, four, five, six = chain
    snapshot = writer.run(
        same_as=pairs((two, three, 1.0), (one, three, APPLY_FROM_SCORE), (four, five, APPLY_FROM_SCORE - 0.01))
    )
    entities = TABLES["entities"].frame(
        {
            "doc_id": "0" * 16,
            "entity_id": entity_id,
            "name": "N",
            "type": "ORG",
            "aliases": [],
            "roles": [],
            "n_mentions": 1,
            "n_quotes": 0,
        }
        for entity_id in chain
    )
    view = next(view for view in read_folder("views") if view.name == "entity_identity")
    with connect(snapshot) as connection:
        connection.register("frame", entities.to_arrow())
        connection.execute("create or replace temp view entities as from frame")
        identity = dict(connection.execute(f"select entity_id, identity_id from ({view.sql})").fetchall())
    assert identity == {one: one, two: one, three: one, four: four, five: five, six: six}


def test_speakers_counts_documents_and_texts(writer, ask):
    writer.run({"a": "It will rain", "b": "It will rain", "c": "It will not"})
    columns = "name, type, n_quotes, n_turns, n_documents, n_texts"
    assert ask(f"select {columns} from speakers") == [("Mira Okafor", "PERSON", 3, 0, 3, 2)]
    assert ask("select name, n_documents, n_texts, n_mentions, n_quotes from people") == [("Mira Okafor", 3, 2, 3, 3)]
    assert ask("from organisations") == []
    assert ask("select publisher, speaker_name, n_quotes, n_texts from who_quotes_whom") == [
        ("The Lantern", "Mira Okafor", 3, 2)
    ]


# Five copies of a text in three publications, and one other text: where each stands, and its day of publication.
WIRE_STORY = {
    "a": ("one.example", 5),
    "b": ("one.example", 4),
    "c": ("two.example", 3),
    "d": (None, None),
    "e": (None, 9),
    "f": ("one.example", 1),
}


@pytest.fixture
def ask_about_copies(writer):
    snapshot = writer.run({name: "It will not" if name == "f" else "It will rain" for name in WIRE_STORY})
    documents = snapshot.scan("documents").collect()
    places = [WIRE_STORY[title[-1]] for title in documents["title"]]
    days = [None if day is None else datetime(2024, 3, day, tzinfo=UTC) for _, day in places]
    documents = documents.with_columns(
        publisher=pl.lit(None, pl.String),
        site=pl.Series([site for site, _ in places], dtype=pl.String),
        published_at_utc=pl.Series(days, dtype=documents.schema["published_at_utc"]),
    )

    def answer(sql, url=None):
        pages = snapshot.scan("pages").with_columns(url=pl.lit(url, pl.String)).collect()
        with connect(snapshot) as connection:
            for name, rows in {"documents": documents, "pages": pages}.items():
                connection.register(f"{name}_rows", rows.to_arrow(compat_level=pl.CompatLevel.oldest()))
                connection.execute(f"create or replace view {name} as from {name}_rows")
            return connection.execute(sql).fetchall()

    return answer


def test_a_text_is_led_by_its_first_publication(ask_about_copies):
    columns = "title[-1], is_leader, publication, is_publication_leader"
    assert ask_about_copies(f"select {columns} from copies join documents using (doc_id) order by 1") == [
        ("a", False, "one.example", False),
        ("b", False, "one.example", True),
        ("c", True, "two.example", True),
        ("d", False, None, False),
        ("e", False, None, True),
        ("f", True, "one.example", True),
    ]
    assert ask_about_copies("select distinct leader_id from copies order by 1") == ask_about_copies(
        "select leader_id from texts order by 1"
    )


@pytest.mark.parametrize(
    ("url", "publication"),
    [
        pytest.param("https://www.lantern.example:8080/a?b", "lantern.example", id="host"),
        pytest.param("nonsense", None, id="no host"),
        pytest.param(None, None, id="no address"),
    ],
)
def test_a_page_of_no_known_site_is_published_by_its_host(ask_about_copies, url, publication):
    assert ask_about_copies(
        "select publication from copies join documents using (doc_id) where title[-1] = 'd'", url=url
    ) == [(publication,)]


def test_of_copies_without_a_date_the_smallest_doc_id_leads(writer, ask, id_of):
    names = sorted("ab", key=lambda name: id_of("doc", name))
    writer.run({"a": "It will rain", "b": "It will rain"})
    assert ask("select leader_id, n_documents, n_copies from texts") == [(id_of("doc", names[0]), 2, 1)]


def test_texts_are_counted_with_their_copies(ask_about_copies):
    columns = "title, n_documents, n_copies, n_publications, publications, first_published_at_utc::date::varchar"
    assert ask_about_copies(f"select {columns} from texts order by title") == [
        ("Harbour news c", 5, 4, 3, ["one.example", "two.example"], "2024-03-03"),
        ("Harbour news f", 1, 0, 1, ["one.example"], "2024-03-01"),
    ]


@pytest.mark.parametrize("view", ["identities", "people", "speakers"])
def test_counts_are_once_per_document_per_publication_and_per_text(ask_about_copies, view):
    columns = "n_documents, n_publications, n_texts, n_quotes, n_publication_quotes, n_text_quotes"
    assert ask_about_copies(f"select {columns} from {view}") == [(6, 4, 2, 6, 4, 2)]


def test_a_site_that_repeats_a_text_quotes_its_speaker_once(ask_about_copies):
    columns = "site, n_quotes, n_publication_quotes, n_documents, n_texts"
    assert ask_about_copies(f"select {columns} from who_quotes_whom order by site nulls last") == [
        ("one.example", 3, 2, 3, 2),
        ("two.example", 1, 1, 1, 1),
        (None, 2, 1, 2, 1),
    ]


@pytest.mark.parametrize("view", ["quotes_with_context", "mentions_in_context"])
def test_rows_of_copies_can_be_left_out(ask_about_copies, view):
    counts = "count(*), count(*) filter (where is_leader), count(*) filter (where is_publication_leader)"
    assert ask_about_copies(f"select {counts} from {view}") == [(6, 2, 4)]


def test_a_quote_leads_back_to_its_page(writer, ask):
    writer.run({"a": "It will rain"})
    assert ask("select text, page_slice, title, source_uri from quotes_with_context") == [
        ("It will rain,", "“It will rain,” said Mira Okafor.", "Harbour news a", "a.txt")
    ]
    sliced = "substring(pages.text, q.page_start + 1, q.page_end - q.page_start)"
    assert ask(f"select {sliced} = q.page_slice from quotes_with_context as q join pages using (doc_id)") == [(True,)]


def test_a_mention_is_shown_with_what_stands_around_it(writer, ask):
    writer.run({"a": "It will rain"})
    assert ask("select before, page_slice, after, entity_name from mentions_in_context") == [
        ("Harbour news\n\n“It will rain,” said ", "Mira Okafor", ".\n", "Mira Okafor")
    ]


def test_open_rejects_are_the_last_ones_not_yet_closed(writer, ask):
    writer.run({"b": "Two"}, rejects=("a",))
    writer.run(rejects=("a", "b"))
    assert ask("select source_uri, run_id, has_older_version from rejects_open order by 1") == [
        ("a.txt", "run-2", False),
        ("b.txt", "run-2", True),
    ]
    writer.run({"a": "One"})
    assert ask("select source_uri from rejects_open") == [("b.txt",)]


def test_latest_runs_come_first(writer, ask):
    writer.run()
    writer.run({"a": "One"})
    assert ask("select run_id, n_loaded, seconds from latest_runs") == [("run-2", 1, 30.0), ("run-1", 0, 30.0)]


COUNTS = ["n_documents", "n_texts", "n_publications", "n_mentions", "n_quotes", "n_text_quotes", "n_publication_quotes"]
SEEN = ["first_seen_at_utc", "last_seen_at_utc"]


@pytest.mark.parametrize(
    ("view", "own"),
    [
        pytest.param("people", ["identity_id", "name", "aliases", "roles"], id="people"),
        pytest.param("organisations", ["identity_id", "name", "aliases"], id="organisations"),
        pytest.param("places", ["identity_id", "name", "type", "aliases"], id="places"),
    ],
)
def test_columns_of_the_views_of_entities(small_snapshot, view, own):
    assert query(small_snapshot, f"from {view}").column_names == [*own, *COUNTS, *SEEN]


@pytest.fixture
def over(writer):
    """Answer over documents of the given roles and days, with other rows of same_as: `{name: (roles, day)}`."""

    def answer(documents, sql, same_as=(), **parameters):
        snapshot = writer.run({name: f"It will rain in {name[0]}" for name in documents})
        frame = snapshot.scan("documents").collect()
        told = [documents[title.removeprefix("Harbour news ")] for title in frame["title"]]
        days = [None if day is None else datetime(2024, 3, day, tzinfo=UTC) for _, day in told]
        frame = frame.with_columns(published_at_utc=pl.Series(days, dtype=frame.schema["published_at_utc"]))
        said = {
            doc_id: [{"text": role, "ordinal": 0, "start": 1, "end": 3} for role in roles]
            for doc_id, (roles, _) in zip(frame["doc_id"], told, strict=True)
        }
        entities = snapshot.scan("entities").collect()
        roles = pl.Series([said[doc_id] for doc_id in entities["doc_id"]], dtype=entities.schema["roles"])
        entities = entities.with_columns(roles=roles)
        same = TABLES["same_as"].frame(same_as)
        with connect(snapshot) as connection:
            for name, changed in {"documents": frame, "entities": entities, "same_as": same}.items():
                connection.register(f"{name}_rows", changed.to_arrow(compat_level=pl.CompatLevel.oldest()))
                connection.execute(f"create or replace view {name} as from {name}_rows")
            return rows(connection, sql, parameters)

    return answer


def test_roles_that_differ_in_case_are_one(over):
    documents = {"a": (["Mayor", "poet"], 1), "b": (["mayor"], 2), "c": (["mayor", "Poet", "poet"], 3)}
    assert over(documents, "select roles from people") == [
        {"roles": [{"text": "mayor", "n_documents": 3}, {"text": "poet", "n_documents": 2}]}
    ]


def test_an_entity_is_seen_from_its_first_to_its_last_dated_document(over):
    days = (
        "select first_seen_at_utc::date::varchar as first, last_seen_at_utc::date::varchar as last, roles from people"
    )
    seen = {"first": "2024-03-02", "last": "2024-03-09", "roles": []}
    assert over({"a": ([], 9), "b": ([], 2), "c": ([], None)}, days) == [seen]


def test_an_entity_of_no_dated_document_is_seen_at_no_time(over):
    assert over({"a": ([], None)}, f"select {', '.join(SEEN)} from people") == [dict.fromkeys(SEEN)]


def test_an_entity_that_means_another_in_one_document_is_seen_apart(over, id_of):
    okafor = id_of("PERSON", "Mira Okafor")
    apart = {"from_id": okafor, "to_id": okafor, "score": 0.0, "why": "test", "by": "user", "doc_id": id_of("doc", "b")}
    columns = "n_documents, last_seen_at_utc::date::varchar as last, [role.text for role in roles] as roles"
    assert over({"a": (["mayor"], 1), "b": (["poet"], 2)}, f"select {columns} from people order by last", [apart]) == [
        {"n_documents": 1, "last": "2024-03-01", "roles": ["mayor"]},
        {"n_documents": 1, "last": "2024-03-02", "roles": ["poet"]},
    ]


@pytest.mark.parametrize(
    ("words", "n"),
    [
        pytest.param(["okafor", "mira"], 1, id="in any order"),
        pytest.param(["okafor"], 1, id="one of the words"),
        pytest.param(["okaf"], 0, id="not a part of a word"),
        pytest.param([], 1, id="no word stands in every name"),
    ],
)
def test_an_identity_is_found_by_words_of_its_names(small_snapshot, words, n):
    with connect(small_snapshot) as connection:
        found = rows(connection, read_named("queries", "entity_matches"), {"words": words, "identity_id": ""})
    assert [row["texts"] for row in found] == [["Mira Okafor"]] * n


def test_an_entity_is_shown_with_what_same_as_says_of_it(over, id_of):
    okafor, stranger = id_of("PERSON", "Mira Okafor"), "0" * 16
    said = {"score": 0.4, "why": "test", "by": "rule"}
    same_as = [
        {"from_id": stranger, "to_id": okafor, **said, "doc_id": ""},
        {"from_id": stranger, "to_id": "1" * 16, **said, "doc_id": ""},
        {"from_id": okafor, "to_id": okafor, **said, "doc_id": id_of("doc", "b")},
    ]
    documents = {"a": ([], 1), "b": ([], 2)}
    sql = read_named("queries", "entity_joins")
    found = over(documents, sql, same_as, identity_id=okafor)
    columns = ("from_name", "to_name", "is_alone", "title")
    assert [tuple(row[name] for name in columns) for row in found] == [
        (None, "Mira Okafor", False, None),
        ("Mira Okafor", "Mira Okafor", True, "Harbour news b"),
    ]


def test_an_entity_is_shown_with_its_names_quotes_and_documents(over, id_of):
    documents = {"a": (["mayor"], 1), "b": (["mayor"], 2), "c": ([], None), "aa": ([], 1)}
    asked = {"identity_id": id_of("PERSON", "Mira Okafor")}
    assert over(documents, read_named("queries", "entity_names"), **asked) == [
        {"text": "Mira Okafor", "n_mentions": 4, "n_documents": 4, "reasons": [{"why": "full name", "n": 4}]}
    ]
    quotes = over(documents, read_named("queries", "entity_quotes"), **asked, n=2)
    assert [(row["text"], row["n_all"]) for row in quotes] == [("It will rain in b,", 3), ("It will rain in a,", 3)]
    latest = over(documents, read_named("queries", "entity_documents"), **asked, n=1)
    assert [(row["title"], row["n_mentions"], row["n_quotes"]) for row in latest] == [("Harbour news b", 1, 1)]
    (place,) = over(documents, read_named("queries", "entity_roles"), **asked)
    assert (place["text"], place["title"], place["before"] + place["words"]) == ("mayor", "Harbour news b", "“It")
