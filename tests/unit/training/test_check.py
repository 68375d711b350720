from __future__ import annotations

from collections.abc import Callable

import pytest

from training.corpus.annotated import AnnotatedPage
from training.corpus.check import find_errors, find_hints

ROE = '<source q="1"><name id="e1" type="PERSON">Roe</name></source>'


def reasons(page: AnnotatedPage) -> list[str]:
    return [reason for _, reason in find_errors(page) if "words in the body" not in reason]


@pytest.mark.parametrize(
    "blocks",
    [
        f'<p>{ROE} <cue q="1">said</cue> <content q="1">that it rained</content>.</p>',
        f'<p><content q="1">“It rained,”</content> {ROE} <cue q="1">said</cue>. <content q="1">“Twice.”</content></p>',
        f'<p>{ROE} spoke.</p><p><content q="2" cue="none" by="e1">“Never.”</content></p>'.replace(
            ROE, '<name id="e1" type="PERSON">Roe</name>'
        ),
    ],
    ids=["indirect", "split", "without a cue"],
)
def test_whole_attributions_have_no_errors(page_of: Callable[..., AnnotatedPage], blocks: str) -> None:
    assert reasons(page_of(blocks)) == []


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        (f'<p>{ROE} <cue q="1">said</cue> so.</p>', "q=1 has no content"),
        (f'<p>{ROE}: <content q="1">rain</content></p>', "q=1 has no cue"),
        (
            f'<p>{ROE} <cue q="1">said</cue> and <cue q="1">said</cue> <content q="1">so</content></p>',
            "q=1 has 2 cues",
        ),
        (
            (
                f'<p>{ROE} <cue q="1">said</cue> <content q="1">that Poe <cue q="2">said</cue> so</content> '
                '<content q="2">now</content></p>'
            ),
            "stands in the content of q=1",
        ),
        (f'<p>{ROE} <cue q="1">said</cue> “<content q="1">rain</content>”</p>', "opening mark stands before it"),
        (f'<p>{ROE} <cue q="1">said</cue> <content q="1">rain,</content></p>', "ends with a comma"),
        ('<p><name id="e1" type="PERSON">Mr. Roe</name> left.</p>', "titles and articles"),
        ('<p><name id="e1" type="PERSON">Roe\'s</name> dog.</p>', "the possessive"),
        ('<p><ref id="e7">He</ref> left.</p>', "which nothing names"),
        (
            '<p><name id="e1" type="ORG">Roe</name> and <name id="e1" type="GPE">Roe</name>.</p>',
            "names of several types",
        ),
    ],
    ids=lambda value: value[-26:],
)
def test_what_breaks_the_guidelines_is_an_error(
    page_of: Callable[..., AnnotatedPage], blocks: str, reason: str
) -> None:
    assert any(reason in found for found in reasons(page_of(blocks)))


@pytest.mark.parametrize(
    ("blocks", "question"),
    [
        ("<p>Roe said it rained.</p>", "no cue?"),
        ("<p>A sign: “Mind the wet floor here”.</p>", "marked words of nobody?"),
        ('<p><name id="e1" type="PERSON">Roe</name> left. So did Roe.</p>', "a name elsewhere"),
        ("<p>They met in Lisbon then.</p>", "a name?"),
        ("<p>Then she left.</p>", "whom does it stand for?"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_often_forgotten_is_asked_about(
    page_of: Callable[..., AnnotatedPage], blocks: str, question: str
) -> None:
    assert any(question in hint for _, hint in find_hints(page_of(blocks)))
