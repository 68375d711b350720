"""What holds for any text and any spans that a reader may hand in."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.entities.evidence import PLACES
from flows.entities.resolve import resolve_entities
from flows.language.labels import NAME_TYPES
from flows.language.reading import Attribution, Name, Reading, Span
from flows.pages.document import Dropped, Facts, Paragraph, SplitPage
from flows.sources.page import Page
from schemas.normalise import normalise
from schemas.vocabulary import ENTITY_TYPES

NAMES = "Ana Roe ROE Sen. Mr. Mrs. de al-Roe U.S. U.S.-Canada O’Roe’s the Laura and Lima in said, Bank of Inc. (IB) Jr."
ODDITIES = "â€™ \u00ad é - “Roe” ß İ \u0301 x"
WORDS = [*NAMES.split(" "), *ODDITIES.split(" ")]
PROSE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
TEXTS = PROSE | st.text(min_size=1, max_size=60)


@st.composite
def documents(draw):
    """A page of paragraphs, some of them turns, with dropped spans, and a reading with arbitrary spans in them."""
    page_text = ""
    paragraphs: list[Paragraph] = []
    dropped: list[Dropped] = []
    turn = None
    for raw in draw(st.lists(TEXTS, min_size=1, max_size=6)):
        label = draw(st.none() | st.sampled_from(["ROE", "ANA ROE, HOST", "Q", "O’ROE", "ß"]))
        label_start = label_end = None
        if label is not None:
            turn = 0 if turn is None else turn + 1
            label_start = len(page_text)
            page_text += label
            label_end = len(page_text)
            page_text += ": "
        start = len(page_text)
        page_text += raw
        text = normalise(raw)
        if text and label is None and draw(st.booleans()):
            reason = draw(st.sampled_from(["headline", "byline", "author_bio", "caption"]))
            dropped.append(Dropped(start, len(page_text), text, reason))
        elif text:
            paragraphs.append(
                Paragraph(
                    len(paragraphs),
                    "turn" if turn is not None else "body",
                    text,
                    start,
                    len(page_text),
                    turn,
                    label,
                    label_start,
                    label_end,
                )
            )
        page_text += "\n"

    def span() -> Span:
        ordinal = draw(st.integers(0, len(paragraphs) - 1))
        length = len(paragraphs[ordinal].text)
        start = draw(st.integers(0, length - 1))
        return Span(ordinal, start, draw(st.integers(start + 1, length)))

    def name() -> Name:
        chances = draw(st.just(()) | st.tuples(*[st.floats(0, 1)] * len(NAME_TYPES)))
        return Name(span(), draw(st.sampled_from(list(ENTITY_TYPES))), chances)

    n_names = draw(st.integers(0, 8)) if paragraphs else 0
    names = sorted((name() for _ in range(n_names)), key=lambda one: one.span)
    attributions = [Attribution(span(), span(), (span(),), "speech")] if n_names else []
    page = Page("0" * 16, "page.txt", "text", None, None, "0" * 64, page_text, page_text)
    authors = draw(st.lists(TEXTS, max_size=2))
    split = SplitPage("article", Facts(authors=tuple(authors)), tuple(paragraphs), tuple(dropped))
    return page, split, Reading(tuple(names), tuple(attributions))


@settings(max_examples=250, deadline=None)
@given(documents())
def test_mentions_are_slices_without_overlap_and_entities_count_them(document):
    page, split, _ = document
    found = resolve_entities(*document)
    assert found == resolve_entities(*document)
    last_end = 0
    for mention in found.mentions:
        assert mention.text
        assert last_end <= mention.page_start < mention.page_end
        last_end = mention.page_end
        assert normalise(page.text[mention.page_start : mention.page_end]) == mention.text
        if mention.place == "paragraph":
            assert split.paragraphs[mention.ordinal].text[mention.start : mention.end] == mention.text
        else:
            assert (mention.ordinal, mention.start, mention.end) == (None, None, None)
    by_id = {entity.entity_id: entity for entity in found.entities}
    assert len(by_id) == len(found.entities)
    assert {mention.entity_id for mention in found.mentions} == by_id.keys()
    for entity in found.entities:
        mentions = [mention for mention in found.mentions if mention.entity_id == entity.entity_id]
        assert entity.n_mentions == len(mentions)
        assert {mention.type for mention in mentions} == {entity.type}
        assert list(entity.aliases) == list(dict.fromkeys(mention.text for mention in mentions))
        for role in entity.roles:
            assert split.paragraphs[role.ordinal].text[role.start : role.end] == role.text
    turns = {paragraph.turn for paragraph in split.paragraphs}
    assert found.speaker_ids.keys() <= turns
    assert set(found.speaker_ids.values()) <= by_id.keys()


@settings(max_examples=150, deadline=None)
@given(documents())
def test_a_string_has_one_type_unless_a_person_and_a_place_bear_it(document):
    found = resolve_entities(*document)
    borne: dict[str, set[tuple[str, str]]] = {}
    for mention in found.mentions:
        borne.setdefault(mention.text, set()).add((mention.type, mention.entity_id))
    for bearers in borne.values():
        types = {entity_type for entity_type, _ in bearers}
        others = types - {"PERSON"}
        assert len(others) <= 1
        assert len(types) == 1 or others <= PLACES
        assert len({entity_id for entity_type, entity_id in bearers if entity_type != "PERSON"}) <= 1


def test_time_grows_with_the_text(resolve):
    def seconds(n: int) -> float:
        parts = [
            " ".join(f"[PERSON Ana{'a' * (i % 7)} Roe]" for i in range(n)),
            " ".join(["[ORG Ana Roe Ana Roe]"] * n),
            " ".join(
                f"[PERSON Ana{''.join(chr(97 + int(c)) for c in str(i))} Poe] and [PERSON Poe]." for i in range(n)
            ),
            "Ana " * n * 5,
            "A.-" * n * 5,
            "Sen. " * n * 5,
        ]
        start = time.process_time()
        resolve(*parts)
        return time.process_time() - start

    seconds(100)
    assert seconds(4_000) < 12 * max(seconds(1_000), 0.05)
