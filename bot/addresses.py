"""Which web addresses are the same page, and how an address is written without what only counts visits.

`clean_url` is what people may be given: it leads to the same answer of the same server. `canonical_url`
is for comparing only: it also leaves out what tells apart the ways to one page (scheme, www, AMP, mobile).
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

_PORTS = {"http": "80", "https": "443"}
_TRACKING_PREFIXES = (
    "utm_",  # Google Analytics and most others
    "at_",  # AT Internet, Piano
    "mtm_",  # Matomo
    "matomo_",
    "piwik_",
    "hsa_",  # HubSpot
    "itm_",
    "wt.mc",  # Webtrekk
    "wt_mc",
    "__twitter_",
)
_TRACKING = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "cmp",
        "cmpid",
        "dclid",
        "fb_action_ids",
        "fb_action_types",
        "fb_source",
        "fbclid",
        "ftag",
        "gbraid",
        "gclid",
        "gclsrc",
        "icid",
        "igsh",
        "igshid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "ncid",
        "ns_campaign",
        "ns_fee",
        "ns_linkname",
        "ns_mchannel",
        "ns_source",
        "oly_anon_id",
        "oly_enc_id",
        "pk_campaign",
        "pk_content",
        "pk_kwd",
        "pk_medium",
        "pk_source",
        "ref_src",
        "ref_url",
        "s_cid",
        "s_kwcid",
        "srsltid",
        "ttclid",
        "twclid",
        "vero_id",
        "wbraid",
        "wickedid",
        "xtor",
        "yclid",
        "ysclid",
    }
)
_AMP_VALUES = {"amp": {"", "1", "true"}, "outputtype": {"amp"}, "output": {"amp"}, "_amp": {"", "1", "true"}}
_DOORS = frozenset({"www", "amp", "m", "mobile"})
_CACHE = re.compile(r"/[a-z]/(?:(s)/)?([^/]+\.[^/]+)(/.*)?", re.IGNORECASE)
_PLAIN = re.compile(r"https?://((?:[a-z0-9-]+\.)*[a-z0-9-]+)(/[A-Za-z0-9._~/-]*)")
_ROUTE = ("!", "/")
_UNSAFE = "%/:?#[]@!$&'()*+,;=~"


def seems_web_address(target: str) -> bool:
    """Whether a person means an address of the web, be it whole or not."""
    return target.startswith(("https://", "http://"))


def clean_url(url: str) -> str:
    """The address without what only counts visits: tracking parameters, default port, a fragment.

    Host and scheme in lower case; a fragment that is a route (`#!/story`) stays, and so does the order
    of what is left. What is no http or https address comes back as it was, without white space around.
    """
    url = url.strip()
    if _PLAIN.fullmatch(url):  # as most are: nothing in it could be left out
        return url
    try:
        parts = urlsplit(url)
        host = _write_host(parts.hostname or "", parts.scheme, parts.port)
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not parts.hostname:
        return url
    user = parts.netloc.rpartition("@")[0]
    fragment = parts.fragment if parts.fragment.startswith(_ROUTE) else ""
    query = quote(
        "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part)), safe=_UNSAFE
    )
    netloc = f"{user}@{host}" if user else host
    path: str = quote(parts.path or "/", safe=_UNSAFE)
    return str(urlunsplit((parts.scheme, netloc, path, query, fragment)))


@lru_cache(maxsize=16_384)  # a feed shows the same addresses at every look
def canonical_url(url: str) -> str:
    """What two addresses of the same page have in common; for comparing, not for following.

    On top of `clean_url`: https, no `www.`, `m.`, `mobile.` or `amp.` before the host, no `/amp` at either
    end of the path, no `?amp=1`, no slash at the end; a page in Google's AMP cache is the page itself.
    Nothing is sorted: an order may matter. Applying it twice changes nothing.
    """
    plain = _PLAIN.fullmatch(url)
    if plain and not _may_have_ways(plain[1], plain[2]):
        return f"https://{plain[1]}{plain[2].rstrip('/') or '/'}"
    found = clean_url(url)
    while True:
        stripped = _strip_ways(found)
        if stripped == found:
            return found
        found = stripped


def _may_have_ways(host: str, path: str) -> bool:
    return host.partition(".")[0] in _DOORS or "amp" in path.lower() or "ampproject" in host


def _strip_ways(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme not in _PORTS:
        return url
    host, path = parts.netloc, parts.path
    cached = _CACHE.fullmatch(path) if host.endswith(".cdn.ampproject.org") else None
    if cached:
        return clean_url(
            f"https://{cached[2]}{cached[3] or '/'}" + (f"?{parts.query}" if parts.query else "")
        )
    # Plain HTTP on the port of TLS cannot be said otherwise.
    scheme = "http" if parts.scheme == "http" and host.endswith(":443") else "https"
    first, _, rest = host.partition(".")
    if first in _DOORS and rest.count(".") >= 1 and not rest.replace(".", "").isdigit():
        host = rest
    query = "&".join(part for part in parts.query.split("&") if part and not _is_amp(part))
    return urlunsplit((scheme, host, _strip_path(path), query, parts.fragment))


def _strip_path(path: str) -> str:
    steps = path.split("/")[1:]
    while steps and not steps[-1]:
        steps.pop()
    if len(steps) > 1 and steps[-1].lower() == "amp":
        steps.pop()
    elif len(steps) > 1 and steps[0].lower() == "amp":
        steps.pop(0)
    elif steps and re.search(r".\.amp(?:\.html?)?$", steps[-1], re.IGNORECASE):
        steps[-1] = re.sub(r"\.amp(\.html?)?$", r"\1", steps[-1], flags=re.IGNORECASE)
    return "/" + "/".join(steps)


def _write_host(host: str, scheme: str, port: int | None) -> str:
    host = host.lower().rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        with suppress(UnicodeError):
            host = str(host.encode("idna"), "ascii")
    return host if port is None or str(port) == _PORTS.get(scheme) else f"{host}:{port}"


def _is_tracking(part: str) -> bool:
    name, _, value = part.partition("=")
    name = name.lower()
    return (
        name in _TRACKING
        or name.startswith(_TRACKING_PREFIXES)
        or (name, value.lower()) in {("partner", "rss"), ("emc", "rss"), ("source", "rss"), ("from", "rss")}
    )


def _is_amp(part: str) -> bool:
    name, _, value = part.partition("=")
    return value.lower() in _AMP_VALUES.get(name.lower(), ())


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address with a host, and nothing around it."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in _PORTS and bool(parts.hostname) and url.isprintable() and " " not in url
