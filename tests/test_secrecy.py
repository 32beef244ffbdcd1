"""A remembered secret does not show, in whatever dress."""

import base64
import html
import json
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot import secrecy
from bot.errors import SecretMissing
from bot.secrecy import MASK, Credentials, Secret, mark_secrets, mask, remember_secret

secrets = st.text(
    string.ascii_letters + string.digits + "-_+/= .~%&\"'\\<>äłż🚢", min_size=8, max_size=60
).filter(lambda text: len(text.strip()) >= 8)
unshared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    before = set(secrecy._revealed)
    secrecy._revealed.clear()
    yield
    secrecy._revealed.clear()
    secrecy._revealed.update(before)


def keep(secret: str) -> str:
    secrecy._revealed.clear()
    remember_secret(secret)
    return secret


DRESSES: dict[str, Callable[[str], str]] = {
    "bare": str,
    "percent": lambda secret: quote(secret, safe=""),
    "percent, small letters": lambda secret: (
        quote(secret, safe="").replace("%C5", "%c5").replace("%2F", "%2f")
    ),
    "path": quote,
    "form": quote_plus,
    "query": lambda secret: urlencode({"access_token": secret}),
    "json": json.dumps,
    "json in letters": lambda secret: json.dumps(secret, ensure_ascii=False),
    "python": repr,
    "bytes": lambda secret: repr(secret.encode()),
    "html": html.escape,
    "hex": lambda secret: secret.encode().hex(),
}


@unshared
@given(secrets, st.sampled_from(sorted(DRESSES)), st.text(max_size=5), st.text(max_size=5))
@example("a/b+c d=łx", "percent, small letters", "", "")
def test_a_secret_is_found_in_each_dress(secret: str, dress: str, before: str, after: str) -> None:
    keep(secret)
    shown = mask(f"{before} {DRESSES[dress](secret)} {after}")
    assert secret not in shown
    assert MASK in shown


@unshared
@given(secrets, st.text(string.ascii_letters, max_size=7), st.text(string.ascii_letters, max_size=7))
def test_a_secret_is_found_in_basic_authorisation(secret: str, user: str, after: str) -> None:
    keep(secret)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        coded = encode(f"{user}:{secret}{after}".encode()).decode()
        assert mask(f"Basic {coded}, done") == f"Basic {MASK}, done"


@unshared
@given(
    secrets,
    st.recursive(
        st.just("SECRET"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.tuples(inner, inner)
            | st.dictionaries(st.just("SECRET") | st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)
def test_a_secret_is_found_however_deep(secret: str, shape: object) -> None:
    keep(secret)
    assert secret not in str(mask(put(shape, secret)))


def put(shape: object, secret: str) -> object:
    if isinstance(shape, dict):
        return {put(key, secret): put(item, secret) for key, item in shape.items()}
    if isinstance(shape, list | tuple):
        return type(shape)(put(item, secret) for item in shape)
    return secret if shape == "SECRET" else shape


@pytest.mark.parametrize(
    "text", ["Japan has pledged $4.5 billion.", "", "aGVsbG8gd29ybGQ=", "https://x.example/?a=b%20c", "••••"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    keep("a-token-of-ours")
    assert mask(text) == text


def test_other_values_stay_themselves() -> None:
    keep("1234567")
    given_: dict[str, object] = {"a": 1, "b": 1.5, "c": None, "d": True, "e": 10**5000}
    assert mask(given_) == given_


def test_a_number_may_be_a_secret_too() -> None:
    keep("12345678")
    assert mask({"pin": 12345678, "n": 1234}) == {"pin": MASK, "n": 1234}


def test_each_line_of_a_key_is_a_secret() -> None:
    keep("-----BEGIN KEY-----\nMIGHAgEAMBMGByqGSM49\nAgEGCCqGSM49AwEHBG0w\n")
    assert mask("at MIGHAgEAMBMGByqGSM49 it failed") == f"at {MASK} it failed"


def test_the_longer_of_two_secrets_goes_first() -> None:
    keep("abcd")
    remember_secret("abcdefgh")
    assert mask("abcdefgh abcd") == f"{MASK} {MASK}"


def test_what_is_shorter_than_four_characters_is_not_remembered() -> None:
    keep("abc")
    assert mask("abc") == "abc"


def test_a_long_text_is_masked_quickly() -> None:
    keep("a-token-of-ours")
    text = "A" * 2_000_000
    assert mask(text) == text


def test_references_and_credentials_show_no_value() -> None:
    assert mask({"a": Secret("env", "X"), "b": Credentials(access="abcdef")}) == {
        "a": "{env: X}",
        "b": "Credentials(access)",
    }


def test_a_revealed_secret_is_masked_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("from-a-file\n")
    monkeypatch.setenv("NEWSCRIER_TEST_TOKEN", "from-the-environment")
    assert Secret("file", "token", tmp_path).reveal() == "from-a-file"
    assert Secret("env", "NEWSCRIER_TEST_TOKEN").reveal() == "from-the-environment"
    assert mask("from-a-file from-the-environment") == f"{MASK} {MASK}"


def test_an_exchanged_secret_is_noticed_by_a_mark_that_tells_nothing(tmp_path: Path) -> None:
    secret = Secret("file", "token", tmp_path)
    (tmp_path / "token").write_text("one")
    marks = {mark_secrets(["server", secret])}
    (tmp_path / "token").write_text("two")
    marks |= {mark_secrets(["server", secret]), mark_secrets([secret, 3]), mark_secrets([])}
    assert len(marks) == 3
    assert all(len(mark) == 4 for mark in marks), "too short to find a secret by"


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        (Secret("env", "NEWSCRIER_NOT_SET"), "NEWSCRIER_NOT_SET is not set"),
        (Secret("env", "NEWSCRIER_EMPTY"), "is empty"),
        (Secret("file", "not/there"), "not/there cannot be read"),
    ],
)
def test_a_missing_secret_says_which(secret: Secret, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRIER_EMPTY", " ")
    with pytest.raises(SecretMissing, match=says):
        secret.reveal()
