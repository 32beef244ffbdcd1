"""Compressed bodies, opened step by step, so that a small one cannot fill the memory."""

from __future__ import annotations

import io
import zlib

from bot.errors import Blocked, Unreadable

_STEP = 64 * 1024
_ANY_HEADER = zlib.MAX_WBITS | 32  # gzip or zlib, whichever the bytes say
_GZIP_MAGIC = b"\x1f\x8b"
_ZLIB_METHOD = 8
_KNOWN = {"gzip", "x-gzip", "deflate"}


class Body:
    """Gathers a body of at most `most` bytes, neither as sent nor as opened more than that.

    `encoding` is the Content-Encoding; other than gzip and deflate, or several, is not asked for
    and refused. `host` is for the sentences. Raises Unreadable.
    """

    def __init__(self, encoding: str, *, most: int, host: str) -> None:
        encoding = encoding.strip().lower()
        self._packed = encoding not in {"", "identity"}
        if self._packed and encoding not in _KNOWN:
            raise Unreadable(f"{host} sends it packed in a way that was not asked for")
        self._gzip = "gzip" in encoding
        self._most = most
        self._host = host
        self._received = 0
        self._gathered = io.BytesIO()
        self._opener: zlib._Decompress | None = None
        self._more = self._padded = False
        self._spare = b""

    def add(self, chunk: bytes) -> None:
        """Take the next bytes. Raises Blocked (too much), Unreadable (broken)."""
        self._received += len(chunk)
        if self._received > self._most:
            raise too_much(self._host, self._most)
        if not self._packed:
            self._gathered.write(chunk)
            return
        try:
            self._open(chunk)
        except zlib.error as error:
            raise Unreadable(f"what {self._host} sends is packed, and the packing is broken") from error

    def finish(self) -> bytes:
        """The whole body, opened. Raises Unreadable where its packing breaks off."""
        if self._opener is not None and not self._opener.eof:
            raise Unreadable(f"what {self._host} sends is packed, and the packing breaks off")
        return self._gathered.getvalue()

    def _open(self, chunk: bytes) -> None:
        chunk = self._spare + chunk
        self._spare = b""
        while chunk or self._more:
            if self._opener is None:
                self._opener = zlib.decompressobj(self._window(chunk))
            elif self._opener.eof:
                if not self._begins_again(chunk):
                    return
                self._opener = zlib.decompressobj(_ANY_HEADER)
            opened = self._opener.decompress(chunk, _STEP)
            self._gathered.write(opened)
            if self._gathered.tell() > self._most:
                raise too_much(self._host, self._most)
            # A full step may have left something inside though all input is taken.
            self._more = len(opened) == _STEP and not self._opener.eof
            chunk = self._opener.unconsumed_tail or self._opener.unused_data

    def _begins_again(self, chunk: bytes) -> bool:
        """Whether another gzip member follows; anything else is padding, which some servers add."""
        if not self._gzip or self._padded:
            return False
        if len(chunk) < len(_GZIP_MAGIC):
            self._spare = chunk
            return False
        self._padded = not chunk.startswith(_GZIP_MAGIC)
        return not self._padded

    def _window(self, chunk: bytes) -> int:
        """`deflate` should have zlib's header; some servers send it bare."""
        bare = not self._gzip and chunk[0] & 0x0F != _ZLIB_METHOD
        return -zlib.MAX_WBITS if bare else _ANY_HEADER


def too_much(host: str, most: int) -> Blocked:
    """The error for more bytes than we take."""
    shown = f"{most / 1024 / 1024:.3g} MiB" if most >= 1024 * 1024 else f"{most} bytes"
    return Blocked(f"{host} sends more than {shown}", "look at what stands at that address")
