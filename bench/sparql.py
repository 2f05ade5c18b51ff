"""The price of a query over HTTP: `python bench/sparql.py [RECORDS] [REQUESTS]`.

CPU microseconds of the server and its processes for each request, by the clocks that the kernel keeps of them; turns
alternate, and each request of a turn is another query, but for the last two.
    hello        a bare Starlette application under uvicorn that answers "hello": the floor of our stack
    oxigraph     the Oxigraph server: the same SELECT, the same graph, nothing that keeps a query in bounds
    kg           /sparql: scanned, answered in a process that can be killed
    kg POST      the same by POST of a form
    cached       the same query again and again
    304          the same with its entity tag
    proxy        kg in front of the Oxigraph server: both together; then how long an answer takes, and directly
Then how long a small query and a document take, alone and while eight hostile queries run.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import dereference

ROUNDS = 3
SMALL = "SELECT ?name ?date {{ <{}> <https://schema.org/name> ?name ; <https://schema.org/datePublished> ?date }}"
HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } #"
PATIENCE = 400  # requests of which the 99th percentile is taken


def main() -> None:
    """Prepare a site, start the servers, measure, print the tables."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    requests = min(int(sys.argv[2]) if len(sys.argv) > 2 else 2_000, records // 3 // ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ports = [dereference.free() for _ in range(4)]
        servers = dereference.started(folder, records, ports[:3])
        servers.append(_proxy(folder, ports))
        try:
            _prices(folder, requests, ports, [server.pid for server in servers])
            _latencies(folder, ports)
            _patience(folder, ports[2])
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait()


def _proxy(folder: Path, ports: list[int]) -> subprocess.Popen[bytes]:
    command = [
        str(Path(sys.executable).with_name("kg")),
        "serve",
        "--site",
        str(folder / "site"),
        "--port",
        str(ports[3]),
    ]
    command += ["--endpoint", f"http://127.0.0.1:{ports[1]}/query"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    dereference.wait(ports[3])
    return server


def _latencies(folder: Path, ports: list[int]) -> None:
    """Print how long an answer takes from the Oxigraph server, and through the proxy."""
    base = f"http://127.0.0.1:{ports[2]}/"
    queries = [quote(SMALL.format(base + path) + " #latency") for path in dereference.articles(folder)[:PATIENCE]]
    print("\n| | p50 ms | p99 ms |\n|---|---|---|")
    for name, port, path in (("oxigraph", ports[1], "/query"), ("proxy", ports[3], "/sparql")):
        times = sorted(_times(port, [f"{path}?query={query}" for query in queries]))
        print(f"| {name} | {1e3 * times[len(times) // 2]:.2f} | {1e3 * times[int(len(times) * 0.99)]:.2f} |")


def _prices(folder: Path, requests: int, ports: list[int], pids: list[int]) -> None:
    (hello, oxigraph, kg, proxy), base = zip(ports, pids, strict=True), f"http://127.0.0.1:{ports[2]}/"
    queries = [SMALL.format(base + path) for path in dereference.articles(folder)]
    fresh = iter(queries)
    one = "/sparql?query=" + quote(queries[-1])
    json = {"Accept": "application/sparql-results+json"}
    tag = dereference.ask(ports[2], [one], json)[0]["etag"]
    results: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        turn = [next(fresh) for _ in range(requests)]
        get = ["/sparql?query=" + quote(query) for query in turn]
        posted = [next(fresh) for _ in range(requests)]
        turns = {
            "hello": (hello, lambda port: dereference.ask(port, ["/"] * requests, {})),
            "oxigraph": (oxigraph, lambda port, get=get: dereference.ask(port, [f"/query{p[7:]}" for p in get], json)),
            "kg": (kg, lambda port, get=get: dereference.ask(port, get, json)),
            "kg POST": (kg, lambda port, posted=posted: _post(port, posted, json)),
            "cached": (kg, lambda port: dereference.ask(port, [one] * requests, json)),
            "304": (kg, lambda port: dereference.ask(port, [one] * requests, json | {"If-None-Match": tag})),
            "proxy": (proxy, lambda port, get=get: dereference.ask(port, get, json)),
        }
        for name, ((port, pid), work) in turns.items():
            watched = [pid, oxigraph[1]] if name == "proxy" else [pid]
            before = sum(map(_cpu, watched))
            work(port)
            results.setdefault(name, []).append(1e6 * (sum(map(_cpu, watched)) - before) / requests)
    print(f"{len(queries):,} articles, {requests:,} requests a turn, {ROUNDS} turns, one connection\n")
    print("| | CPU µs a request [least-most] | ratio to oxigraph | ratio to hello |\n|---|---|---|---|")
    middle = {name: sorted(costs)[len(costs) // 2] for name, costs in results.items()}
    for name, costs in results.items():
        cost = middle[name]
        spread = f"{cost:.0f} [{min(costs):.0f}-{max(costs):.0f}]"
        print(f"| {name} | {spread} | {cost / middle['oxigraph']:.2f} | {cost / middle['hello']:.1f} |")


def _patience(folder: Path, port: int) -> None:
    """Print how long small requests take, alone and beside hostile ones."""
    articles = dereference.articles(folder)
    base = f"http://127.0.0.1:{port}/"
    paths = {
        "small SELECT": ["/sparql?query=" + quote(SMALL.format(base + path) + "#") for path in articles],
        "document": [f"/doc/ttl/{path}" for path in articles],
    }
    head = ("", "p50 ms alone", "p99 ms alone", "p50 ms beside hostile queries", "p99 ms", "p99 ratio")
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for name, targets in paths.items():
        alone = _times(port, targets[:PATIENCE])
        threads = [threading.Thread(target=_hostile, args=(port, number)) for number in range(8)]
        for thread in threads:
            thread.start()
        for seconds, when in ((0.05, "as they begin"), (4, "later")):
            time.sleep(seconds)
            beside = _times(port, targets[PATIENCE : 2 * PATIENCE])
            ends = [1e3 * sorted(times)[int(len(times) * part)] for times in (alone, beside) for part in (0.5, 0.99)]
            shown = " | ".join(f"{end:.1f}" for end in (*ends, ends[3] / ends[1]))
            print(f"| {name}, {when} | {shown} |")
        for thread in threads:
            thread.join()


def _hostile(port: int, number: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sparql?query=" + quote(f"{HOSTILE}{number}"))
    connection.getresponse().read()
    connection.close()


def _times(port: int, paths: list[str]) -> list[float]:
    times = []
    for path in paths:
        started = time.perf_counter()
        dereference.ask(port, [path], {})
        times.append(time.perf_counter() - started)
    return times


def _post(port: int, queries: list[str], headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    for query in queries:
        connection.request("POST", "/sparql", "query=" + quote(query), form)
        with connection.getresponse() as answer:
            answer.read()
            if answer.status != 200:
                sys.exit(f"{query}: {answer.status}")
    connection.close()


def _cpu(pid: int) -> float:
    """Return the CPU seconds of a process and of all that come from it."""
    return dereference.cpu(pid) + sum(map(_cpu, _children(pid)))


def _children(pid: int) -> list[int]:
    """Return the processes that this one has started: each belongs to one of its threads."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):  # it has ended meanwhile
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


if __name__ == "__main__":
    main()
