"""Whose token it is, whether it may post, and what its server takes: all that `verify` learns."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.errors import DeliveryError, Rejected
from bot.model import Account
from bot.platforms.mastodon.answers import read_json
from bot.platforms.mastodon.line import Line
from bot.platforms.mastodon.servers import detect_flavour, read_limits

_MAY_WRITE = {"write", "write:statuses"}


async def verify_account(line: Line, server: str) -> Account:
    """The account behind the line to `server`, with what is to be remembered. Raises DeliveryError."""
    account = await line.read("/api/v1/accounts/verify_credentials")
    if not isinstance(account, dict) or not isinstance(account.get("id"), str):
        raise Rejected(f"{server} does not answer like Mastodon", "look at `server`")
    learned = await _learn(line, account)
    blocked = bool(account.get("suspended")) or bool(account.get("moved"))
    return Account(
        # Servers count for themselves: the same number elsewhere is somebody else.
        id=f"{account['id']}@{urlsplit(server).netloc}",
        name=f"@{account.get('acct') or account.get('username') or '?'}@{urlsplit(server).netloc}",
        url=str(account.get("url") or ""),
        may_post=not blocked and await _may_write(line, learned["flavour"]),
        learned=learned,
    )


async def _learn(line: Line, account: dict[str, Any]) -> dict[str, Any]:
    instance: Any = None
    for path in ("/api/v2/instance", "/api/v1/instance"):
        answer = await line.get(path, {})
        if answer.ok and isinstance(instance := read_json(answer), dict):
            break
    instance = instance if isinstance(instance, dict) else {}
    version = str(instance.get("version", ""))
    flavour = detect_flavour(await _ask_software(line), version)
    return {
        "flavour": flavour,
        "version": version[:100],
        "account": account["id"],
        "limited": bool(account.get("limited")),
        **read_limits(instance, flavour),
    }


async def _ask_software(line: Line) -> str:
    """The name in nodeinfo; asked of this server, whatever host the document points to."""
    found = read_json(await line.get("/.well-known/nodeinfo", {}))
    links = found.get("links") if isinstance(found, dict) else None
    hrefs = [link.get("href") for link in links or [] if isinstance(link, dict)]
    path = urlsplit(str(hrefs[-1])).path if hrefs else ""
    if not path.startswith("/"):
        return ""  # glued to the server's address it would name another host, which would see the token
    told = read_json(await line.get(path, {}))
    software = told.get("software") if isinstance(told, dict) else None
    return str(software.get("name", "")) if isinstance(software, dict) else ""


async def _may_write(line: Line, flavour: str) -> bool:
    """False only where Mastodon (4.3 and later) lists the application's scopes and none writes."""
    if flavour != "mastodon":
        return True
    try:
        application = read_json(await line.get("/api/v1/apps/verify_credentials", {}))
    except DeliveryError:
        return True
    scopes = application.get("scopes") if isinstance(application, dict) else None
    if not isinstance(scopes, list) or not scopes:
        return True
    return bool(_MAY_WRITE & {str(scope) for scope in scopes})
