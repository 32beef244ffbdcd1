"""The accounts of a newsroom on fake servers, and their secrets."""

from __future__ import annotations

from typing import Any

TOKEN_NAME, TOKEN = "E2E_TOKEN", "fake-token"
PASSWORD_NAME, PASSWORD = "E2E_APP_PASSWORD", "abcd-efgh-ijkl-mnop"
HOOK_NAME, HOOK_SECRET = "E2E_HOOK_SECRET", "whsec_YSBzZWNyZXQgb2YgdGVzdHMgb25seSwgMzIgYnl0ZXM="
SECRETS = {TOKEN_NAME: TOKEN, PASSWORD_NAME: PASSWORD, HOOK_NAME: HOOK_SECRET}


def mastodon_channel(server: str, **more: Any) -> dict[str, Any]:
    return {
        "platform": "mastodon",
        "server": server,
        "token": {"env": TOKEN_NAME},
        "approval": "never",
        "lookup_after": "1s",
        **more,
    }


def bluesky_channel(server: str, **more: Any) -> dict[str, Any]:
    return {
        "platform": "bluesky",
        "handle": "courier.test",
        "app_password": {"env": PASSWORD_NAME},
        "server": server,
        "approval": "never",
        "lookup_after": "1s",
        **more,
    }


def channel_for(flavour: str, server: str) -> dict[str, Any]:
    """A channel on a fake server of that kind."""
    if flavour.startswith("webhook"):
        repeat = "for ever" if flavour == "webhook" else "none"
        return {
            "platform": "webhook",
            "url": server,
            "secret": {"env": HOOK_NAME},
            "approval": "never",
            "repeat": repeat,
        }
    return bluesky_channel(server) if flavour.startswith("bluesky") else mastodon_channel(server)


def file_channel() -> dict[str, Any]:
    return {"platform": "file", "path": "out/", "approval": "never", "timezone": "Europe/Warsaw"}
