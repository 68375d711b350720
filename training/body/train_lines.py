"""Train the body model on practice pages: see README.md beside this file.

python -m training.body.train_lines --pages FOLDER --forms text-main text --trials 2
python -m training.body.train_lines --pages FOLDER --forms text-main text --out flows/pages/weights/text.json
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sklearn

from flows.pages.drop import judge_lines
from flows.pages.model import BodyModel, read_model
from training.body.fit import TrainingPage, fit_model, is_held_out, model_file, trials
from training.body.practice import PracticePage, f1, page_f1_parts, read_practice, training_pages


@dataclass(frozen=True)
class Case:
    """A page and what the model learns from it."""

    page: PracticePage
    site: str
    training: Sequence[TrainingPage]


def main() -> None:
    """Print what the model reaches on unseen sites, and write it where --out says."""
    options = _options()
    pages = read_practice(options.pages, options.forms)
    cases = [Case(page, page.site, training_pages(page)) for page in pages]
    known = [case for case in cases if not is_held_out(case.site)]
    for seed in range(options.trials):
        _report(f"unseen sites, seed {seed}", _try(known, seed))
    if options.held_out:
        model = _fit(known)
        _report("held-out third", [(case.page, _parts(case, model)) for case in cases if is_held_out(case.site)])
    if options.out:
        used = known if options.without_held_out else cases
        fitted = fit_model(_of(used))
        about = {
            "what": "Weights of the body model over non-lexical line features (flows/pages/model.py).",
            "trained_on": _count(used, options.forms),
            "trained_with": f"training/body/train_lines.py, scikit-learn {sklearn.__version__}",
            "features": "name: [mean, scale, weight in the regression]",
            "trees": "nodes [feature, threshold, next node if at most, next node if above]; leaves [log odds]",
        }
        options.out.write_text(model_file(about, fitted), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder with gold.jsonl and a folder per form")
    parser.add_argument("--forms", nargs="+", default=["text-main", "text"])
    parser.add_argument("--trials", type=int, default=0, help="how many times to cross-validate over sites")
    parser.add_argument("--held-out", action="store_true", help="score the held-out third of the sites, once")
    parser.add_argument("--without-held-out", action="store_true", help="leave the held-out third out of the weights")
    parser.add_argument("--out", type=Path, help="where to write the weights")
    return parser.parse_args()


def _of(cases: Sequence[Case]) -> list[TrainingPage]:
    return [page for case in cases for page in case.training]


def _count(cases: Sequence[Case], forms: Sequence[str]) -> str:
    n_pages, n_sites = len({case.page.doc for case in cases}), len({case.site for case in cases})
    return f"{n_pages} English news pages of {n_sites} sites as plain text ({', '.join(forms)}), and excerpts of them"


def _fit(cases: Sequence[Case]) -> BodyModel:
    return read_model(fit_model(_of(cases)))


def _try(cases: Sequence[Case], seed: int) -> list[tuple[PracticePage, tuple[float, float, float]]]:
    found = []
    for seen, unseen in trials(cases, seed):
        model = _fit(seen)
        found += [(case.page, _parts(case, model)) for case in unseen]
    return found


def _parts(case: Case, model: BodyModel) -> tuple[float, float, float]:
    lines = case.page.lines
    verdict = judge_lines(lines, model=model)
    reasons = verdict.reasons if verdict else ["other"] * len(lines)
    return page_f1_parts(case.page, [line.text for line, reason in zip(lines, reasons, strict=True) if reason is None])


def _report(name: str, found: Sequence[tuple[PracticePage, tuple[float, float, float]]]) -> None:
    keys = sorted({(page.form, page.source) for page, _ in found})
    scores = {key: f1([parts for page, parts in found if (page.form, page.source) == key]) for key in keys}
    shown = "  ".join(f"{form} {source} {score:.3f}" for (form, source), score in scores.items())
    print(f"{name}: {shown}  mean {statistics.fmean(scores.values()):.4f}", flush=True)


if __name__ == "__main__":
    main()
