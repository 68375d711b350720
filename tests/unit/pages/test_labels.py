from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.labels import ALONE, BARE_LETTER, COLON, DASH, STOP, read_examination, read_label

FORMS = [
    # (line, label, what is said, mark, kind, key)
    ("ROE: Hello.", "ROE", "Hello.", COLON, "upper", "roe"),
    ("SECRETARY ROE:Hello.", "SECRETARY ROE", "Hello.", COLON, "upper", "roe"),
    ("BEN POE, HOST: Hello.", "BEN POE, HOST", "Hello.", COLON, "upper", "poe"),
    ("SEN. ANNA ROE (R), OHIO: Hello.", "SEN. ANNA ROE (R), OHIO", "Hello.", COLON, "upper", "roe"),
    ("ROE (voice-over): Hello.", "ROE (voice-over)", "Hello.", COLON, "upper", "roe"),
    ("ROE -- HOST: Hello.", "ROE -- HOST", "Hello.", COLON, "upper", "roe"),
    ("ROE AND POE: Hello.", "ROE AND POE", "Hello.", COLON, "upper", "poe"),
    ("McROE-O'NEIL: Hello.", "McROE-O'NEIL", "Hello.", COLON, "upper", "mcroe-o'neil"),
    ("AR: Hello.", "AR", "Hello.", COLON, "upper", "ar"),
    ("Sen. ROE: Hello.", "Sen. ROE", "Hello.", COLON, "upper", "roe"),
    ("Mr ROE (Lenn—Member) (14:32): Hello.", "Mr ROE (Lenn—Member)", "Hello.", COLON, "upper", "roe"),
    ("Anna Roe: Hello.", "Anna Roe", "Hello.", COLON, "name", "roe"),
    ("Hon. Anna Roe (Minister, Lib.): Hello.", "Hon. Anna Roe (Minister, Lib.)", "Hello.", COLON, "name", "roe"),
    ("Anna Roe, mayor of Lenn: Hello.", "Anna Roe, mayor of Lenn", "Hello.", COLON, "name", "roe"),
    ("Anna Roe and Ben Poe: Hello.", "Anna Roe and Ben Poe", "Hello.", COLON, "name", "anna roe and ben poe"),
    ("Roe: Hello.", "Roe", "Hello.", COLON, "single", "roe"),
    ("**Roe:** Hello.", "Roe", "Hello.", COLON, "single", "roe"),
    ("Lenn Post: Hello?", "Lenn Post", "Hello?", COLON, "phrase", "lenn post"),
    ("THE COURT: Hello.", "THE COURT", "Hello.", COLON, "role", "court"),
    ("Prime Minister: Hello.", "Prime Minister", "Hello.", COLON, "role", "prime minister"),
    ("UNIDENTIFIED MALE #1: Hello.", "UNIDENTIFIED MALE #1", "Hello.", COLON, "role", "unidentified male #1"),
    ("Unidentified Reporter: Hello.", "Unidentified Reporter", "Hello.", COLON, "role", "unidentified reporter"),
    ("Q: Why?", "Q", "Why?", COLON, "letter", "q"),
    ("Q. Why?", "Q", "Why?", COLON, "letter", "q"),
    ("Q    (Off-mic.)", "Q", "(Off-mic.)", BARE_LETTER, "letter", "q"),
    ("A Yes, sir.", "A", "Yes, sir.", BARE_LETTER, "letter", "a"),
    ("[00:12:31] ROE: Hello.", "ROE", "Hello.", COLON, "upper", "roe"),
    ("00:12 Anna Roe: Hello.", "Anna Roe", "Hello.", COLON, "name", "roe"),
    ("ROE [00:12:31]: Hello.", "ROE", "Hello.", COLON, "upper", "roe"),
    ("ROE: (12:31) Hello.", "ROE", "Hello.", COLON, "upper", "roe"),
    ("Speaker 1 (00:12):", "Speaker 1", "", COLON, "role", "speaker 1"),
    ("Mr. ROE. I rise.", "Mr. ROE", "I rise.", STOP, "upper", "roe"),
    ("Ms. ROE of Ohio. I rise.", "Ms. ROE of Ohio", "I rise.", STOP, "upper", "roe"),
    ("The SPEAKER pro tempore. Order.", "The SPEAKER pro tempore", "Order.", STOP, "role", "speaker pro tempore"),
    ("The PRESIDING OFFICER (Mr. Roe). Order.", "The PRESIDING OFFICER (Mr. Roe)", "Order.", STOP, "name", "roe"),
    ("ROE. — I rise.", "ROE", "I rise.", DASH, "upper", "roe"),
    ("Roe — I think so.", "Roe", "I think so.", DASH, "single", "roe"),
    ("ANNA ROE", "ANNA ROE", "", ALONE, "upper", "roe"),
    ("Anna Roe (Lenn North) (Lab)", "Anna Roe (Lenn North) (Lab)", "", ALONE, "name", "roe"),
    ("Anna Roe  0:12", "Anna Roe", "", ALONE, "name", "roe"),
    ("The Secretary for Ports (Anna Roe)", "The Secretary for Ports (Anna Roe)", "", ALONE, "name", "roe"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "printed", "said", "mark", "kind", "key"), FORMS, ids=[form[0] for form in FORMS])
def test_forms_of_labels(line: str, printed: str, said: str, mark: str, kind: str, key: str) -> None:
    label = read_label(line, 0, len(line))
    assert label is not None
    assert (line[label.start : label.end], line[label.speech :].strip()) == (printed, said)
    assert (label.mark, label.kind, label.key) == (mark, kind, key)


NO_LABELS = [
    "Roe said: “No.”",
    "Anna Roe, who leads the party, said: “No.”",
    "Dr. Roe, you said: come back.",
    "He said it at 12:31.",
    "WHAT IT MEANS: Nobody knows.",
    "DEAR ANNA: My dog is old.",
    "A new bridge was opened.",
    "Absolutely.",
    "Where were you?",
    "https://lenn.example/roe",
    "READ MORE: Roe wins.",
    "on Monday: a meeting.",
    "",
    "12:31",
    "Q&A with Anna Roe",
]


@pytest.mark.parametrize("line", NO_LABELS)
def test_what_has_not_the_form_of_a_label(line: str) -> None:
    assert read_label(line, 0, len(line)) is None


@pytest.mark.parametrize("line", ["Price: Ten pounds.", "Correction: It did not.", "PRICE: I think so."])
def test_a_heading_is_a_doubtful_label(line: str) -> None:
    label = read_label(line, 0, len(line))
    assert label is not None
    assert label.is_doubtful


@pytest.mark.parametrize(
    ("line", "expected"), [("BY MR. ROE:", True), ("BY MS. ROE-POE", True), ("BY ANNA ROE", False), ("MR. ROE:", False)]
)
def test_headings_of_examinations(line: str, expected: bool) -> None:
    assert read_examination(line) is expected


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60) | st.text("QA .:—-()[]0123456789ROEroe,*\n", max_size=60), start=st.integers(0, 5))
def test_a_label_is_inside_its_line(text: str, start: int) -> None:
    label = read_label(text, min(start, len(text)), len(text))
    if label is not None:
        assert min(start, len(text)) <= label.start < label.end <= label.speech <= len(text)
        assert text[label.start : label.end].strip() == text[label.start : label.end] != ""
