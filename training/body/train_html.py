"""Train the body model for HTML pages on practice pages: see README.md beside this file.

    python -m training.body.train_html --pages FOLDER --trials 2
    python -m training.body.train_html --pages FOLDER --out flows/pages/weights/html.json

FOLDER holds gold.jsonl and html/DOC.html.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import sklearn

from flows.pages.blocks import lines_of_blocks
from flows.pages.drop import judge_lines
from flows.pages.features import Column
from flows.pages.html_evidence import html_evidence
from flows.pages.model import BodyModel, read_model
from flows.sources.html.page import build_html_page
from flows.sources.page import PageRef, RawPage
from training.body.fit import TrainingPage, fit_model, is_held_out, model_file, trials
from training.body.practice import PracticePage, f1, page_f1_parts, training_pages


@dataclass(frozen=True)
class Case:
    """A page, what it shows for each of its lines, and what the model learns from it."""

    page: PracticePage
    site: str
    evidence: dict[str, Column]
    training: Sequence[TrainingPage]


def main() -> None:
    """Print what the model reaches on unseen sites, and write it where --out says."""
    options = _options()
    cases = _read_cases(options.pages)
    known = [case for case in cases if not is_held_out(case.site)]
    for seed in range(options.trials):
        found = [
            (case.page, _parts(case, model))
            for seen, unseen in trials(known, seed)
            for model in [_fit(seen)]
            for case in unseen
        ]
        _report(f"unseen sites, seed {seed}", found)
    if options.held_out:
        model = _fit(known)
        _report("held-out third", [(case.page, _parts(case, model)) for case in cases if is_held_out(case.site)])
    if options.out:
        about = {
            "what": "Weights of the body model over features of lines and of the elements that hold them.",
            "trained_on": f"{len(cases)} news pages of {len({case.site for case in cases})} sites, and excerpts",
            "trained_with": f"training/body/train_html.py, scikit-learn {sklearn.__version__}",
            "features": "name: [mean, scale, weight in the regression]",
            "trees": "nodes [feature, threshold, next node if at most, next node if above]; leaves [log odds]",
        }
        options.out.write_text(model_file(about, fit_model(_of(cases))), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder with gold.jsonl and html/")
    parser.add_argument("--trials", type=int, default=0, help="how many times to cross-validate over sites")
    parser.add_argument("--held-out", action="store_true", help="score the held-out third of the sites, once")
    parser.add_argument("--out", type=Path, help="where to write the weights, trained on all pages")
    return parser.parse_args()


def _read_cases(folder: Path) -> list[Case]:
    rows = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [_read_case(folder, json.loads(row)) for row in rows]


def _read_case(folder: Path, gold: dict[str, object]) -> Case:
    doc, url = str(gold["doc"]), str(gold["url"])
    path = folder / "html" / f"{doc}.html"
    content = path.read_bytes()
    ref = PageRef(doc_id=doc, path=path, source_uri=path.as_posix(), source_format="html")
    page = build_html_page(RawPage(ref, content, hashlib.sha256(content).hexdigest(), media="html", url=url))
    practice = PracticePage(
        doc=doc,
        source=str(gold.get("set", "")),
        site=(urlparse(url).hostname or "").removeprefix("www."),
        form="html",
        lines=lines_of_blocks(page),
        body=str(gold["body"]),
        neutral=list(gold["neutral"]),  # type: ignore[call-overload]
    )
    training = training_pages(practice, lambda lines: html_evidence(page, lines))
    return Case(practice, practice.site, html_evidence(page, practice.lines), training)


def _of(cases: Sequence[Case]) -> list[TrainingPage]:
    return [page for case in cases for page in case.training]


def _fit(cases: Sequence[Case]) -> BodyModel:
    return read_model(fit_model(_of(cases)))


def _parts(case: Case, model: BodyModel) -> tuple[float, float, float]:
    lines = case.page.lines
    verdict = judge_lines(lines, evidence=case.evidence, model=model)
    reasons = verdict.reasons if verdict else ["other"] * len(lines)
    return page_f1_parts(case.page, [line.text for line, reason in zip(lines, reasons, strict=True) if reason is None])


def _report(name: str, found: Sequence[tuple[PracticePage, tuple[float, float, float]]]) -> None:
    sources = sorted({page.source for page, _ in found})
    scores = {source: f1([parts for page, parts in found if page.source == source]) for source in sources}
    shown = "  ".join(f"{source} {score:.4f}" for source, score in scores.items())
    print(f"{name}: {shown}  mean {statistics.fmean(scores.values()):.4f}", flush=True)


if __name__ == "__main__":
    main()
