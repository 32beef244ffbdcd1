"""Fit the weights by which speakers are weighed to annotated articles, and tell how well they do.

    python bench/reading/fit_speakers.py ../shared/reading/dev             # cross-validated, nothing written
    python bench/reading/fit_speakers.py ../shared/reading/dev --write     # and write the weights

Two small models over clues that a person can read. The first says whom a pronoun means: softmax
regression over everybody named shortly before. The second says whether an attribution is right:
logistic regression over the pattern that told, the distance, the names in between, and the certainty
of the quotation that it was carried on from. As who spoke last is a clue of the first, and certainty
one of the second, both are fitted in rounds, each reading the articles with the weights of the last.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from softmax import fit_choice

from bot.extract.certainty import PRONOUNS, SPEAKERS, Weights
from bot.extract.documents.plain import read_text
from bot.extract.languages import read_lexicon
from bot.extract.segments import find_segments
from bot.extract.speaking.phrases import Speaker
from bot.extract.speaking.speakers import suppose_speakers
from bot.extract.tally import count_story

FILES = ("quotes_polnear.jsonl",)
TARGET = Path("bot/extract/certainty")
PENALTY_PRONOUN, PENALTY_SPEAKER = 1.0, 1.0
SEEN_LEAST = 5
FOLDS, ROUNDS = 5, 3
OVERLAP = 0.8
LEAST = 0.7
"""Certainty from which on a speaker is named: where what is lost and what is wrong balance best."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMED = ("name", "pron_silver")


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation as read, and whether its speaker is right; `kind` is what the annotation names."""

    kind: str
    language: str
    speaker: Speaker
    right: bool
    answers: tuple[bool, ...]


def read_items(folder: Path) -> list[dict[str, Any]]:
    """The articles."""
    lines = [line for name in FILES for line in (folder / name).read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


def find_last(name: str) -> str:
    """The last word of a name, in small letters."""
    words = [word.lower() for word in _WORD.findall(re.sub(r"['’]s\b", "", name))]
    words = [word for word in words if word not in {"jr", "sr", "ii", "iii"}]
    return words[-1] if words else ""


def is_right(name: str | None, gold: dict[str, Any], language: str) -> bool:
    """Whether a name is that of the annotated speaker."""
    last = find_last(re.split(r"[,(;]| who ", name or "")[0] or name or "")
    if not last:
        return False
    if gold["type"] in _NAMED and language == "en":
        lasts = {find_last(each) for each in gold["names"]}
        return last in lasts or any(word.lower() in lasts for word in _WORD.findall(name or ""))
    known = " ".join([gold["source"] or "", *gold["names"]])
    return last in {word.lower() for word in _WORD.findall(known)}


def read_cases(item: dict[str, Any]) -> list[Case]:
    """The annotated quotations of one article, as read with the weights of now."""
    document = read_text(item["text"], title=item["title"], language=item["lang"])
    pages = [(paragraph, find_segments(paragraph, item["lang"])) for paragraph in document.paragraphs]
    supposed = suppose_speakers(pages, read_lexicon(item["lang"]), count_story(document).pieces)
    found = [
        (segment, speaker)
        for (_, segments), speakers in zip(pages, supposed, strict=True)
        for segment, speaker in zip(segments, speakers, strict=True)
    ]
    cases = []
    for gold in item["quotes"]:
        kind = (gold["speaker"] or {}).get("type", "")
        if gold["type"] != "direct" or (kind == "pron" and item["lang"] == "en"):
            continue
        for segment, speaker in found:
            shared = min(segment.span.end, gold["end"]) - max(segment.span.start, gold["start"])
            whole = max(segment.span.end, gold["end"]) - min(segment.span.start, gold["start"])
            if shared / whole >= OVERLAP:
                answers = tuple(is_right(name, gold["speaker"], item["lang"]) for name, _ in speaker.rivals)
                right = kind not in {"none", "otherpron"} and is_right(
                    speaker.name, gold["speaker"], item["lang"]
                )
                cases.append(Case(kind, item["lang"], speaker, right, answers))
                break
    return cases


def fit_pronouns(cases: Sequence[Case]) -> Weights:
    """The weights that find the right one among rivals."""
    known = [case for case in cases if case.kind in _NAMED and any(case.answers) and not all(case.answers)]
    count = Counter(name for case in known for _, clues in case.speaker.rivals for name in clues)
    names = sorted(name for name, number in count.items() if number >= SEEN_LEAST and name != "back")
    rivals = [([clues for _, clues in case.speaker.rivals], case.answers) for case in known]
    return _round(fit_choice(rivals, names, PENALTY_PRONOUN))


def fit_speakers(cases: Sequence[Case]) -> Weights:
    """The weights that tell right attributions from wrong ones."""
    known = [case for case in cases if case.speaker.name]
    count = Counter(name for case in known for name, _ in case.speaker.clues)
    names = ["always", *sorted(name for name, number in count.items() if number >= SEEN_LEAST)]
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(known), len(names)))
    table[:, 0] = 1
    for row, case in enumerate(known):
        for name, value in case.speaker.clues:
            if name in column:
                table[row, column[name]] = value
    right = np.array([case.right for case in known], dtype=float)
    penalty = np.full(len(names), PENALTY_SPEAKER)
    penalty[0] = 0.01

    def lose(weights: Any) -> tuple[float, Any]:
        scores = table @ weights
        loss = np.logaddexp(0, scores).sum() - (right * scores).sum()
        slope = table.T @ (1 / (1 + np.exp(-scores)) - right)
        return float(loss + (penalty * weights * weights).sum()), slope + 2 * penalty * weights

    found = minimize(lose, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return _round(dict(zip(names, found.x.tolist(), strict=True)))


def _round(weights: Weights) -> Weights:
    return {name: round(weight, 2) for name, weight in sorted(weights.items()) if round(weight, 2)}


def learn(items: Sequence[dict[str, Any]]) -> None:
    """Fit in rounds; the weights are in use afterwards."""
    for _ in range(ROUNDS):
        cases = [case for item in items for case in read_cases(item)]
        pronouns = fit_pronouns(cases)
        PRONOUNS.clear()
        PRONOUNS.update(pronouns)
        cases = [case for item in items for case in read_cases(item)]
        SPEAKERS.clear()
        SPEAKERS.update({**fit_speakers(cases), "least": LEAST})


def tell(cases: Sequence[Case], title: str) -> None:
    """Print what was right, wrong and silent, at several thresholds."""
    named = [case for case in cases if case.kind in _NAMED]
    pronoun = [case for case in cases if case.kind == "pron_silver"]
    for least in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        said = [case for case in named if case.speaker.name and case.speaker.certainty >= least]
        right = sum(case.right for case in said)
        he = sum(case.right and case.speaker.certainty >= least for case in pronoun)
        print(
            f"{title:8} from {least:.1f}  right {right / len(named):.4f}  "
            f"wrong of said {(len(said) - right) / max(1, len(said)):.4f}  "
            f"he/she {he / max(1, len(pronoun)):.3f}"
        )


def main() -> None:
    """Cross-validate, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    items = read_items(options.folder)
    aside: list[Case] = []
    for fold in range(FOLDS):
        inside = [zlib.crc32(item["id"].encode()) % FOLDS == fold for item in items]
        learn([item for item, out in zip(items, inside, strict=True) if not out])
        aside += [case for item, out in zip(items, inside, strict=True) if out for case in read_cases(item)]
    tell(aside, "English")
    if options.write:
        learn(items)
        for name, weights in (("pronouns.json", PRONOUNS), ("speakers.json", SPEAKERS)):
            text = json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False)
            (TARGET / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
