from __future__ import annotations

import pytest

from flows.language.cues import load_cues, regular_forms
from flows.lexicons import read_table

FRAMES = {
    "clause", "question", "infinitive", "naming", "as", "object", "quoted",
    "about", "of", "for", "against", "on", "to", "with", "from",
}  # fmt: skip


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        pytest.param("add", ["add", "adds", "added", "adding"], id="plain"),
        pytest.param("state", ["state", "states", "stated", "stating"], id="silent e"),
        pytest.param("deny", ["deny", "denies", "denied", "denying"], id="consonant and y"),
        pytest.param("stress", ["stress", "stresses", "stressed", "stressing"], id="sibilant"),
        pytest.param("agree", ["agree", "agrees", "agreed", "agreeing"], id="double e"),
    ],
)
def test_regular_forms(base, forms):
    assert list(regular_forms(base)) == forms


@pytest.mark.parametrize(
    ("form", "lemma", "cue_class"),
    [
        ("said", "say", "saying"),
        ("wrote", "write", "writing"),
        ("asks", "ask", "asking"),
        ("urging", "urge", "ordering"),
        ("vowed", "vow", "promising"),
        ("denies", "deny", "denying"),
        ("accused", "accuse", "judging"),
        ("thought", "think", "believing"),
        ("shows", "show", "showing"),
    ],
)
def test_a_form_leads_to_its_entry(form, lemma, cue_class):
    assert (lemma, cue_class) in [(cue.lemma, cue.cue_class) for cue in load_cues().verbs[form]]


def test_verbs_with_a_particle_come_first():
    assert [cue.particle for cue in load_cues().verbs["called"]][-1] is None
    assert {cue.particle for cue in load_cues().verbs["called"]} == {"for", "on", None}


def test_every_entry_names_known_complements_once():
    lexicon = read_table("language", "cues")
    lemmas = [lemma for entries in lexicon["verbs"].values() for lemma in entries]
    assert len(lemmas) == len(set(lemmas))
    for entries in lexicon["verbs"].values():
        for lemma, frames in entries.items():
            assert set(frames.split()) <= FRAMES, lemma


def test_irregular_forms_belong_to_entries():
    lexicon = read_table("language", "cues")
    lemmas = {lemma for entries in lexicon["verbs"].values() for lemma in entries}
    assert set(lexicon["forms"]) <= lemmas
