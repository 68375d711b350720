"""What holds for any text and any reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.entities.entity import DocumentEntities, Entity, Mention
from flows.language.labels import CUE_KINDS
from flows.language.reading import Attribution, Name, Reading, Span
from flows.pages.document import Facts, Paragraph, SplitPage
from flows.quotes.find import find_quotes

WORDS = [
    "said",
    "Ada",
    "Quill",
    "he",
    "they",
    "“Yes,”",
    '"No."',
    '"',
    "“",
    "”",
    "'so'",
    "the",
    "mayor:",
    "(",
    "U.S.",
    "…",
]
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join), min_size=1, max_size=4)


@st.composite
def documents(draw):
    paragraphs = draw(texts)

    def span():
        ordinal = draw(st.integers(0, len(paragraphs) - 1))
        start = draw(st.integers(0, len(paragraphs[ordinal]) - 1))
        return Span(ordinal, start, draw(st.integers(start + 1, len(paragraphs[ordinal]))))

    def some(make, most):
        return tuple(make() for _ in range(draw(st.integers(0, most))))

    def maybe():
        return draw(st.sampled_from([None, span()]))

    def attribution():
        cue = maybe()
        contents = tuple(sorted({span(), span()}))
        kind = draw(st.sampled_from(CUE_KINDS)) if cue is not None else None
        return Attribution(cue, maybe(), contents[: draw(st.integers(0, 2))], kind, some(span, 1))

    def mention():
        at = span()
        text = paragraphs[at.ordinal][at.start : at.end]
        entity_id = draw(st.sampled_from(["a" * 16, "b" * 16]))
        return Mention(at.start, at.end, "paragraph", at.ordinal, at.start, at.end, text, "PERSON", entity_id, "")

    reading = Reading(some(lambda: Name(span(), "PERSON"), 3), some(attribution, 5))
    entities = (
        Entity("a" * 16, "Ada Quill", "PERSON", ("Ada Quill",), (), 1),
        Entity("b" * 16, "Lindholm", "GPE", ("Lindholm",), (), 1),
    )
    turned = draw(st.booleans())
    split = SplitPage(
        "transcript" if turned else "article",
        Facts(),
        tuple(
            Paragraph(
                n, "turn" if turned else "body", text, 0, 1, n // 2 if turned else None, "QUILL" if turned else None
            )
            for n, text in enumerate(paragraphs)
        ),
        (),
    )
    return split, reading, DocumentEntities(some(mention, 4), entities, {0: "a" * 16})


@given(documents())
def test_quotes_hold_for_any_reading(document):
    split, reading, entities = document
    quotes = find_quotes("0" * 16, split, reading, entities)
    texts = [paragraph.text for paragraph in split.paragraphs]
    assert len({quote.quote_id for quote in quotes}) == len(quotes)
    ids = {quote.quote_id for quote in quotes}
    for quote in quotes:
        assert quote.segments
        assert quote.text == " ".join(texts[s.ordinal][s.start : s.end] for s in quote.segments)
        assert all(texts[s.ordinal][s.start : s.end].strip() for s in quote.segments)
        assert quote.cue_text == (texts[quote.cue.ordinal][quote.cue.start : quote.cue.end] if quote.cue else None)
        source = quote.speaker
        assert quote.speaker_text == (texts[source.ordinal][source.start : source.end] if source else None)
        for one, next_one in zip(quote.segments, quote.segments[1:], strict=False):
            assert (one.ordinal, one.end) <= (next_one.ordinal, next_one.start)
        assert quote.parent_quote_id is None or quote.parent_quote_id in ids
        assert quote.resolution != "none" or quote.speaker_name is None


def test_a_document_without_paragraphs_has_no_quotes():
    split = SplitPage("article", Facts(), (), ())
    assert find_quotes("0" * 16, split, Reading((), ()), DocumentEntities((), (), {})) == ()
