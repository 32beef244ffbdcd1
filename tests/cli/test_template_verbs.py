"""`template list|check|test`: a broken template is found before it is missed."""

from pathlib import Path

import pytest
from cli_stage import Newscrier


def save(project: Path, text: str, name: str = "posts/default.j2") -> None:
    (project / "templates" / name).write_text(text, encoding="utf-8")


def write_cases(project: Path, text: str) -> None:
    (project / "templates" / "tests" / "posts.yaml").write_text(text, encoding="utf-8")


def test_the_starters_are_sound_and_their_tests_pass(newscrier: Newscrier) -> None:
    checked = newscrier("template", "check")
    assert (checked.code, checked.out) == (0, "")
    tested = newscrier("template", "test", "--json")
    assert tested.code == 0
    assert len(tested.data["cases"]) >= 3
    assert all(case["passed"] for case in tested.data["cases"])


def test_check_tells_file_line_column_and_what_was_meant(newscrier: Newscrier, project: Path) -> None:
    save(project, "{{ headline }}\n\n  {{ hedline }} {{ quote.texd }}\n")
    checked = newscrier("template", "check")
    assert checked.code == 3
    lines = checked.out.splitlines()
    assert "templates/posts/default.j2:3:6 there is no variable 'hedline' (did you mean headline?)" in lines
    assert "templates/posts/default.j2:3:26 quote has no 'texd' (did you mean text?)" in lines
    save(project, "{{ headline }}\n{% if %}\n")
    assert "templates/posts/default.j2:2" in newscrier("template", "check").out


def test_check_warns_of_claims_among_the_templates_own_words(newscrier: Newscrier, project: Path) -> None:
    save(
        project,
        "{# 7 of these #}\n{{ headline }} – read by 12,000 people\n“{{ quote.text if quote }}”\n"
        "https://courier.example.org/2024/ {{ 3 + 4 if false }}\n",
    )
    checked = newscrier("template", "check", "--json")
    assert (checked.code, checked.data["ok"]) == (0, True)
    found = [(one["line"], one["column"], one["message"]) for one in checked.data["problems"]]
    assert [(line, column) for line, column, _ in found] == [(2, 26), (3, 1), (3, 27)]
    assert "the figure '12,000'" in found[0][2]
    assert {one["severity"] for one in checked.data["problems"]} == {"warning"}


def test_check_renders_the_stored_articles(posted: Newscrier, project: Path) -> None:
    assert posted("template", "check", "--articles", "20").code == 0
    save(project, '{{ headline }} {{ "and 77 more" }}\n')
    assert posted("template", "check").code == 0, "no sample shows it"
    checked = posted("template", "check", "--articles", "20")
    assert checked.code == 3
    assert "posts/default.j2 on timeline, “The town fair drew a record crowd”: '77'" in checked.out
    assert posted("template", "check", "--articles", "20", "--json").data["posts"][0]["channel"] == "timeline"


def test_list_says_which_version_is_in_use(posted: Newscrier, project: Path) -> None:
    rows = {row["name"]: row for row in posted("template", "list", "--json").data}
    assert rows["posts/default.j2"]["state"] == "in use"
    assert rows["posts/default.j2"]["channels"] == ["timeline"]
    save(project, "{{ hedline }}\n")
    assert "changed: a worker takes it when it looks" in posted("template", "list").out
    (project / "inbox" / "second.txt").write_text("Another fair\n\nIt rained all day on Monday.\n")
    done = posted("run", "--once")
    assert done.code == 0
    listed = posted("template", "list").out
    assert "not taken: templates/posts/default.j2:1:4 there is no variable 'hedline'" in listed
    assert "not taken" in posted("health").out


GOOD = """\
The headline leads:
  title: The fair opens
  text: The fair opened on Monday.
  about: {url: "https://courier.example.org/fair", tags: [Fair]}
  limit: 300
  template: posts/default.j2
  expect: |
    The fair opens

    https://courier.example.org/fair

    #Fair
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    The fair opens\n", "    The fair closes\n", ["- The fair closes", "+ The fair opens"]),
        ("expect: |", "contains: [closes]\n  expect: |", ["does not contain 'closes'"]),
        ("expect: |", "not contains: opens\n  expect: |", ["contains 'opens' (not contains)"]),
        ("expect: |", "drops: [link]\n  expect: |", ["dropped are", "not link"]),
        ("limit: 300", "channel: radio", ["no channel is called 'radio'"]),
        ("limit: 300", "platform: fil", ["there is no platform 'fil'", "did you mean file?"]),
        ("title: The fair opens\n", "ttl: The fair opens\n", ["unknown field 'ttl'"]),
        ("  text: The fair opened on Monday.\n", "", ["either article: FILE, or title and text"]),
        ("limit: 300", "note: {post: no}\n  limit: 300", ["there is no post", "note says not to post it"]),
        ("limit: 300", "limt: 300", ["did you mean limit?"]),
        ("  title: The fair opens\n  text: The fair opened on Monday.", "  article: no.txt", ["no.txt"]),
        ("  limit: 300", "  limit: 5", ["this post would not leave"]),
    ],
)
def test_a_case_that_fails_says_how(
    newscrier: Newscrier, project: Path, old: str, new: str, told: list[str]
) -> None:
    assert old in GOOD
    write_cases(project, GOOD)
    assert newscrier("template", "test").code == 0
    write_cases(project, GOOD.replace(old, new, 1))
    tested = newscrier("template", "test")
    assert tested.code == 3
    for sentence in told:
        assert sentence in tested.out
    assert "templates/tests/posts.yaml:" in tested.out


def test_cases_of_channels_and_platforms_are_rendered_as_there(newscrier: Newscrier, project: Path) -> None:
    write_cases(
        project,
        GOOD.replace("limit: 300", "channel: timeline").replace(
            "https://courier.example.org/fair\n\n    #", "X#"
        )
        + GOOD.replace("The headline leads", "On a platform").replace("limit: 300", "platform: mastodon"),
    )
    tested = newscrier("template", "test", "--json")
    texts = {case["name"]: case["text"] for case in tested.data["cases"]}
    assert "utm_source=file" in texts["The headline leads"]
    assert "utm_source=mastodon" in texts["On a platform"]
    assert newscrier("template", "test", "platform", "--json").data["cases"][0]["name"] == "On a platform"


def test_files_that_hold_no_cases_are_problems(newscrier: Newscrier, project: Path) -> None:
    write_cases(project, "- a list\n")
    assert "must hold cases" in newscrier("template", "test").out
    write_cases(project, "one: two\n")
    assert "'one' must hold fields" in newscrier("template", "test").out
    write_cases(project, "one: [\n")
    assert newscrier("template", "test").code == 3
