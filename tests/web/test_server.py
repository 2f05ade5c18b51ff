"""Starting and stopping: an address that cannot be used is one line, an interrupt ends what was begun."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import ServeError
from kg.web.server import bound, config, serve
from tests.web.client import Client
from tests.web.conftest import Site


def test_a_port_in_use_is_said_in_one_line() -> None:
    with bound("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"^127\.0\.0\.1:{port} is in use; choose another with --port$"):
            bound("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("192.0.2.1", 0, "is not an address of this machine; choose another with --host"),
        ("no.such.host.invalid", 8000, "no such address"),
        ("127.0.0.1", 70_000, "choose one up to 65535 with --port"),
    ],
)
def test_an_address_that_is_none_is_said_too(host: str, port: int, said: str) -> None:
    with pytest.raises(ServeError, match=said):
        bound(host, port)


def test_ipv6_is_an_address() -> None:
    try:
        with bound("::1", 0) as listening:
            assert socket.AF_INET6 == listening.family
    except ServeError:
        pytest.skip("this machine has no IPv6")


def test_nobody_is_believed() -> None:
    """Uvicorn by itself takes X-Forwarded-* from the same machine, and tells its name."""
    settings = config(object())

    assert (False, False) == (settings.proxy_headers, settings.server_header)


def test_no_site_no_server(site: Site, tmp_path: Path) -> None:
    from kg.errors import SiteError
    from kg.site.layout import Layout

    with pytest.raises(SiteError):
        serve(site.settings, Layout(tmp_path))


def test_an_interrupt_ends_the_server_in_peace(site: Site) -> None:
    """A process of its own, asked once, then interrupted: it answers and ends with 0, and says no word of fright."""
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    program = (
        "import sys; from pathlib import Path; from kg.settings import Settings; from kg.site.layout import Layout; "
        "from kg.web.server import serve; "
        "serve(Settings({'web.port': int(sys.argv[2])}), Layout(Path(sys.argv[1])), logs_requests=True)"
    )
    command = [sys.executable, "-c", program, str(site.layout.folder), str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        client = _connected(port)
        answer = client.ask("/health")
        client.close()
        process.send_signal(signal.SIGINT)
        try:
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()

    assert 200 == answer.status
    assert 0 == process.returncode
    assert "Traceback" not in said
    assert "GET /health 200" in said


def _connected(port: int) -> Client:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return Client(port)
    raise AssertionError("the server did not start")
