"""Fit the weights of the figure ranking to annotated articles, and tell how well they do.

    python bench/reading/fit_figures.py ../shared/reading/dev             # cross-validated, nothing written
    python bench/reading/fit_figures.py ../shared/reading/dev --write     # and write the weights
    python bench/reading/fit_figures.py ../shared/reading/dev --json      # @1 and @3 as JSON

It needs numpy and scipy, which the project itself does not.

Softmax regression over the numbers of each article: the probability of the numbers that the human
headline used is made as large as a penalty on the squared weights allows. Each short article is seen
three times: without a headline, with the headline whose number is left open, and with the headline
without that gap; the few full-length ones are given more say, so that they are not drowned. The words
around a number are kept only if they are frequent, and weigh enough to matter. Headlines with a gap are
then fitted once more by themselves, with a penalty on how far each weight moves from what it is for all;
the words keep theirs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.extract.documents.plain import read_text
from bot.extract.figures import find_headline, find_sightings
from bot.extract.quotes import read_quotes
from bot.extract.ranking import OPEN, TITLED, combine, describe_setting, name_value, observe

SHORT = ("figures_numhg.jsonl", "figures_numhg_2.jsonl")
FULL = ("figures_bbc.jsonl", "figures_polnear.jsonl", "figures_dewikinews.jsonl")
SAY = {"short": 1.0, "open": 0.5, "headed": 0.25, "full": 8.0}
SITUATIONS = {"short": "", "open": OPEN, "headed": TITLED, "full": ""}
PENALTY, PENALTY_OPEN, PENALTY_WORD = 5.0, 1.5, 14.0
MOVE, MOVE_SLOT = 6.0, 0.25
"""What it costs that a weight moves for headlines with a gap; a weight of the gap itself moves cheaply."""
OF_GAP = ("slot_", "gap_")
"""What the names of what only headlines with a gap have begin with."""
SEEN_LEAST = 20
WEIGHT_LEAST = 0.08
FOLDS = 5
GAP = "____"
TARGET = Path("bot/extract/ranking/figures.json")
NOTED = Path("bench/reading/crossvalidated.json")


@dataclass(frozen=True, slots=True)
class Example:
    """The numbers of one article: what is seen of each, whether the headline used it, its value's name."""

    group: str
    id: str
    seen: tuple[dict[str, float], ...]
    right: tuple[bool, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All examples as one matrix; `starts` are the first rows of the examples, `names` the columns."""

    names: list[str]
    rows: Any
    starts: Any
    sizes: Any
    right: Any
    say: Any
    penalty: Any


def read_examples(folder: Path) -> Iterator[Example]:
    """The examples of the development articles, in order."""
    for name in SHORT:
        for item in read_items(folder / name):
            yield observe_article(item, "short", "")
            if masked := item.get("masked_title"):
                yield observe_article(item, "open", masked)
                yield observe_article(item, "headed", " ".join(masked.replace(GAP, " ").split()))
    for name in FULL:
        for item in read_items(folder / name):
            yield observe_article(item, "full", "")


def read_items(path: Path) -> list[dict[str, Any]]:
    """The lines of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def observe_article(item: dict[str, Any], group: str, title: str) -> Example:
    """What the ranking sees of one article."""
    document = read_text(item["text"], title=title, language=item["lang"])
    _, quotes = read_quotes(document)
    sightings = find_sightings(
        document, sorted((quote.span for quote in quotes), key=lambda span: span.start)
    )
    wanted = {span[2] for gold in item["gold"] for span in gold["spans"]}
    if not sightings:
        return Example(group, item["id"], (), (), ())
    setting = describe_setting(
        document.text,
        document.paragraphs[0].start,
        document.paragraphs[-1].end,
        find_headline(document),
        sightings,
    )
    return Example(
        group,
        item["id"],
        tuple(observe(sighting, index, setting) for index, sighting in enumerate(sightings)),
        tuple(sighting.number.bare in wanted for sighting in sightings),
        tuple(name_value(sighting.number) for sighting in sightings),
    )


def is_word(name: str) -> bool:
    """Whether an observation is a word of the company, not a feature with a name of ours."""
    return " " in name and not name.startswith((TITLED, OPEN))


def find_penalty(name: str) -> float:
    """What the square of a weight costs: words most, what only headlines with a gap have least."""
    if is_word(name):
        return PENALTY_WORD
    return PENALTY_OPEN if name.startswith((OPEN, *OF_GAP)) else PENALTY


def find_move(name: str) -> float:
    """What it costs that a weight moves for headlines with a gap."""
    return MOVE_SLOT if name.startswith("slot_") else MOVE


def make_table(examples: Sequence[Example], names: list[str], say: dict[str, float], penalty: Any) -> Table:
    """The examples that can be learned from, as a matrix."""
    column = {name: place for place, name in enumerate(names)}
    data, cells, ends, right = [], [], [0], []
    examples = [example for example in examples if any(example.right)]
    for example in examples:
        situation = SITUATIONS[example.group]
        for seen, is_right in zip(example.seen, example.right, strict=True):
            for name, value in seen.items():
                for called in dict.fromkeys((name, situation + name)):
                    if called in column:
                        cells.append(column[called])
                        data.append(value)
            ends.append(len(cells))
            right.append(float(is_right))
    sizes = np.array([len(example.seen) for example in examples])
    return Table(
        names,
        csr_matrix((data, cells, ends), shape=(len(right), len(names))),
        np.concatenate([[0], np.cumsum(sizes)])[:-1],
        sizes,
        np.array(right),
        np.array([say[example.group] for example in examples]),
        np.array([penalty(name) for name in names]),
    )


def fit(table: Table, base: dict[str, float] | None = None) -> dict[str, float]:
    """The weights that explain the headlines best, not far from nothing, or from `base`.

    With a base, the words keep their weights.
    """
    owner = np.repeat(np.arange(len(table.sizes)), table.sizes)
    start = np.array([base.get(name, 0.0) if base else 0.0 for name in table.names])
    given = table.rows @ start
    moving = np.array([not (base and is_word(name)) for name in table.names])
    rows, penalty = table.rows[:, moving], table.penalty[moving]
    across = rows.T.tocsr()

    def lose(moved: Any) -> tuple[float, Any]:
        scores = given + rows @ moved
        parts = np.exp(scores - np.maximum.reduceat(scores, table.starts)[owner])
        whole = np.add.reduceat(parts, table.starts)
        good = np.maximum(np.add.reduceat(parts * table.right, table.starts), 1e-300)
        slope = parts / whole[owner] - parts * table.right / good[owner]
        loss = -(table.say * (np.log(good) - np.log(whole))).sum()
        return (
            float(loss + (penalty * moved * moved).sum()),
            across @ (table.say[owner] * slope) + 2 * penalty * moved,
        )

    found = minimize(lose, np.zeros(len(penalty)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    start[moving] += found.x
    return dict(zip(table.names, start.tolist(), strict=True))


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """Fit, drop the words that matter little, fit once more, and then for headlines with a gap."""
    seen = Counter(name for example in examples for one in example.seen for name in one)
    plain = sorted(name for name, count in seen.items() if count >= SEEN_LEAST or not is_word(name))
    again = [name for name in plain if not is_word(name) and not name.startswith(OF_GAP)]
    names = plain + [situation + name for situation in (TITLED, OPEN) for name in again]
    first = fit(make_table(examples, names, SAY, find_penalty))
    kept = [name for name in names if not is_word(name) or abs(first[name]) >= WEIGHT_LEAST]
    weights = fit(make_table(examples, kept, SAY, find_penalty))
    weights |= learn_open([example for example in examples if example.group == "open"], plain, weights)
    rounded = {name: round(weight, 2) for name, weight in weights.items()}
    return {name: weight for name, weight in sorted(rounded.items()) if weight}


def learn_open(examples: Sequence[Example], names: list[str], weights: dict[str, float]) -> dict[str, float]:
    """How much more each observation weighs in headlines with a gap, by its name in that situation."""
    base = combine(weights, OPEN)
    found = fit(make_table(examples, names, {"open": 1.0}, find_move), base)
    return {OPEN + name: found[name] - weights.get(name, 0.0) for name in names if not is_word(name)}


def rank(example: Example, weights: dict[str, float]) -> list[int]:
    """The places of the numbers, best value first, each value once."""
    known = combine(weights, SITUATIONS[example.group])
    scores = [
        sum(known[name] * value for name, value in seen.items() if name in known) for seen in example.seen
    ]
    top = max(scores)
    share: dict[str, float] = defaultdict(float)
    for value, score in zip(example.values, scores, strict=True):
        share[value] += float(np.exp(score - top))
    best = {
        value: max((i for i, each in enumerate(example.values) if each == value), key=lambda i: scores[i])
        for value in share
    }
    return [best[value] for value in sorted(share, key=lambda value: -share[value])]


def main() -> None:
    """Cross-validate, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    examples = list(read_examples(options.folder))
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        aside = [zlib.crc32(example.id.encode()) % FOLDS == fold for example in examples]
        weights = learn([one for one, out in zip(examples, aside, strict=True) if not out])
        for example in (one for one, out in zip(examples, aside, strict=True) if out):
            order = rank(example, weights) if example.seen else []
            right = [example.right[place] for place in order[:3]]
            hits[example.group].append((bool(right and right[0]), any(right)))
    scores = {
        group: [round(sum(hit[place] for hit in found) / len(found), 4) for place in (0, 1)]
        for group, found in hits.items()
    }
    if options.json:
        print(json.dumps(scores))
    else:
        for group, (first, third) in scores.items():
            print(
                f"{group:7} {len(hits[group]):5} articles  @1 {first:.3f}  @3 {third:.3f}  (cross-validated)"
            )
    if options.write:
        weights = learn(examples)
        TARGET.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", "utf-8")
        digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
        NOTED.write_text(json.dumps({"weights": digest, "scores": scores}, indent=1) + "\n", "utf-8")
        words = sum(map(is_word, weights))
        print(f"{TARGET}: {len(weights)} weights, {words} of them words", file=sys.stderr)


if __name__ == "__main__":
    main()
