"""Which addresses are one page."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addresses import canonical_url, clean_url

PAGE = "https://courier.example.org/world/story"


@pytest.mark.parametrize(
    "address",
    [
        "https://courier.example.org/world/story",
        "http://courier.example.org/world/story",
        "HTTPS://Courier.Example.ORG/world/story",
        "https://courier.example.org:443/world/story",
        "http://courier.example.org:80/world/story",
        "https://www.courier.example.org/world/story",
        "https://m.courier.example.org/world/story",
        "https://mobile.courier.example.org/world/story",
        "https://amp.courier.example.org/world/story",
        "https://courier.example.org/world/story/",
        "https://courier.example.org/world/story/amp",
        "https://courier.example.org/world/story/amp/",
        "https://courier.example.org/amp/world/story",
        "https://courier.example.org/world/story.amp",
        "https://courier.example.org/world/story?amp",
        "https://courier.example.org/world/story?amp=1",
        "https://courier.example.org/world/story?outputType=amp",
        "https://courier.example.org/world/story#comments",
        "https://courier.example.org/world/story?utm_source=rss&utm_medium=feed",
        "https://courier.example.org/world/story?at_medium=RSS&at_campaign=rss&xtor=RSS-3",
        "https://courier.example.org/world/story?fbclid=abc&gclid=x",
        "https://courier.example.org/world/story?partner=rss&emc=rss",
        "https://courier-example-org.cdn.ampproject.org/c/s/courier.example.org/world/story",
        "  https://courier.example.org/world/story\n",
        "https://courier.example.org./world/story",
    ],
)
def test_ways_to_one_page(address: str) -> None:
    assert canonical_url(address) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "https://courier.example.org/world/Story",
        "https://courier.example.org/world/story?id=2",
        "https://courier.example.org/world/story?page=2",
        "https://courier.example.org/world/story?source=wire",
        "https://courier.example.org/world/story?ref=7",
        "https://courier.example.org/world/story?pk_article=7",
        "https://courier.example.org/world/story#!/2",
        "https://courier.example.org/world/story#/2",
        "https://courier.example.org:8443/world/story",
        "https://sport.courier.example.org/world/story",
        "https://courier.example.org/world/amplifier",
        "https://courier.example.org/amp",
        "https://courier.example.org/world/story.html",
        "https://courier.example.org/world/amp/story",
    ],
)
def test_other_pages_keep_addresses_of_their_own(address: str) -> None:
    assert canonical_url(address) != PAGE


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "http://m.courier.example.org/a/amp?b=2&utm_x=1&a=1#top",
            "http://m.courier.example.org/a/amp?b=2&a=1",
        ),
        ("https://courier.example.org", "https://courier.example.org/"),
        ("https://courier.example.org/łódź", "https://courier.example.org/%C5%82%C3%B3d%C5%BA"),
        ("https://courier.example.org/%C5%82", "https://courier.example.org/%C5%82"),
        ("https://Łódź.example.org/a", "https://xn--d-uga0v4h.example.org/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tag:example.org,2026:1", "tag:example.org,2026:1"),
        ("http://[broken/a", "http://[broken/a"),
        ("http://a.example.org:99999/", "http://a.example.org:99999/"),
        ("", ""),
    ],
)
def test_what_people_are_given(address: str, expected: str) -> None:
    assert clean_url(address) == expected


HOSTS = st.sampled_from(
    ["courier.example.org", "www.m.example.org", "amp.amp.example.org", "127.0.0.1", "m.uk", "łódź.example"]
)
STEPS = st.lists(st.sampled_from(["amp", "a", "Ä", "story.amp.html", "", "x%2Fy", "s", "b.amp"]), max_size=4)
PARAMETERS = st.lists(
    st.sampled_from(["utm_a=1", "id=3", "amp", "amp=1", "b", "q=ł", "fbclid=", "", "id=1"]), max_size=4
)
ADDRESSES = st.builds(
    lambda scheme, host, port, steps, parameters, fragment: (
        f"{scheme}://{host}{port}/{'/'.join(steps)}?{'&'.join(parameters)}#{fragment}"
    ),
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080"]),
    STEPS,
    PARAMETERS,
    st.sampled_from(["", "top", "!/a", "/a"]),
)


@given(ADDRESSES | st.text(max_size=40))
def test_twice_is_once(address: str) -> None:
    cleaned, canonical = clean_url(address), canonical_url(address)
    assert clean_url(cleaned) == cleaned
    assert canonical_url(canonical) == canonical
    assert canonical_url(cleaned) == canonical


@given(ADDRESSES)
def test_what_matters_stays(address: str) -> None:
    before, after = urlsplit(clean_url(address)), urlsplit(canonical_url(address))
    assert after.hostname
    assert (before.hostname or "").endswith(after.hostname)
    kept = [part for part in urlsplit(address).query.split("&") if part.startswith(("id", "b", "q"))]
    assert [part.replace("%C5%82", "ł") for part in after.query.split("&") if part] == kept
    doors = {"", "amp"}
    steps = [step.replace(".amp", "") for step in before.path.split("/") if step not in doors]
    assert [step.replace(".amp", "") for step in after.path.split("/") if step not in doors] == steps
    assert before.fragment == after.fragment
    assert after.scheme in {"http", "https"}
