"""Every way to write a URI leads to the one that the data has."""

from __future__ import annotations

import gzip

import pytest
import rdflib

from kg.formats import FORMATS, Format
from kg.serialise.reading import parse_terms
from tests.web.client import RDF, Client
from tests.web.conftest import Site
from tests.web.tricky import SICI, TRICKY, spellings

ARTICLE = "/article/10.1111/lamp.12329"
SPELLED = [(doi, odd, spelled) for doi in TRICKY for odd, spelled in spellings(doi).items()]


@pytest.mark.parametrize("doi", TRICKY, ids=lambda doi: doi[:50])
def test_u1_the_canonical_uri_is_the_one_in_the_data(client: Client, site: Site, doi: str) -> None:
    """It redirects to its document, which is about this URI, byte for byte, and holds the DOI as it is."""
    path = f"article/{TRICKY[doi]}"
    see = client.ask(f"/{path}", "application/n-triples")
    document = client.ask(see["location"])

    assert (303, f"{site.base}doc/nt/{path}") == (see.status, see["location"])
    assert 200 == document.status
    assert f"<{site.base}{path}>" in {subject for subject, _, _ in document.triples}
    dois = {object_ for _, predicate, object_ in document.triples if predicate == "<http://purl.org/ontology/bibo/doi>"}
    assert {'"' + doi.replace("\\", "\\\\").replace('"', '\\"') + '"'} == dois


@pytest.mark.parametrize(("doi", "odd", "spelled"), SPELLED, ids=[f"{doi[:40]} {odd}" for doi, odd, _ in SPELLED])
def test_u1_every_spelling_redirects_once(client: Client, site: Site, doi: str, odd: str, spelled: str) -> None:
    """308 to the canonical URI, of the thing and of its document; or it is the canonical one."""
    for place in ("article", "doc/ttl/article"):
        canonical = f"{site.base}{place}/{TRICKY[doi]}"
        answer = client.ask(f"/{place}/{spelled}", "text/turtle")

        if f"{site.base}{place}/{spelled}" == canonical:
            assert answer.status in {200, 303}, odd
        else:
            assert (308, canonical) == (answer.status, answer["location"]), odd


@pytest.mark.parametrize(
    "raw",
    [
        "/article/10.1111%2Flamp.12329",
        "/article/10.1111%2flamp.12329",
        "/article/10.1111%252Flamp.12329",
        "/article/10.1111/LAMP.12329",
        "/article/10.1111/lamp.12329/",
        "/article/doi:10.1111/lamp.12329",
        "/article/https://doi.org/10.1111/lamp.12329",
        "/article/https:/doi.org/10.1111/lamp.12329",
        "/article/http%3A%2F%2Fdx.doi.org%2F10.1111%2Flamp.12329",
        "/article%2F10.1111%2Flamp.12329",
        "/%61rticle/10.1111/lamp.12329",
        "/doi/10.1111/lamp.12329",
        "/doi/10.1111%2FLAMP.12329",
    ],
)
def test_u1_any_way_to_write_the_article(client: Client, site: Site, raw: str) -> None:
    """One redirect, for good, to the URI of the article."""
    answer = client.ask(raw, "text/turtle")

    assert (308, f"{site.base}article/10.1111/lamp.12329") == (answer.status, answer["location"])


def test_u1_composed_and_decomposed_letters_are_one(client: Client, site: Site) -> None:
    """NFD spells é as e and an accent; the data has NFC."""
    answer = client.ask("/article/10.1000/z%CC%87o%CC%81%C5%82c%CC%81-e%CC%81")

    assert (308, f"{site.base}article/10.1000/%C5%BC%C3%B3%C5%82%C4%87-%C3%A9") == (answer.status, answer["location"])


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/periodical/AGG:42501", "/periodical/agg:42501"),
        ("/periodical/agg%3A42501", "/periodical/agg:42501"),
        ("/periodical/agg:42501/volume/15/", "/periodical/agg:42501/volume/15"),
        ("/periodical/agg:42501/volume/15/issue/%31", "/periodical/agg:42501/volume/15/issue/1"),
        ("/%64ataset", "/dataset"),
    ],
)
def test_u1_other_things_have_one_spelling_too(client: Client, site: Site, path: str, canonical: str) -> None:
    answer = client.ask(path, "text/turtle")

    assert (308, f"{site.base}{canonical[1:]}") == (answer.status, answer["location"])


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        ("/article/%E9", {400}),
        ("/article/10.1111/%FF%FE", {400}),
        ("/article/10.1111/lamp.12329%00", {400}),
        ("/%00", {400}),
        ("/doc/ttl/article/%E9", {400}),
        ("/article/../article/10.1111/lamp.12329", {404}),
        ("/article/10.1111/../10.1111/lamp.12329", {404}),
        ("/doc/ttl/../../../etc/passwd", {404}),
        ("/doc/ttl/%2E%2E/%2E%2E/generation.json", {404}),
        ("/dumps/../generation.json", {404}),
        ("/dumps/%2e%2e%2fgeneration.json", {404}),
        ("/static/../app.py", {404}),
        ("/static/%2e%2e/app.py", {404}),
        ("//article/10.1111/lamp.12329", {404}),
        ("/article//10.1111/lamp.12329", {308, 404}),
        ("/article/10.1111//lamp.12329", {404}),
        ("/article/./10.1111/lamp.12329", {404}),
        ("/article/", {404}),
        ("/article", {404}),
        ("/doc", {404}),
        ("/doc/", {404}),
        ("/doc/ttl", {404}),
        ("/doc/ttl/", {404}),
        ("/article/%", {404}),
        ("/article/10.1111/lamp.12329%zz", {404}),
        ("/article/10.1111/lamp.12329%0d%0aX-Evil:%201", {404}),
        ("/article/10.1111/lamp.12329\\..\\x", {404}),
        ("/periodical/", {404}),
        ("/scheme/", {404}),
        ("/ns/", {308, 404}),
    ],
)
def test_u2_what_names_nothing_gets_an_answer_and_no_other_thing(client: Client, raw: str, statuses: set[int]) -> None:
    """Never 500, never what stands elsewhere."""
    answer = client.ask(raw, "text/turtle")

    assert answer.status in statuses
    assert b"evil" not in str(answer.headers).lower().encode()


def test_u2_too_long_is_414(client: Client) -> None:
    """Eight kilobytes of path or query are enough."""
    assert 414 == client.ask("/article/10.1000/" + "x" * 8_192).status
    assert 414 == client.ask(f"{ARTICLE}?q=" + "x" * 8_192).status
    assert 404 == client.ask("/article/10.1000/" + "x" * 8_000).status


@pytest.mark.parametrize("doi", ["10.1000/report.ttl", "10.1000/report.html", "10.1000/report.json"])
@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.extension)
def test_u3_a_doi_that_ends_like_a_file_is_no_file(client: Client, doi: str, format_: Format) -> None:
    """The format stands before the key, so nothing behind it can be mistaken for one."""
    answer = client.ask(f"/doc/{format_.extension}/article/{doi}", "image/png")

    assert (200, format_.content_type) == (answer.status, answer["content-type"])


def test_u3_a_doi_that_ends_in_a_slash_keeps_it(client: Client) -> None:
    """Its slash is part of the name; without it there is nothing."""
    assert 200 == client.ask("/doc/ttl/article/10.1000/ends/in/slash%2F").status
    assert 308 == client.ask("/doc/ttl/article/10.1000/ends/in/slash/").status
    assert 404 == client.ask("/doc/ttl/article/10.1000/ends/in/slash").status


def test_u4_what_stands_in_the_query_changes_nothing(client: Client) -> None:
    """Campaigns, session ids and nonsense: the same document with the same tag."""
    plain = client.ask("/doc/ttl/article/10.1111/lamp.12329")
    for query in ("utm_source=x&utm_medium=y", "a=%E9", "&&=&", "page=1", "x=" + "y" * 5_000):
        answer = client.ask(f"/doc/ttl/article/10.1111/lamp.12329?{query}")

        assert (200, plain["etag"], plain["content-location"]) == (
            answer.status,
            answer["etag"],
            answer["content-location"],
        )


def test_u4_a_redirect_of_spelling_keeps_the_query(client: Client, site: Site) -> None:
    """`?format=` is meant for the canonical URL as well; what is not ASCII is encoded."""
    answer = client.ask('/doi/10.1111/LAMP.12329?format=ttl&x="<>{}')

    assert f"{site.base}article/10.1111/lamp.12329?format=ttl&x=%22%3C%3E%7B%7D" == answer["location"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY", "PROPFIND"])
@pytest.mark.parametrize(
    "path", [ARTICLE, "/doc/ttl/article/10.1111/lamp.12329", "/", "/articles", "/dumps/", "/search"]
)
def test_u4_other_methods_are_405(client: Client, path: str, method: str) -> None:
    """With what is allowed, in the words of the other errors."""
    answer = client.ask(path, method=method)

    assert (405, "GET, HEAD, OPTIONS") == (answer.status, answer["allow"])
    assert "application/problem+json" == answer.media_type


@pytest.mark.parametrize("path", ["/article/10.5555/nothing", "/person/orcid:0000-0002-1825-0097", "/nothing", "/a/b"])
def test_u5_what_is_not_here_is_404(client: Client, path: str) -> None:
    """Not a redirect to something that is not there either."""
    for place in ("", "/doc/ttl"):
        answer = client.ask(f"{place}{path}", "text/turtle")

        assert 404 == answer.status
        assert {"type", "title", "status", "detail", "request"} <= answer.json.keys()


@pytest.mark.parametrize(
    "regex", [".*", "10.1111/lamp.1232.", "10.1111/lamp.12329|x", "10.1111/(.*)", "%3E%20%7D%20%23"]
)
def test_u6_a_key_is_no_pattern(client: Client, regex: str) -> None:
    """Keys are looked up, never put into a query."""
    assert 404 == client.ask(f"/article/{regex}", "text/turtle").status


@pytest.mark.parametrize("doi", TRICKY, ids=lambda doi: doi[:50])
def test_u7_redirects_lead_to_a_document_in_one_step(client: Client, doi: str) -> None:
    """In every format; the URI of the thing carries a fragment along, since the target has none."""
    for format_ in FORMATS:
        see = client.ask(f"/article/{TRICKY[doi]}", format_.media_types[0])

        assert "#" not in see["location"]
        assert 200 == client.ask(see["location"], method="HEAD").status


def test_u7_every_uri_in_the_data_answers(client: Client, site: Site) -> None:
    """None that we mint, and none that our triples mention, is a 404."""
    base = f"<{site.base}".encode()
    dump = next(dump.name for dump in site.generation.manifest.dumps if dump.name.endswith(".nt.gz"))
    with gzip.open(site.generation.folder / "dumps" / dump) as lines:
        terms = {term for triple in map(parse_terms, lines) for term in triple if term.startswith(base)}
    uris = {term[1:-1].partition(b"#")[0].decode() for term in terms}
    assert len(uris) > 100
    broken = [uri for uri in uris if client.ask(uri, "text/turtle").status != 303]

    assert [] == broken


@pytest.mark.parametrize("doi", TRICKY, ids=lambda doi: doi[:50])
def test_u8_tricky_uris_survive_every_format(client: Client, doi: str) -> None:
    """Six formats, read by other people's parsers: the same graph."""
    graphs = [client.ask(f"/doc/{format_.extension}/article/{TRICKY[doi]}").triples for format_ in RDF]

    assert len(graphs[0]) > 20
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # in rdflib's own parser
def test_u8_trig_can_be_read_into_a_plain_graph(client: Client) -> None:
    """The triples are in the default graph, where rdflib's `Graph` finds them."""
    answer = client.ask(f"/doc/trig/article/{TRICKY[SICI]}")
    graph = rdflib.Graph()
    graph.parse(data=answer.body, format="trig")

    assert len(answer.triples) == len(graph)
