"""Hostile and broken templates: each gives a TemplateError with its line, and quickly."""

import time
from pathlib import Path

import pytest

from bot.errors import TemplateError
from bot.render.checking import SAMPLES
from bot.render.sandbox import Refused, limit_spending, spend
from bot.render.template import Renderer

HOSTILE = {
    "a loop in a loop in a loop": (
        (
            "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
            "{% endfor %}{% endfor %}{% endfor %}"
        ),
        "end",
    ),
    "a wordy loop in a set": (
        "{% set x %}{% for a in range(1000) %}" + "words " * 5000 + "{% endfor %}{% endset %}",
        "end",
    ),
    "output without end": ("{% for a in range(1000) %}" + "words " * 50 + "{% endfor %}", "64 KB"),
    "a macro that doubles": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        "end",
    ),
    "a macro that calls itself": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "end"),
    "includes itself": ("{% include 'x.j2' %}", "end"),
    "text that doubles": (
        "{% set ns = namespace(x='ab') %}{% for a in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "too large",
    ),
    "text that doubles by plus": (
        "{% set ns = namespace(x='ab') %}{% for a in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "too large",
    ),
    "captures that double": (
        (
            "{% set ns = namespace(x='ab') %}{% for a in range(40) %}"
            "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}"
        ),
        "too large",
    ),
    "lists that nest": (
        (
            "{% set ns = namespace(x=['a']) %}{% for a in range(40) %}"
            "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}"
        ),
        "nested",
    ),
    "repeated text": ("{{ 'x' * 10 ** 10 }}", "too large"),
    "a repeated list": ("{{ ([1] * 10 ** 10) | length }}", "too large"),
    "a great power": ("{{ 9 ** (10 ** 9) }}", "power"),
    "squares of squares": (
        "{% set ns = namespace(x=9) %}{% for a in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "too large",
    ),
    "a huge range": ("{% for a in range(10 ** 12) %}{% endfor %}", "range"),
    "formats wide": ("{{ '%1000000000d' % 5 }}", "does not format"),
    "formats wide by method": ("{{ '{:1000000000}'.format(5) }}", "unsafe"),
    "pads wide": ("{{ 'x'.ljust(10 ** 9) }}", "unsafe"),
    "centers wide": ("{{ 'x' | center(1000000000) }}", "no filter"),
    "rounds to a billion places": ("{{ 5 | round(1000000000, 'ceil') }}", ""),
    "replaces much by much": (
        "{{ ('a' * 60000) | replace('a', 'b' * 60000) }}",
        "too large",
    ),
    "joins much by much": ("{{ range(1000) | join('b' * 60000) }}", "too large"),
    "reads its class": ("{{ headline.__class__.__mro__ }}", "unsafe"),
    "reads its class by item": ("{{ headline['__class__'] }}", "unsafe"),
    "reads its class by a filter": ("{{ [headline] | map(attribute='__class__') | join }}", "unsafe"),
    "reads globals of a function": ("{{ range.__globals__ }}", "unsafe"),
    "reads the context": ("{{ self._TemplateReference__context }}", "unsafe"),
    "calls what it may not": ("{{ headline.encode() }}", "unsafe"),
    "includes a file outside": ("{% include '/etc/passwd' %}", "no path below"),
    "includes a file above": ("{% include '../secret.j2' %}", "no path below"),
    "includes by a link outside": ("{% include 'leak.j2' %}", "no file below"),
    "filters a block": ("{% filter replace('a', 'b') %}a{% endfilter %}", "not available"),
    "calls with a block": ("{% call headline.upper() %}{% endcall %}", "not available"),
    "recurses in a loop": ("{% for a in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}", "not available"),
    "links to a script": ("{{ 'Read' | link('javascript:alert(1)') }}", "http"),
    "deep parentheses": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", ""),
    "a number too long to read": ("{{ " + "9" * 20000 + " }}", ""),
    "a private-use character": ("a\n\ue000", "private use"),
    "larger than a template": ("x" * 70_000, "64 KB"),
    "prints what is missing": ("{{ none }}", "missing"),
    "prints a thing": ("{{ quote }}", "cannot be printed"),
    "prints a list": ("{{ hashtags }}", "cannot be printed"),
    "stops in the middle": ("{% part 'quote' %}", "endpart"),
    "a part without a name": ("{% part quote, 2 %}{% endpart %}", "begins with its name"),
    "a part with half a rank": ("{% part 'quote', 'two' %}{% endpart %}", "whole number"),
}


@pytest.mark.parametrize(("source", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_template_is_refused_quickly(tmp_path: Path, source: str, says: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.j2").write_text("secret")
    (folder / "leak.j2").symlink_to(tmp_path / "secret.j2")
    (folder / "x.j2").write_text(source, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(TemplateError) as caught:
        Renderer(folder).render("x.j2", SAMPLES[0], measure=lambda text: len(text.text), limit=None)
    assert time.process_time() - began < 1.5
    assert says in caught.value.message
    assert caught.value.file == "templates/x.j2"
    assert Renderer(folder).check("x.j2")


def test_the_place_of_a_fault_is_the_innermost_line(tmp_path: Path) -> None:
    (tmp_path / "x.j2").write_text("a\n{% include 'y.j2' %}\n")
    (tmp_path / "y.j2").write_text("b\n\n{{ headlin }}\n")
    with pytest.raises(TemplateError) as caught:
        Renderer(tmp_path).render("x.j2", SAMPLES[0], measure=lambda text: len(text.text), limit=None)
    assert (caught.value.file, caught.value.line) == (f"{tmp_path.name}/y.j2", 3)
    assert str(caught.value).endswith("there is no variable 'headlin' (did you mean headline?)")


def test_a_template_that_is_not_there_says_so(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path)
    for name in ("posts/no.j2", "../x.j2", "/etc/passwd", "", "."):
        with pytest.raises(TemplateError):
            renderer.digest(name)
        assert renderer.check(name)


def test_check_names_every_mistake_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.j2").write_text(
        "{{ headlin }}\n{{ figure.sentense }}\n{{ headline | uper }}\n{{ newsrom }}\n"
        "{% part 'quot', 1 %}{% endpart %}\n"
    )
    found = Renderer(tmp_path).check("x.j2")
    assert [(problem.line, problem.hint.split("?")[0]) for problem in found] == [
        (1, "did you mean headline"),
        (2, "did you mean sentence"),
        (3, "did you mean upper"),
        (4, "did you mean newsroom"),
        (5, "did you mean quote"),
    ]
    assert [problem.severity for problem in found] == ["error"] * 4 + ["warning"]


def test_check_renders_the_barest_article_too(tmp_path: Path) -> None:
    (tmp_path / "x.j2").write_text("{{ headline }}\n{{ quote.text }}\n")
    (problem,) = Renderer(tmp_path).check("x.j2")
    assert (problem.line, "missing" in problem.message) == (2, True)


def test_the_digest_changes_with_what_is_included(tmp_path: Path) -> None:
    (tmp_path / "x.j2").write_text("{% include 'y.j2' %}")
    (tmp_path / "y.j2").write_text("one")
    renderer = Renderer(tmp_path)
    before = renderer.digest("x.j2")
    shown = renderer.render("x.j2", SAMPLES[0], measure=lambda text: len(text.text), limit=None)
    (tmp_path / "y.j2").write_text("other")
    after = renderer.render("x.j2", SAMPLES[0], measure=lambda text: len(text.text), limit=None)
    assert renderer.digest("x.j2") != before
    assert (shown.post.text.text, after.post.text.text) == ("one", "other")


def test_work_is_limited_and_a_machine_that_is_busy_with_others_is_not() -> None:
    with limit_spending(seconds=0.1):
        time.sleep(0.2)
        spend()

    def work() -> None:
        while True:
            spend(0)

    with limit_spending(seconds=0.1), pytest.raises(Refused, match="takes too long"):
        work()
