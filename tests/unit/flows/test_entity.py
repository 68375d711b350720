"""What `onrecord entity` shows, over rows as its queries answer them."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from flows.reporting.entity import EntityView, also, around, choose, cut, day, document_name, print_entity, verdict
from schemas.errors import UsageError


def identity(name, *aliases, kind="PERSON", n_mentions=1, identity_id=None, **more):
    return {
        "identity_id": identity_id or f"id of {name}",
        "name": name,
        "type": kind,
        "roles": [],
        "n_documents": 1,
        "n_mentions": n_mentions,
        "n_quotes": 0,
        "first_seen_at_utc": None,
        "last_seen_at_utc": None,
        "texts": [name, *aliases],
        **more,
    }


ROE = identity("Ana Roe", "Roe", "Ana", n_mentions=9)
ROE_ALONE = identity("Roe", n_mentions=2)
ROE_CITY = identity("Roe", kind="GPE", n_mentions=5, identity_id="id of Roe City")
OBRIEN = identity("Séan O’Brien-Roe", "O’Brien-Roe", n_mentions=3)
CANDIDATES = [ROE, ROE_ALONE, ROE_CITY, OBRIEN]


@pytest.mark.parametrize(
    ("name", "kind", "found", "others"),
    [
        pytest.param("ana roe", None, ROE, [], id="case"),
        pytest.param("Ána-Roe.", None, ROE, [], id="accents, hyphens, full stops"),
        pytest.param("sean obrien roe", None, OBRIEN, [], id="apostrophes"),
        pytest.param("ANA", None, ROE, [], id="alias"),
        pytest.param("Roe", None, ROE, [ROE_CITY, ROE_ALONE], id="the most mentions"),
        pytest.param("Roe", "GPE", ROE_CITY, [], id="of a type"),
        pytest.param("id of Roe", None, ROE_ALONE, [], id="id"),
    ],
)
def test_a_name_means_the_identity_that_bears_it(name, kind, found, others) -> None:
    assert choose(name, kind, CANDIDATES) == (found, others)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        pytest.param("Poe", None, "no entity is called Poe", id="none"),
        pytest.param("Roe Ana", None, "no entity is called Roe Ana; there is Ana Roe (PERSON)", id="all of the words"),
        pytest.param("Ana", "GPE", "no entity of type GPE is called Ana", id="none of the type"),
        pytest.param("...", None, "no entity is called ...", id="no word"),
    ],
)
def test_a_name_that_nobody_bears(name, kind, said) -> None:
    with pytest.raises(UsageError) as raised:
        choose(name, kind, CANDIDATES)
    assert str(raised.value) == said


def test_only_some_of_many_are_named() -> None:
    many = [identity(f"Roe {letter}", n_mentions=n) for n, letter in enumerate("abcdefgh", 1)]
    assert also(many).endswith("Roe f (PERSON id of Roe f, 6 mentions) and 2 more; with --type, or the id as the name")
    with pytest.raises(UsageError, match=r"there is Roe h \(PERSON\), .*, Roe c \(PERSON\) and 2 more$"):
        choose("roe", None, many)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({"score": 0.7}, "joined", id="applied"),
        pytest.param({"score": 0.69}, "proposed", id="too unsure"),
        pytest.param({"score": 0.1}, "proposed", id="a rule that a correction forbids"),
        pytest.param({"score": 1.0, "by": "user"}, "joined", id="a user joins"),
        pytest.param({"score": 0.0, "by": "user"}, "apart", id="a user keeps apart"),
        pytest.param({"score": 0.5, "doc_id": "d"}, "joined", id="in one document, whatever the score"),
        pytest.param({"score": 0.0, "doc_id": "d", "is_alone": True}, "apart", id="apart in one document"),
    ],
)
def test_what_a_pair_comes_to(row, said) -> None:
    assert verdict({"is_alone": False, "by": "rule", "doc_id": "", **row}) == said


@pytest.mark.parametrize(
    ("text", "n", "line"),
    [
        pytest.param("short", 10, "short", id="fits"),
        pytest.param("two\n lines", 10, "two lines", id="lines"),
        pytest.param("some more words, here", 18, "some more words…", id="between words"),
        pytest.param("a https://lantern.example/long", 12, "a https://l…", id="long word"),
    ],
)
def test_a_long_text_is_cut(text, n, line) -> None:
    assert cut(text, n) == line


@pytest.mark.parametrize(
    ("title", "record", "name"),
    [
        pytest.param("Harbour news", None, "Harbour news", id="title"),
        pytest.param(None, None, "a.jsonl", id="file"),
        pytest.param(None, "77", "a.jsonl at 77", id="record"),
    ],
)
def test_what_a_document_is_called(title, record, name) -> None:
    assert document_name({"title": title, "source_uri": "/pages/a.jsonl", "source_record": record}) == name


def test_a_role_stands_between_whole_words() -> None:
    cut_off = {"before": "sed to the ", "words": "mayor", "after": " of Lowport, wh", "is_cut_before": True}
    assert around(cut_off | {"is_cut_after": True}) == "…to the mayor of Lowport,…"
    whole = {"before": "The ", "words": "mayor", "after": " left.", "is_cut_before": False, "is_cut_after": False}
    assert around(whole) == "The mayor left."


DOCUMENT = {"title": "On [bold]", "source_uri": "a.txt", "source_record": None, "published_at_utc": None}
DATED = DOCUMENT | {"published_at_utc": datetime(2031, 5, 1, 23, 30, tzinfo=UTC)}
VIEW = EntityView(
    identity=identity(
        "Ana [x] Roe",
        n_mentions=1200,
        n_quotes=3,
        n_documents=11,
        roles=[{"text": "mayor", "n_documents": 1}],
        last_seen_at_utc=datetime(2031, 5, 1, tzinfo=UTC),
    ),
    names=[
        {"text": "[/x] Roe", "n_mentions": 1200, "n_documents": 11, "reasons": [{"why": w, "n": 2} for w in "abcd"]}
    ],
    joins=[
        {"from_name": "Ana [x] Roe", "to_name": "A. Roe", "is_alone": False, "score": 0.75, "why": "initial"}
        | {"by": "rule", "doc_id": "", "title": None, "source_uri": None, "source_record": None}
    ],
    roles=[
        {"text": "mayor", "before": "", "words": "Mayor", "after": " [Roe]", "is_cut_before": False}
        | {"is_cut_after": False}
        | DOCUMENT
    ],
    quotes=[DATED | {"text": "[red]Rain[/red]", "n_all": 2}],
    documents=[DOCUMENT | {"n_mentions": 7, "n_quotes": 1}],
    others=[ROE],
)


def printed(view, **options):
    target = io.StringIO()
    print_entity(view, Console(file=target, **options))
    return target.getvalue()


def test_an_entity_is_printed_section_by_section() -> None:
    lines = [" ".join(line.split()) for line in printed(VIEW).splitlines() if line.strip(" ─")]
    assert lines == [
        "Ana [x] Roe PERSON id of Ana [x] Roe",
        "11 documents, 1,200 mentions, 3 quotes; first seen —, last seen 2031-05-01",
        "names",
        "name mentions documents why",
        "[/x] Roe 1,200 11 a (2), b (2), c (2) and 1 more",
        "joined across documents",
        "verdict score by other name why",
        "joined 0.75 rule A. Roe initial",
        "roles",
        "role documents read in",
        "mayor 1 On [bold]: Mayor [Roe]",
        "quotes, copies of a text once (the last 1 of 2)",
        "date document words",
        "2031-05-01 On [bold] [red]Rain[/red]",
        "documents (the last 1 of 11)",
        "date document mentions quotes",
        "— On [bold] 7 1",
        "also: Ana Roe (PERSON id of Ana Roe, 9 mentions); with --type, or the id as the name",
    ]


def test_nothing_is_wider_than_the_terminal() -> None:
    long = VIEW.documents[0] | {"title": "word " * 60}
    wide = EntityView(VIEW.identity, VIEW.names, VIEW.joins, VIEW.roles, VIEW.quotes, [long], [ROE] * 9)
    lines = printed(wide, width=80, force_terminal=True, color_system=None).splitlines()
    assert max(map(len, lines)) <= 80


def test_sections_without_rows_are_left_out() -> None:
    bare = EntityView(identity("Roe"), [], [], [], [], [], [])
    assert printed(bare).splitlines() == [
        "Roe  PERSON  id of Roe",
        "1 document, 1 mention, 0 quotes; first seen —, last seen —",
    ]


def test_a_time_is_shown_as_its_day() -> None:
    assert (day(None), day(DATED["published_at_utc"])) == ("—", "2031-05-01")
