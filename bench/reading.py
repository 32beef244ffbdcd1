"""What is read from real news, against the goals: `python bench/reading.py [../shared/reading]`.

Figures, quotes and speakers through `newscrier read --jsonl`, whole, judged by the corpora's own scorer;
articles a second against a reader that does nothing, in the same run. The weights of the figures are
learned from the same articles, so their cross-validated scores count: `reading/fit_figures.py` measures
them, here where scipy is installed, else as it noted them when it made the weights. `--short` takes the
first articles of each set.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "reading"
NOTED = HERE / "reading" / "crossvalidated.json"
WEIGHTS = HERE.parent / "bot" / "extract" / "ranking" / "figures.json"
READ = f"{Path(sys.executable).parent / 'newscrier'} read --jsonl"
IDLE = f"{sys.executable} {HERE / 'reading' / 'idle.py'}"
PAGES = f"{sys.executable} {HERE / 'reading' / 'pages.py'}"
SHORT = ("figures_numhg.jsonl", "figures_numhg_2.jsonl")
FULL = ("figures_bbc.jsonl", "figures_polnear.jsonl", "figures_dewikinews.jsonl")
FEW = 100
"""Articles of each set with --short."""


@dataclass(frozen=True)
class Line:
    """One figure of the table, with its goal; `most`: the goal is an upper bound."""

    name: str
    value: float
    goal: float
    most: bool = False

    def __str__(self) -> str:
        met = self.value <= self.goal if self.most else self.value >= self.goal
        sign = "≤" if self.most else "≥"
        value = f"{self.value:9.0f}" if self.goal > 1 else f"{self.value:9.3f}"
        return f"  {self.name:58} {value}   goal {sign} {self.goal:g}: {'met' if met else 'MISSED'}"


def score(script: str, *arguments: str) -> dict[str, Any]:
    """What the corpora's scorer says of one set."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, str(given.shared / script), *arguments, "--json", str(told)]
        if given.short:
            command += ["--limit", str(FEW)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return found


def find_sets(*names: str) -> list[str]:
    return [str(given.shared / "dev" / name) for name in names]


def measure_figures() -> Iterator[Line | str]:
    scores, how = find_cross_validated()
    yield f"figures, cross-validated {how}"
    yield Line("short, no headline, @1", scores["short"][0], 0.78)
    yield Line("short, no headline, @3", scores["short"][1], 0.96)
    yield Line("headline with its number hidden, @1", scores["open"][0], 0.90)
    yield Line("full length, @1", scores["full"][0], 0.74)
    yield "figures, through read --jsonl (weights learned from the same articles)"
    plain = score("score.py", "figures", "--cmd", READ, "--data", *find_sets(*SHORT))
    masked = score("score.py", "figures", "--cmd", READ, "--data", *find_sets(*SHORT), "--title", "masked")
    full = score("score.py", "figures", "--cmd", READ, "--data", *find_sets(*FULL))
    yield Line("short, no headline, @1", plain["acc1"], 0.78)
    yield Line("short, no headline, @3", plain["acc3"], 0.96)
    yield Line("headline with its number hidden, @1", masked["acc1"], 0.90)
    yield Line("full length, @1", full["acc1"], 0.74)
    yield Line("offsets exact", min(each["offsets_ok"] for each in (plain, masked, full)), 1.0)
    yield Line("unit complete", min(each["unit_complete"] for each in (plain, masked, full)), 0.99)


def find_cross_validated() -> tuple[dict[str, list[float]], str]:
    """@1 and @3 of each group on articles kept aside, and where they are from."""
    noted = json.loads(NOTED.read_text("utf-8"))
    if find_spec("scipy") and not given.short:
        script = HERE / "reading" / "fit_figures.py"
        told = subprocess.run(
            [sys.executable, str(script), str(given.shared / "dev"), "--json"],
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(told.stdout), "now"
    same = noted["weights"] == hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    return noted["scores"], "when the weights were made" if same else "BEFORE the weights were last changed"


def measure_quotes() -> Iterator[Line | str]:
    english = score(
        "score.py", "quotes", "--cmd", READ, "--data", *find_sets("quotes_polnear.jsonl"), "--runs", "2"
    )
    yield "English quotes"
    yield Line("found and right", english["attributed_recall"], 0.92)
    yield Line("misattributed", english["misattribution"], 0.03, most=True)
    yield Line("he and she resolved", english["pron_acc"], 0.85)
    yield Line("speaker of the first-listed quote", english["best_speaker_acc"], 0.95)
    yield Line("offsets exact", english["offsets_ok"], 1.0)
    yield Line("the same output twice", float(english["deterministic"]), 1.0)
    german = score("score.py", "quotes", "--cmd", READ, "--data", *find_sets("quotes_dewikinews.jsonl"))
    yield "German quotes"
    yield Line("found and right", german["attributed_recall"], 0.80)
    yield Line("misattributed", german["misattribution"], 0.08, most=True)
    yield Line("span precision", german["precision"], 0.93)
    chosen = score("score.py", "bestquote", "--cmd", READ, "--data", *find_sets("bestquote.jsonl"))
    yield Line("the quote an editor would choose (small set; the first: .543)", chosen["hit1"], 0.543)


def measure_pages() -> Iterator[Line | str]:
    yield "web pages"
    titles = score("score_body.py", "--cmd", PAGES, "--data", *find_sets("body_trafilatura.jsonl.gz"))
    bodies = score("score_body.py", "--cmd", PAGES, "--data", *find_sets("body_scrapinghub.jsonl.gz"))
    yield Line("title exact", titles["title_exact"], 0.85)
    yield Line("body F1", bodies["f1"], 0.963)


def measure_speed() -> Iterator[Line | str]:
    yield "articles a second, one process, start-up not counted"
    for name, path in (("English, full length", "quotes_polnear.jsonl"), ("short", SHORT[0])):
        task = "quotes" if path.startswith("quotes") else "figures"
        ours = score("score.py", task, "--cmd", READ, "--data", *find_sets(path))["per_s_net"]
        idle = score("score.py", task, "--cmd", IDLE, "--data", *find_sets(path))["per_s_net"]
        yield Line(f"{name} (doing nothing: {idle:,.0f})", ours, 400)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--short", action="store_true")
    return parser.parse_args()


def main() -> None:
    if not (given.shared / "score.py").is_file():
        print(f"skipped: the annotated articles are not at {given.shared}; they are not part of the project")
        return
    for measure in (measure_figures, measure_quotes, measure_pages, measure_speed):
        for line in measure():
            print(line, flush=True)
        print()


if __name__ == "__main__":
    given = read_arguments()
    main()
