"""Fit the weights of what makes a quotation worth showing, and tell how well they do.

    python bench/reading/fit_appeal.py ../shared/reading/dev             # cross-validated, nothing written
    python bench/reading/fit_appeal.py ../shared/reading/dev --write     # and write the weights

The quotation that a headline echoes most is taken for the one the editor would choose: softmax
regression over the quotations of each article, without the headline.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from softmax import fit_choice

from bot.extract.appeal import describe_story, echo_title, list_features
from bot.extract.documents.plain import read_text
from bot.extract.quotes import is_headline, list_quotes
from bot.extract.tally import count_story, find_stems

TARGET = Path("bot/extract/certainty/appeal.json")
PENALTY = 3.0
FOLDS = 5

Example = tuple[list[dict[str, float]], list[bool]]


def read_example(item: dict[str, Any]) -> Example | None:
    """The quotations of one article, and which of them the headline echoes most."""
    document = read_text(item["text"], title=item["title"], language=item["lang"])
    quotes = [each.quote for each in list_quotes(document)]
    body = [each for each in document.paragraphs if not is_headline(document, each)]
    stems = [frozenset(find_stems(quote.text)) for quote in quotes]
    story = describe_story(item["title"], body, quotes, stems, count_story(document))
    echoes = [echo_title(each, story) for each in stems]
    if len(quotes) < 2 or not max(echoes) or min(echoes) == max(echoes):
        return None
    features = [dict(list_features(quote, stems[order], order, story)) for order, quote in enumerate(quotes)]
    return features, [echo == max(echoes) for echo in echoes]


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights that find the chosen ones."""
    names = sorted({name for features, _ in examples for each in features for name in each})
    found = fit_choice(examples, names, PENALTY)
    return {name: round(weight, 2) for name, weight in found.items()}


def main() -> None:
    """Cross-validate, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = (options.folder / "quotes_polnear.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines if line.strip()]
    read = [(zlib.crc32(item["id"].encode()) % FOLDS, read_example(item)) for item in items]
    examples = [(fold, example) for fold, example in read if example]
    hits: dict[str, float] = defaultdict(float)
    for fold in range(FOLDS):
        weights = fit([example for other, example in examples if other != fold])
        for features, right in (example for other, example in examples if other == fold):
            scores = [sum(weights.get(name, 0) * value for name, value in each.items()) for each in features]
            hits["best"] += right[scores.index(max(scores))]
            hits["first"] += right[0]
            hits["chance"] += sum(right) / len(right)
    print({name: round(count / len(examples), 3) for name, count in hits.items()}, len(examples), "articles")
    weights = fit([example for _, example in examples])
    print(weights)
    if options.write:
        TARGET.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
