from __future__ import annotations


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
    turn, quote = turns_in(("VEY", "Tomas Vey", ["Ada Quill says that the bridge is shut."]))
    assert (quote.kind, quote.speaker_name, quote.text) == ("indirect", "Ada Quill", "the bridge is shut")
    assert (quote.reported_by, quote.parent_quote_id) == ("Tomas Vey", turn.quote_id)


def test_filler_and_first_person_make_no_quotes(turns_in):
    texts = [
        "Well, it was dull, let's say. I mean, I think it's late. You know, I'd say we should go. I said it was late."
    ]
    assert [quote.kind for quote in turns_in(("VEY", "Tomas Vey", texts))] == ["turn"]
