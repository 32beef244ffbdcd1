"""Credentials at rest: sealed with a key that is not in the database."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from bot.errors import SecretMissing, StoreError
from bot.secrecy import Credentials, Secret, remember_secret
from bot.store.complaints import explain_system

KEY_VARIABLE = "NEWSCRIER_SECRET_KEY"


class Vault:
    """Seals and unseals what platforms keep between calls.

    The key is read when it is first needed: from NEWSCRIER_SECRET_KEY, else from `key_file`.
    """

    def __init__(self, key_file: Path) -> None:
        self._key_file = key_file
        self._fernet: Fernet | None = None
        self._place = ""

    def seal(self, credentials: Credentials) -> bytes:
        """The credentials, encrypted and signed. Raises StoreError without a usable key."""
        return self._open().encrypt(json.dumps(credentials, ensure_ascii=False).encode())

    def unseal(self, sealed: bytes) -> Credentials:
        """What was sealed, every value masked in logs from now on. Raises StoreError for a wrong key."""
        fernet = self._open()
        try:
            content = json.loads(fernet.decrypt(sealed))
            credentials = Credentials({str(name): str(value) for name, value in content.items()})
        except (InvalidToken, ValueError, AttributeError) as error:
            raise StoreError(
                f"the stored credentials cannot be opened with the key from {self._place}",
                "they were sealed with another key: put that one back, "
                "or connect the channel again with `newscrier channel verify`",
            ) from error
        for value in credentials.values():
            remember_secret(value)
        return credentials

    @staticmethod
    def make_key(path: Path) -> bool:
        """Make a key file that only its owner reads (mode 0600); False where there is one already.

        Raises StoreError when it cannot be written. A kill leaves a whole key or none.
        """
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                os.write(file, Fernet.generate_key() + b"\n")
                os.fsync(file)
            finally:
                os.close(file)
            os.link(draft, path)
        except FileExistsError:
            return False
        except OSError as error:
            raise explain_system(error, path) from error
        finally:
            with suppress(OSError):
                draft.unlink()
        return True

    def __repr__(self) -> str:
        return "Vault(••••)"

    def _open(self) -> Fernet:
        if self._fernet is None:
            key, self._place = self._read_key()
            try:
                self._fernet = Fernet(key)
            except ValueError:
                # Fernet's own error is left out: it could show parts of the key.
                raise StoreError(
                    f"what stands in {self._place} is no key of Newscrier",
                    "a key is 44 characters long and made by `newscrier init`",
                ) from None
        return self._fernet

    def _read_key(self) -> tuple[str, str]:
        with suppress(SecretMissing):
            return Secret("env", KEY_VARIABLE).reveal(), KEY_VARIABLE
        try:
            status = self._key_file.stat()
        except FileNotFoundError:
            raise StoreError(
                f"there is no key to keep credentials with: {KEY_VARIABLE} is not set "
                f"and {self._key_file} is not there",
                "`newscrier init` makes the file; if credentials were stored before, put their old key back",
            ) from None
        except OSError as error:
            raise explain_system(error, self._key_file) from error
        if not stat.S_ISREG(status.st_mode):
            raise StoreError(f"the key file {self._key_file} is not a regular file")
        if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise StoreError(
                f"the key file {self._key_file} can be read by others (mode {status.st_mode & 0o777:o})",
                f"chmod 600 {self._key_file}",
            )
        try:
            return Secret("file", str(self._key_file)).reveal(), str(self._key_file)
        except SecretMissing as error:
            raise StoreError(error.message, error.hint) from error
