"""Servers that tests ask: the real one of Oxigraph, and one that answers whatever a test wants it to."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest


def free_port() -> int:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        return int(reserved.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run the server of the wheel `oxigraph` while the block runs; yields its URL without a path."""
    program, port = Path(sys.executable).with_name("oxigraph"), free_port()
    server = subprocess.Popen(
        [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        awaited(server, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {allowed}
NumberOfBuffers = 20000
DisableUnixSocket = 1
SSL_Protocols = TLSv1.2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 5
MaxQueryCostEstimationTime = 4000
"""


class Virtuoso(NamedTuple):
    """A server that runs: its address for HTTP, and its port for isql-vt."""

    url: str
    sql: int


@contextmanager
def virtuoso(folder: Path, allowed: Path) -> Iterator[Virtuoso]:
    """Run Virtuoso while the block runs, where Debian's package is installed; it may read the files of `allowed`."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, allowed=allowed, sql=sql, http=http))
    server = subprocess.Popen(
        ["virtuoso-t", "+configfile", settings, "+foreground"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        awaited(server, f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D")
        yield Virtuoso(f"http://127.0.0.1:{http}", sql)
    finally:
        server.kill()
        server.wait()


def awaited(server: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        assert server.poll() is None
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no answer at {url}")


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """Serve what a function writes for the body of each POST; yields the URL of an endpoint."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join()
