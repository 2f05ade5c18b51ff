"""A SPARQL endpoint of somebody else (https://www.w3.org/TR/sparql11-protocol/), asked through SPARQLWrapper.

Of SPARQLWrapper come the request and its conventions.  What its own sending lacks stands here: redirects are not
followed, since they could lead into another network and take the password along, and no proxy of the environment is
used; an answer is only taken for one if it has a media type that was asked for.
"""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import msgspec
from SPARQLWrapper import POST, SPARQLWrapper

from kg.errors import EndpointError, QueryError
from kg.version import VERSION

_AGENT = f"kg/{VERSION}"
_SAID = 400


class Target(msgspec.Struct, frozen=True):
    """Where to ask, as whom, and which graph is the default one, if not the store's; printed without the password."""

    url: str
    user: str = ""
    password: str = ""
    graph: str = ""

    def __repr__(self) -> str:
        return f"Target({self.url!r})"

    def checked(self) -> Target:
        """Return itself; raises `QueryError` where the URL is none of HTTP, or holds a password."""
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise QueryError(f"{self.url}: the URL of an endpoint begins with http:// or https://")
        if parts.username or parts.password:
            raise QueryError(f"{parts.hostname}: set store.user and store.password, and leave them out of the URL")
        return self


class Reply(msgspec.Struct, frozen=True):
    """The answer of an endpoint: its media type, its body as it comes, and why it is not all, or nothing."""

    media_type: str
    body: Any
    cut: str = ""


class _Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def opener(target: Target) -> urllib.request.OpenerDirector:
    """Return what sends requests: no redirects, no proxies, the password only to those who ask for it by Digest."""
    handlers: list[urllib.request.BaseHandler] = [_Unredirected(), urllib.request.ProxyHandler({})]
    if target.user:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, target.url, target.user, target.password)
        handlers += [urllib.request.HTTPDigestAuthHandler(passwords), urllib.request.HTTPBasicAuthHandler(passwords)]
    return urllib.request.build_opener(*handlers)


def ask(target: Target, query: str, media_types: tuple[str, ...], timeout: float) -> Reply:
    """Send a query as a form, which every server takes; `timeout` holds for each wait.

    Raises `QueryError` where the endpoint refuses the query, `EndpointError` where it does not answer it.
    """
    client = _client(target, query, "SELECT")
    if target.graph:
        client.addDefaultGraph(target.graph)
    client.addCustomHttpHeader("Accept", ", ".join(media_types))
    response = send(target, client._createRequest(), timeout)  # noqa: SLF001 - its `query()` follows redirects
    found = response.headers.get_content_type()
    if found not in media_types:
        raise EndpointError(f"{target.url}: answered with {found} where {media_types[0]} was asked for")
    return Reply(found, response, _cut(response))


def update(target: Target, text: str, timeout: float) -> None:
    """Send an update; raises as `ask` does."""
    send(target, _client(target, text, "INSERT")._createRequest(), timeout).read()  # noqa: SLF001


def send(target: Target, request: urllib.request.Request, timeout: float) -> Any:
    """Send one request and return the response; raises `QueryError` or `EndpointError`, which say what was answered."""
    try:
        return opener(target).open(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(target, error) from error
    except TimeoutError as error:
        raise EndpointError(f"{target.url}: no answer within {timeout:g} seconds") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        if isinstance(reason := getattr(error, "reason", error), TimeoutError):
            raise EndpointError(f"{target.url}: no answer within {timeout:g} seconds") from error
        raise EndpointError(f"{target.url}: {getattr(reason, 'strerror', None) or reason}") from error


def _client(target: Target, text: str, kind: str) -> Any:
    client = SPARQLWrapper(target.url, agent=_AGENT)
    client.setMethod(POST)
    client.setOnlyConneg(True)
    client.setQuery(text)
    client.queryType = kind  # its own guess takes the first keyword for it, in a string too
    return client


def _refused(target: Target, error: urllib.error.HTTPError) -> QueryError | EndpointError:
    said = " ".join(re.sub(rb"<[^>]*>", b" ", error.read(8192)).decode("utf-8", "replace").split())[:_SAID]
    if error.code == 400:
        return QueryError(f"{target.url}: {said or 'the query was refused'}")
    if 300 <= error.code < 400:
        return EndpointError(
            f"{target.url}: redirects to {error.headers.get('Location')}; give that URL if you mean it"
        )
    if error.code in {401, 403}:
        return EndpointError(f"{target.url}: {error.code}, not allowed; set store.user and store.password")
    later = f" (again in {after} s)" if (after := error.headers.get("Retry-After")) else ""
    return EndpointError(f"{target.url}: {error.code} {error.reason}{later}" + (f": {said}" if said else ""))


def _cut(response: Any) -> str:
    """Say why an answer is not all: what Virtuoso says in headers only."""
    if (rows := response.headers.get("X-SPARQL-MaxRows")) is not None:
        return f"the endpoint cut the answer at {rows} rows"
    if response.status == 206 or response.headers.get("X-SQL-State", "").startswith("S1TA"):
        return "the endpoint ran out of time and sent a part of the answer"
    return ""
