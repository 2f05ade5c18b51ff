"""Any article makes triples that strict parsers take, of nodes that are ours, and the same ones every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from hypothesis import given, settings

from kg.iris import Iris, canonical
from kg.things import Periodicals, things
from kg.triples import scheme_triples, source_triples, thing_iri, thing_triples, triples
from tests.strategies import WORKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Work
    from kg.terms import Triple

BASE = "https://kg.example.org/"
IRIS = Iris(BASE)
PERIODICALS = Periodicals()
MANY = settings(max_examples=150, deadline=None)
SOME = settings(max_examples=50, deadline=None)


def lines(stream: Iterable[Triple]) -> bytes:
    """Write triples as N-Triples."""
    return b"".join(b"%b %b %b .\n" % triple for triple in stream)


def whole(work: Work) -> list[Triple]:
    """Make the triples of a work and of everything it shares with others."""
    shared = {thing_iri(thing, IRIS): thing for thing in things(work.article, PERIODICALS)}
    return [*triples(work, IRIS, PERIODICALS), *(t for thing in shared.values() for t in thing_triples(thing, IRIS))]


@MANY
@given(WORKS)
def test_strict_parsers_take_every_article(work: Work) -> None:
    """What is made of an article loads into Oxigraph and rdflib, to the last triple."""
    made = whole(work)
    written = lines(made)

    parsed = list(ox.parse(written, format=ox.RdfFormat.N_TRIPLES))
    graph = rdflib.Graph().parse(data=written, format="nt")

    assert len(made) == len(parsed)
    assert len(set(made)) == len(graph)


@SOME
@given(WORKS)
def test_a_store_gives_back_what_was_made(work: Work) -> None:
    """Lexical forms are canonical: documents from the store and dumps from the stream say the same."""
    store = ox.Store()
    made = whole(work)
    store.load(lines(made), format=ox.RdfFormat.N_TRIPLES)

    given_back = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())

    assert set(ox.parse(lines(made), format=ox.RdfFormat.N_TRIPLES)) == set(
        ox.parse(given_back, format=ox.RdfFormat.N_TRIPLES)
    )


@SOME
@given(WORKS)
def test_every_node_is_ours_and_none_is_blank(work: Work) -> None:
    """Subjects are IRIs below the base, so that each can answer."""
    for subject, _, object_ in whole(work):
        assert subject.startswith(b"<" + BASE.encode())
        assert not object_.startswith(b"_:")


@SOME
@given(WORKS)
def test_no_triple_comes_twice_and_always_the_same_ones_come(work: Work) -> None:
    """A work's stream is a set in one order."""
    made = list(triples(work, IRIS, PERIODICALS))

    assert len(made) == len(set(made))
    assert made == list(triples(work, IRIS, PERIODICALS))


@SOME
@given(WORKS)
def test_what_an_article_points_to_is_described(work: Work) -> None:
    """Each shared thing that the triples of a work mention is among those that its article states."""
    kinds = tuple(f"<{BASE}{kind}/".encode() for kind in ("person", "organization", "periodical", "book", "concept"))
    described = {thing_iri(thing, IRIS) for thing in things(work.article, PERIODICALS)}
    mentioned = {term for triple in whole(work) for term in triple if term.startswith(kinds)}

    assert not {iri for iri in mentioned - described if b"#" not in iri and b"/metric/" not in iri}


@SOME
@given(WORKS)
def test_every_shared_thing_has_the_uri_that_a_client_is_led_to(work: Work) -> None:
    """The path of a thing is canonical: it is not redirected to another spelling, which would be nobody's."""
    for thing in things(work.article, PERIODICALS):
        path = thing_iri(thing, IRIS)[1 + len(BASE) : -1].decode()

        assert path == canonical(path)


@SOME
@given(WORKS)
def test_keys_of_places_are_their_paths(work: Work) -> None:
    """The key of a volume or an issue is what stands below /periodical/ in its URI."""
    for thing in things(work.article, PERIODICALS):
        if thing.kind in {"volume", "issue"}:
            path = thing_iri(thing, IRIS)[1 + len(BASE) : -1].decode()

            assert f"periodical/{thing.key}" == path


@SOME
@given(WORKS)
def test_functional_properties_have_one_value(work: Work) -> None:
    """FaBiO takes two values of such a property for the same one."""
    functional = (b"/prism", b"/basic/2.0/", b"hasPublicationYear", b"hasPubMedId", b"hasGlobalCount", b"withStatus")
    many = (b"keyword>", b"edition>")
    seen: dict[tuple[bytes, bytes], bytes] = {}
    for subject, predicate, object_ in whole(work):
        if any(name in predicate for name in functional) and not predicate.endswith(many):
            assert object_ == seen.setdefault((subject, predicate), object_)


def test_fixed_triples_parse() -> None:
    """Schemes and sources, known or not, are as valid as articles."""
    made = [*scheme_triples(IRIS), *source_triples("crossref", IRIS), *source_triples("own source", IRIS)]

    assert len(set(made)) == len(list(ox.parse(lines(made), format=ox.RdfFormat.N_TRIPLES)))
