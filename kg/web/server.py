"""The server: uvicorn, told to believe nobody about who asks and from where."""

from __future__ import annotations

import errno
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from kg.errors import ServeError
from kg.web.app import create_app
from kg.web.packets import Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.settings import Settings
    from kg.site.layout import Layout
    from kg.web.opened import Published

_LAST_PORT = 65_535
_BACKLOG = 2_048
_SECONDS_TO_END = 10
_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
}
_LOGGERS = {
    "kg.web": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    "uvicorn.error": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
}


class Server(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._started()


def serve(
    settings: Settings,
    site: Layout | Published,
    *,
    started: Callable[[], None] = lambda: None,
    logs_requests: bool | None = None,
) -> None:
    """Serve a site until it is interrupted; requests that are being answered are finished first.

    `started` is called when the server listens.  Each request is a line on standard error where `logs_requests`
    says so or, where it says nothing, where somebody watches: that is a third of the price of a cached answer.
    Raises `SiteError` where there is nothing to serve, and `ServeError` where the address cannot be used.
    """
    app = create_app(settings, site)
    address = settings.text("web.host"), settings.number("web.port")
    with bound(*address) as listening, suppress(KeyboardInterrupt):  # which uvicorn raises again when all is done
        Server(config(app, logs_requests=sys.stderr.isatty() if logs_requests is None else logs_requests), started).run(
            sockets=[listening]
        )


def config(app: object, *, logs_requests: bool = True) -> uvicorn.Config:
    """Return how uvicorn runs the application."""
    quiet = {"kg.web.access": {"level": "INFO" if logs_requests else "WARNING"}}
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI application, which uvicorn types by its own names
        proxy_headers=False,  # who may say X-Forwarded-*?  Base and links come from the settings
        server_header=False,
        http=Protocol,
        ws="none",
        log_config={**_LOGGING, "loggers": {**_LOGGERS, **quiet}},
        access_log=False,  # ours has the id of the request (kg.web.front)
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; raises `ServeError` where it is taken or is not ours."""
    if port > _LAST_PORT:
        raise ServeError(f"{port} is no port; choose one up to {_LAST_PORT} with --port")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise ServeError(f"{host}: no such address ({error.strerror}); choose another with --host") from error
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise ServeError(_why(error, host, port)) from error
    return listening


def _why(error: OSError, host: str, port: int) -> str:
    reason = {
        errno.EADDRINUSE: "is in use; choose another with --port",
        errno.EACCES: "may not be used by you; choose a port above 1023 with --port",
        errno.EADDRNOTAVAIL: "is not an address of this machine; choose another with --host",
    }
    return f"{host}:{port} {reason.get(error.errno or 0, f'cannot be used ({error.strerror})')}"
