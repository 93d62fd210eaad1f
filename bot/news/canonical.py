"""One address for one article: what differs between two copies of a link and means nothing is removed."""

from __future__ import annotations

import re
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from bot.text import fold

LONGEST_URL = 4_000
"""Characters of an address that are looked at."""

_ID_BYTES = 6
_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "pk_", "mtm_", "hsa_", "guce_", "fb_", "wt_", "vero_")
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid mc_cid mc_eid mkt_tok cmp cmpid ocid "
    "ito ref ref_src ref_url referrer source src smid smtyp s_cid ncid xtor ftag spm guccounter feedtype "
    "traffic_source campaign_id sr_share share __twitter_impression _ga _gl amp outputtype oc ved si icid intcid taid "
    "dicbo".split()
)
_MIRRORS = ("www", "m", "mobile", "amp")
_PORTS = (":80", ":443")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical_url(url: str) -> str:
    """Bring an address into its one form; what is no web address comes back trimmed.

    The result tells two articles apart, it is not meant to be fetched: `http` becomes `https`, `www.` and the mobile
    and AMP twins become the plain site, and parameters that only follow a reader around are gone.
    """
    trimmed = "".join(char for char in url[:LONGEST_URL] if char > " " and char != "\x7f")
    try:
        parts = urlsplit(trimmed)
        host = _host(parts.netloc)
    except ValueError:
        return trimmed
    if parts.scheme not in {"http", "https"} or not host:
        return trimmed
    query = _query(parts.query)
    fragment = _escaped(parts.fragment, "!$&'()*+,;=:@/?%") if parts.fragment.startswith("!") else ""
    return f"https://{host}{_path(parts.path)}{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"


def article_id(url_or_text: str) -> str:
    """Twelve hex digits that stand for an address, or for a text where there is no address."""
    is_address = url_or_text.lstrip()[:8].lower().startswith(("http://", "https://"))
    key = canonical_url(url_or_text) if is_address else " ".join(fold(url_or_text).split())
    return blake2b(key.encode("utf-8", "replace"), digest_size=_ID_BYTES).hexdigest()


def id_of_article(url: str, title: str, text: str) -> str:
    """The id of an article: of its address, else of its own words."""
    return article_id(url) if url.strip() else article_id(f"{title}\n{text}")


def _host(netloc: str) -> str:
    host = netloc.rpartition("@")[2].lower()
    while True:
        bare = _without_port(host).rstrip(".")
        first, _, rest = bare.partition(".")
        if first in _MIRRORS and "." in rest:
            bare = rest
        if bare == host:
            return _ascii(host)
        host = bare


def _without_port(host: str) -> str:
    for port in (*_PORTS, ":"):
        host = host.removesuffix(port)
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    name, colon, port = host.partition(":")
    try:
        return name.encode("idna").decode("ascii").lower() + colon + port
    except UnicodeError:
        return quote(host, safe=":[]%.-")


def _path(path: str) -> str:
    segments = [segment for segment in _escaped(path, "!$&'()*+,;=:@/%").split("/") if segment]
    while segments and segments[0] == "amp":
        del segments[0]
    while segments and (segments[-1] == "amp" or segments[-1].endswith((".amp", ".amp.html"))):
        segments[-1] = segments[-1].removesuffix(".html").removesuffix("amp").removesuffix(".") + (
            ".html" if segments[-1].endswith(".amp.html") else ""
        )
        if not segments[-1]:
            segments.pop()
    return "/" + "/".join(segments)


def _escaped(text: str, safe: str) -> str:
    """One spelling of the escapes: unreserved characters plain, the rest as upper-case %XX."""
    whole = _STRAY_PERCENT.sub("%25", text)
    whole = quote(whole.encode("utf-8", "ignore"), safe=safe)
    return _ESCAPE.sub(_one_escape, whole)


def _one_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _query(query: str) -> str:
    pairs = parse_qsl(query.encode("utf-8", "ignore").decode(), keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not _is_tracking(pair[0])))


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
