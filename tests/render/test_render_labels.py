"""Labels: words by language, their files' mistakes, and what they are in a post."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from render_articles import ENGLISH, ENGLISH_HIGHLIGHTS

from bot.model import Tone
from bot.render.fidelity import check_fidelity
from bot.render.filling import make_variables
from bot.render.labels import Labels
from bot.render.template import Renderer
from bot.text import count_graphemes

STARTERS = Path(__file__).resolve().parents[2] / "templates"


def lay(folder: Path, **files: str) -> Labels:
    (folder / "labels").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / "labels" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return Labels(folder)


def test_the_language_s_own_words_come_first(tmp_path: Path) -> None:
    labels = lay(
        tmp_path,
        en="photo: Photo\nlive: Live\nnew: New",
        pt="photo: Foto\nlive: Em direto",
        pt_BR="live: Ao vivo",
        pl="photo: Fot.\nlive: Na żywo",
        sv="hej: Hej",
    )
    assert labels.choose("pt-BR", "pl") == {"photo": "Foto", "live": "Ao vivo", "new": "New", "hej": "Hej"}
    assert labels.choose("cs", "pl")["live"] == "Na żywo"
    assert labels.choose("cs", "cs")["live"] == "Live"
    assert labels.find_problems() == []


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    labels = lay(tmp_path)
    assert (labels.choose("en", "en"), labels.digest()) == ({}, "")
    lay(tmp_path, en="photo: Photo")
    first = labels.digest()
    assert labels.choose("en", "en") == {"photo": "Photo"}
    lay(tmp_path, en="photo: Image")
    os.utime(tmp_path / "labels" / "en.yaml", (1, 1))
    assert labels.choose("en", "en") == {"photo": "Image"}
    assert labels.digest() != first


def test_a_file_that_breaks_takes_no_words_away(tmp_path: Path) -> None:
    labels = lay(tmp_path, en="breaking: Breaking", pl="breaking: Pilne")
    assert labels.choose("pl", "en") == {"breaking": "Pilne"}
    lay(tmp_path, pl='breaking: "')
    assert labels.choose("pl", "en") == {"breaking": "Pilne"}, "and no English word in a Polish post"
    assert "this is not YAML" in str(labels.find_problems()[0])
    lay(tmp_path, pl="breaking: Z ostatniej chwili")
    assert labels.choose("pl", "en") == {"breaking": "Z ostatniej chwili"}


@pytest.mark.parametrize(
    ("word", "claim"), [("7 killed", "the figure '7'"), ("“Yes”", "the quotation mark “")]
)
def test_a_claim_in_a_label_is_told(tmp_path: Path, word: str, claim: str) -> None:
    (problem,) = lay(tmp_path, en=f"breaking: {word}").find_problems()
    assert (problem.severity, claim in problem.message) == ("warning", True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", "en.yaml:1:1 this is no list of labels"),
        ('a: "\n', "this is not YAML"),
        ("Read More: x\n", "en.yaml:1:1 'Read More' is no name of a label"),
        ("a: x\na: y\n", "en.yaml:2:1 'a' stands here twice"),
        ("a:\n", "this label is empty, or no text"),
        ("a: [b]\n", "en.yaml:1:4 this label is empty, or no text"),
        ("a: \ue000\n", "this is not YAML|this label is empty"),
        (f"a: {'x' * 61}\n", "longer than 60 characters"),
        ("&a [*a]: x\n", "is no name of a label"),
        ("[" * 5000, "this is not YAML"),
        ("x" * 70_000, "larger than 64 KB"),
    ],
)
def test_mistakes_have_their_place(tmp_path: Path, text: str, told: str) -> None:
    problems = [str(problem) for problem in lay(tmp_path, en=text).find_problems()]
    assert any(one in problem for problem in problems for one in told.split("|"))


def test_a_tag_makes_no_object(tmp_path: Path) -> None:
    labels = lay(tmp_path, en="a: !!python/object x\n")
    assert (labels.find_problems(), labels.choose("en", "en")) == ([], {"a": "x"})


def test_a_file_of_no_language_and_a_file_that_is_no_text(tmp_path: Path) -> None:
    labels = lay(tmp_path, labels_of_ours="a: b")
    (tmp_path / "labels" / "de.yaml").write_bytes(b"a: \xff")
    told = [str(problem) for problem in labels.find_problems()]
    assert "not UTF-8" in told[0]
    assert "not named after a language" in told[1]


def test_the_starters_have_the_same_words_in_every_language() -> None:
    labels = Labels(STARTERS)
    assert labels.find_problems() == []
    for path in (STARTERS / "labels").glob("*.yaml"):
        own = lay_alone(path)
        assert own.keys() == labels.names(), path.name


def lay_alone(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split(": ", 1) for line in lines)


def test_a_label_is_the_newsroom_s_word_not_the_article_s(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "x.j2").write_text("{{ label }} {{ labels.live }} {{ headline }}")
    (tmp_path / "posts" / "wrong.j2").write_text("\n{{ labels.lvie }}")
    lay(tmp_path, en="live: Live since 1999\nnews: News at 7")
    variables = make_variables(
        ENGLISH, ENGLISH_HIGHLIGHTS, newsroom="N", channel="c", link=None, hashtags=[], tone=Tone.NORMAL,
        label="news", labels=Labels(tmp_path).choose("en", "en"),
    )  # fmt: skip
    renderer = Renderer(tmp_path)
    post = renderer.render(
        "posts/x.j2", variables, measure=lambda t: count_graphemes(t.text), limit=None
    ).post
    assert post.text.text == f"News at 7 Live since 1999 {ENGLISH.title}"
    assert check_fidelity(post, ENGLISH, ENGLISH_HIGHLIGHTS) == []
    assert "a missing value" in str(renderer.check("posts/x.j2")[0])
    (problem,) = renderer.check("posts/wrong.j2")
    assert str(problem).startswith(f"{tmp_path.name}/posts/wrong.j2:2")
    assert "there is no label 'lvie'" in str(problem)


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("Gdynia will spend $4.5 billion on a new tram network, the city hall said on Tuesday.", ""),
        ("Gdynia will spend $5.4 billion.", "does not stand in the article"),
        ("“Nobody believed in it,", "ends within a quotation"),
        ("", ""),
    ],
)
def test_the_card_s_description_is_the_article_s(description: str, told: str) -> None:
    variables = make_variables(
        ENGLISH, ENGLISH_HIGHLIGHTS, newsroom="N", channel="c", link=None, hashtags=[], tone=Tone.NORMAL
    )
    rendered = Renderer(STARTERS).render(
        "posts/default.j2", variables, measure=lambda t: count_graphemes(t.text), limit=None
    )
    problems = check_fidelity(replace(rendered.post, description=description), ENGLISH, ENGLISH_HIGHLIGHTS)
    assert [told in str(problem) for problem in problems] == ([True] if told else [])
    assert rendered.missing == ("label", "link", "hashtags")
