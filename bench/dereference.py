"""The price of one article over HTTP: `python bench/dereference.py [RECORDS] [REQUESTS]`.

CPU microseconds of the server for each request, by the clock that the kernel keeps of it; turns alternate.
    hello        a bare Starlette application under uvicorn that answers "hello": the floor of our stack
    oxigraph     the Oxigraph server, DESCRIBE of the article as Turtle: a store alone, no fragments, no names
    uncached     kg, Turtle by the document's URL, a different article each time
    cached       kg, the same article again and again
    304          kg, the same with its entity tag
    303          kg, the redirect from the article's own URI
    HTML         kg, the page, a different article each time
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import measure

HELLO = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def hello(request):
    return PlainTextResponse("hello")

app = Starlette(routes=[Route("/", hello)])
"""
ROUNDS = 3


def main() -> None:
    """Prepare a site, start the servers, measure, print the table."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    requests = min(int(sys.argv[2]) if len(sys.argv) > 2 else 2_000, records // 2 // ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ports = [free() for _ in range(3)]
        servers = started(folder, records, ports)
        try:
            _measure(folder, requests, ports, [server.pid for server in servers])
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait()


def started(folder: Path, records: int, ports: list[int]) -> list[subprocess.Popen[bytes]]:
    """Build a site, start the servers on these ports, and wait for them."""
    binaries = Path(sys.executable).parent
    kg, oxigraph = str(binaries / "kg"), str(binaries / "oxigraph")
    file, site = folder / "records.jsonl", str(folder / "site")
    measure.run([sys.executable, str(Path(__file__).parent / "records.py"), str(records), str(file)])
    measure.run([kg, "build", str(file), "--site", site, "--base", f"http://127.0.0.1:{ports[2]}/"])
    dump = str((folder / "site/current/dumps/kg.nt.gz").resolve())
    measure.run([oxigraph, "load", "--location", str(folder / "store"), "--file", dump])
    (folder / "hello.py").write_text(HELLO)
    uvicorn = [sys.executable, "-m", "uvicorn", "--app-dir", str(folder), "--no-access-log", "--log-level", "warning"]
    commands = [
        [*uvicorn, "--port", str(ports[0]), "hello:app"],
        [oxigraph, "serve-read-only", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{ports[1]}"],
        [kg, "serve", "--site", site, "--port", str(ports[2])],
    ]
    servers = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands]
    for port in ports:
        wait(port)
    return servers


def _measure(folder: Path, requests: int, ports: list[int], pids: list[int]) -> None:
    hello, oxigraph, kg = zip(ports, pids, strict=True)
    base = f"http://127.0.0.1:{ports[2]}/"
    paths = articles(folder)
    one = paths[-1]
    tag = ask(ports[2], [f"/doc/ttl/{one}"], {})[0]["etag"]
    turtle = {"Accept": "text/turtle"}
    queries = ["/query?query=" + quote(f"DESCRIBE <{base}{path}>") for path in paths]
    fresh = iter(paths)

    def several(pattern: str) -> list[str]:
        return [pattern.format(next(fresh)) for _ in range(requests)]

    results: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        turns = {
            "hello": (hello, ["/"] * requests, {}),
            "oxigraph": (oxigraph, [queries.pop() for _ in range(requests)], turtle),
            "uncached": (kg, several("/doc/ttl/{}"), {}),
            "cached": (kg, [f"/doc/ttl/{one}"] * requests, {}),
            "304": (kg, [f"/doc/ttl/{one}"] * requests, {"If-None-Match": tag}),
            "303": (kg, [f"/{one}"] * requests, turtle),
            "HTML": (kg, several("/doc/html/{}"), {}),
        }
        for name, ((port, pid), paths, headers) in turns.items():
            before = cpu(pid)
            ask(port, paths, headers)
            results.setdefault(name, []).append(1e6 * (cpu(pid) - before) / len(paths))
    print(f"{len(paths):,} articles, {requests:,} requests a turn, {ROUNDS} turns, one connection\n")
    print("| | CPU µs a request [least-most] | ratio to oxigraph | ratio to hello |\n|---|---|---|---|")
    middle = {name: sorted(costs)[len(costs) // 2] for name, costs in results.items()}
    for name, costs in results.items():
        cost = middle[name]
        spread = f"{cost:.0f} [{min(costs):.0f}-{max(costs):.0f}]"
        print(f"| {name} | {spread} | {cost / middle['oxigraph']:.2f} | {cost / middle['hello']:.1f} |")


def articles(folder: Path) -> list[str]:
    """Return the paths of the articles of the site."""
    import sqlite3

    with sqlite3.connect(f"file:{folder}/site/current/index.sqlite?mode=ro", uri=True) as connection:
        return [path for (path,) in connection.execute("SELECT path FROM work ORDER BY id")]


def ask(port: int, paths: list[str], headers: dict[str, str]) -> list[dict[str, str]]:
    """Ask for each path over one connection; return the headers of the answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    answers = []
    for path in paths:
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            answer.read()
            if answer.status >= 400:
                sys.exit(f"{path}: {answer.status}")
            answers.append({name.lower(): value for name, value in answer.getheaders()})
    connection.close()
    return answers


def cpu(pid: int) -> float:
    """Return the CPU seconds of a process, of threads that have ended too: its clock in Linux counts nanoseconds."""
    return time.clock_gettime(~pid << 3 | 2)


def free() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(port: int) -> None:
    """Wait for a server."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"no server on port {port}")


if __name__ == "__main__":
    main()
