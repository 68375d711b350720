from __future__ import annotations

from flows.entities.entity import DocumentEntities, Entity, Gender, Mention
from flows.pages.document import Facts, Paragraph, SplitPage
from flows.quotes.find import find_quotes
from flows.quotes.turns import find_turns


def test_a_turn_is_a_quote_of_its_paragraphs(turns_in):
    quotes = turns_in(("VEY", "Tomas Vey", ["Good evening.", "It rains."]), ("QUILL", "Ada Quill", ["It does."]))
    assert [(q.kind, q.text, q.speaker_name, q.resolution) for q in quotes] == [
        ("turn", "Good evening. It rains.", "Tomas Vey", "turn_label"),
        ("turn", "It does.", "Ada Quill", "turn_label"),
    ]
    assert [segment.ordinal for segment in quotes[0].segments] == [0, 1]


def test_a_speaker_without_an_entity_is_called_as_labelled(turns_in):
    [turn] = turns_in(("UNIDENTIFIED WOMAN", None, ["It rains."]))
    assert (turn.speaker_name, turn.speaker_id) == ("UNIDENTIFIED WOMAN", None)


def test_what_a_turn_reports_has_the_turn_as_parent(turns_in):
    turn, quote = turns_in(("VEY", "Tomas Vey", ["{s1 Ada Quill} {c1 says} {1 that the bridge is shut}."]))
    assert (quote.kind, quote.speaker_name, quote.text) == ("indirect", "Ada Quill", "the bridge is shut")
    assert (quote.reported_by, quote.parent_quote_id) == ("Tomas Vey", turn.quote_id)


def test_what_a_speaker_says_of_himself_makes_no_quote(turns_in):
    texts = ["{s1 I} {c1 said} {1 it was late}."]
    assert [quote.kind for quote in turns_in(("VEY", "Tomas Vey", texts))] == ["turn"]


def test_a_turn_of_two_has_both_as_speakers_and_no_id():
    paragraph = Paragraph(0, "turn", "Never.", 13, 19, 0, "VEY AND QUILL", 0, 13)
    mentions = tuple(
        Mention(start, end, "label", None, None, None, text, "PERSON", name, "by hand")
        for start, end, text, name in [(0, 3, "VEY", "v"), (8, 13, "QUILL", "q")]
    )
    entities = tuple(
        Entity(entity_id, name, "PERSON", (name,), (), 1, Gender.UNKNOWN)
        for entity_id, name in [("v", "Tomas Vey"), ("q", "Ada Quill")]
    )
    [turn] = find_turns([paragraph], DocumentEntities(mentions, entities, {}))
    assert (turn.speaker_id, turn.speaker_name) == (None, "VEY AND QUILL")
    assert turn.speakers == ("Tomas Vey", "Ada Quill")


def test_an_article_with_an_interview_in_it_has_both_kinds_of_quotes(read_marks):
    marked = [
        "{1 “We are late,”} {c1 said} {s1 Ada Quill}.",
        "Why are you late?",
        "{s2 Ada Quill} {c2 said} {2 that she would go on}.",
    ]
    texts, reading = read_marks(marked)
    paragraphs = [
        Paragraph(0, "body", texts[0], 0, 1),
        Paragraph(1, "turn", texts[1], 1, 2, 0, "Q", 1, 2),
        Paragraph(2, "body", texts[2], 2, 3),
    ]
    split = SplitPage("article", Facts(), tuple(paragraphs), ())
    quotes = find_quotes("0" * 16, split, reading, DocumentEntities((), (), {}))
    assert [(quote.kind, quote.parent_quote_id) for quote in quotes] == [
        ("direct", None), ("turn", None), ("indirect", None),
    ]  # fmt: skip
