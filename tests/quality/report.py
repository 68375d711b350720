"""Print the figures of every form, and what is wrong: `python -m tests.quality.report [FORM …]`."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.quality.chain import find_rows
from tests.quality.score import VIEWS, Pair, f1, is_right, overlap, pair_up, plain_name, read_answers

FORMS = Path(__file__).parent / "forms"


def problems(pair: Pair) -> Iterator[str]:
    """Say in words what is wrong with a pair."""
    answer, row = pair.answer, pair.row
    if answer is None and row is not None:
        yield f"not wanted      [{row.details['cue']}] {row.speaker_name or row.speaker_text}: {row.content}"
    if answer is None or answer.is_optional:
        return
    if row is None:
        yield f"missing         [{answer.details['cue']}] {answer.speakers[0]}: {answer.content}"
        return
    if not is_right("speech", pair) or (answer.is_pronoun and row.speaker_name is None):
        yield f"wrong speaker   {row.speaker_name or f'({row.speaker_text})'}, not {answer.speakers[0]}: {row.content}"
    if overlap(answer, row) < 1:
        yield f"wrong extent    {row.content}\n{'':18}not: {answer.content}"
    for key in ("cue", "via", "reported_by"):
        if names_in(row.details[key]) != names_in(answer.details[key]):
            yield f"{f'other {key}':16}{row.details[key]!r}, not {answer.details[key]!r}: {row.content[:60]}"
    if row.kind != answer.kind:
        yield f"other kind      {row.kind}, not {answer.kind}: {row.content[:60]}"


def names_in(value: str | Sequence[str] | None) -> list[str]:
    """Return what a detail holds, one name or several, without articles."""
    return [plain_name(name) for name in ([value] if isinstance(value, str) else value or []) if name]


def main(names: list[str]) -> None:
    """Print one line per form and view, then its problems; all forms where none is named."""
    forms = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FORMS.glob("*.toml"))}
    rows = find_rows({name: form["text"] for name, form in forms.items() if not names or name in names})
    pairs = {name: pair_up(list(read_answers(forms[name])), found) for name, (_, found) in rows.items()}
    print(f"{'':36}{''.join(f'{view:>16}' for view in VIEWS)}")
    for name, page in sorted(pairs.items(), key=lambda item: f1("speech", item[1])):
        print(f"{name:36}{''.join(f'{f1(view, page):16.1f}' for view in VIEWS)}")
        for line in (line for pair in page for line in problems(pair)):
            print(f"    {line}")
    everything = [pair for page in pairs.values() for pair in page]
    print(f"{'all':36}{''.join(f'{f1(view, everything):16.2f}' for view in VIEWS)}")
    print(Counter(line.split("  ")[0] for pair in everything for line in problems(pair)))


if __name__ == "__main__":
    main(sys.argv[1:])
