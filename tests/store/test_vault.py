import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.secrecy import MASK, Credentials, mask
from bot.store.vault import KEY_VARIABLE, Vault


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "secret.key"
    assert Vault.make_key(path)
    return path


def test_a_key_is_made_once_and_private(key_file: Path) -> None:
    key = key_file.read_text()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert not Vault.make_key(key_file)
    assert key_file.read_text() == key
    assert list(key_file.parent.iterdir()) == [key_file]


def test_what_is_sealed_comes_back_and_is_masked(key_file: Path) -> None:
    sealed = Vault(key_file).seal(Credentials(access="quite-secret-žluť", refresh="also-secret"))
    assert b"secret" not in sealed
    credentials = Vault(key_file).unseal(sealed)
    assert credentials == {"access": "quite-secret-žluť", "refresh": "also-secret"}
    assert isinstance(credentials, Credentials)
    assert mask("token quite-secret-žluť!") == f"token {MASK}!"
    assert mask(key_file.read_text().strip()) == MASK


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(), st.text()))
def test_every_text_survives(content: dict[str, str]) -> None:
    vault = Vault(Path("/nowhere"))
    vault._fernet = Fernet(Fernet.generate_key())
    if any("\ud800" <= char <= "\udfff" for text in (*content, *content.values()) for char in text):
        return
    assert vault.unseal(vault.seal(Credentials(content))) == content


def test_the_variable_comes_first(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = Vault(key_file).seal(Credentials(a="secret-a"))
    monkeypatch.setenv(KEY_VARIABLE, Fernet.generate_key().decode())
    vault = Vault(key_file)
    with pytest.raises(StoreError, match=f"key from {KEY_VARIABLE}") as caught:
        vault.unseal(sealed)
    assert "put that one back" in caught.value.hint
    assert Vault(Path("/nowhere")).unseal(vault.seal(Credentials(a="b"))) == {"a": "b"}


def test_an_empty_variable_is_none(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "  ")
    assert Vault(key_file).seal(Credentials())


@pytest.mark.parametrize("key", ["short", "ž" * 44, "A" * 42, "quite a sentence, and no key"])
def test_a_wrong_key_is_not_shown(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)
    with pytest.raises(StoreError, match="is no key of Newscrier") as caught:
        Vault(Path("/nowhere")).seal(Credentials())
    assert key not in str(caught.value)


@pytest.mark.parametrize("sealed", [b"", b"garbage", b"\xff" * 100])
def test_what_is_not_sealed_is_refused(key_file: Path, sealed: bytes) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Vault(key_file).unseal(sealed)


@pytest.mark.parametrize("content", [b"[]", b"not json", b'"text"', b"\xff"])
def test_what_holds_no_credentials_is_refused(key_file: Path, content: bytes) -> None:
    vault = Vault(key_file)
    with pytest.raises(StoreError, match="cannot be opened"):
        vault.unseal(vault._open().encrypt(content))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_key_that_others_read_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(StoreError, match=rf"can be read by others \(mode {mode:o}\)") as caught:
        Vault(key_file).seal(Credentials())
    assert caught.value.hint == f"chmod 600 {key_file}"


def test_no_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no key to keep credentials with") as caught:
        Vault(tmp_path / "secret.key").seal(Credentials())
    assert "newscrier init" in caught.value.hint


def test_an_empty_key_file_and_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.touch(mode=0o600)
    with pytest.raises(StoreError, match="is empty"):
        Vault(path).seal(Credentials())
    with pytest.raises(StoreError, match="not a regular file"):
        Vault(tmp_path).seal(Credentials())


def test_it_shows_nothing(key_file: Path) -> None:
    vault = Vault(key_file)
    vault.seal(Credentials())
    assert repr(vault) == str(vault) == "Vault(••••)"
