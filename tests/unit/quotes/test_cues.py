"""Which cues report speech."""

from __future__ import annotations

import pytest

from flows.quotes.cues import regular_forms, reports_speech


@pytest.mark.parametrize(
    "cue",
    ["said", "SAYS", "according to", "pointed out", "did not deny", "warning", "pledges", "swore", ":", "reportedly"],
)
def test_speech(cue):
    assert reports_speech(cue)


@pytest.mark.parametrize("cue", ["forced", "believes", "shows", "hopes", "is convinced", "", "—"])
def test_no_speech(cue):
    assert not reports_speech(cue)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("warn", ["warn", "warns", "warned", "warning"]),
        ("argue", ["argue", "argues", "argued", "arguing"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("press", ["press", "presses", "pressed", "pressing"]),
        ("decree", ["decree", "decrees", "decreed", "decreeing"]),
    ],
)
def test_regular_forms(base, forms):
    assert list(regular_forms(base)) == forms
