"""Reasons that differ only in particulars are one cause."""

import pytest

from bot.flow.editing.causes import make_key, name_cause


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("s.example answered 422: it has 501 letters", "s.example answered 422: it has 77 letters", True),
        ("no template “posts/a.j2”", "no template “posts/b.j2”", True),
        ("see https://a.example/1?x=2", "see https://b.example/", True),
        ("article 01a20855-5322-7cc1-8971-35f0466dc877", "article 01a20855-5364-71bb-8971-35f0466d", True),
        ("answered 422: the text is too long", "answered 422: the picture is too large", False),
        ("flood: 9 new articles", "by hand: the embargo has vanished", False),
    ],
)  # fmt: skip
def test_what_stopped_two_posts_is_told_apart_by_more_than_particulars(
    one: str, other: str, same: bool
) -> None:
    assert (name_cause(one) == name_cause(other)) is same
    assert (make_key(name_cause(one)) == make_key(name_cause(other))) is same


def test_what_gives_no_reason_has_a_name_too() -> None:
    assert name_cause("") == "no reason given"
