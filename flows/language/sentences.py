"""Where sentences start: after end punctuation and marks, but not after abbreviations."""

from __future__ import annotations

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W_a-z])")
# Words that end with a full stop and start no new sentence; those with a full stop inside ("U.S.") may do both.
_ABBREVIATION: Final = re.compile(
    r"(?<![\w.])(?:[A-Z]|Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Capt|Cmdr|Adm|Sgt|Maj|Pvt|Cpl"
    r"|Jr|Sr|St|Mt|Ft|vs|No|Co|Corp|Inc|Ltd|Bros|Dept|Det|Supt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa"
    r"|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.$"
)
_ACRONYM: Final = re.compile(r"\b(?:\w\.){2,}$")
# After "the U.S." a word with a capital is mostly part of a name; these start a sentence.
_STARTER: Final = re.compile(
    r"(?:A|An|And|As|At|But|By|For|From|He|Her|His|How|I|If|In|It|Its|No|Now|On|Or|She|So|That|The|Their|Then|There|These"
    r"|They|This|Those|To|We|What|When|Where|Who|Why|With|You)\b"
)


def sentence_starts(text: str) -> list[int]:
    """Return where sentences start: after end punctuation and marks."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        lead = text[max(match.start() - 12, 0) : match.start() + 1]
        if _ABBREVIATION.search(lead) or (_ACRONYM.search(lead) and not _STARTER.match(text, match.end())):
            continue
        starts.append(match.end())
    return starts
