"""The schema.org view: one vocabulary, one tree, and nothing that could end the script element around it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from hypothesis import given

from kg.iris import Iris
from kg.serialise import schema_org
from kg.serialise.schema_org import _URLS
from kg.terms import Triple, iri, literal, typed
from kg.things import Periodicals
from kg.triples import triples as triples_of
from kg.vocab import BIBO, DCTERMS, FOAF, PREFIXES, PRO, RDF, SCHEMA, XSD
from tests.serialise.graphs import ABOUT, IRIS, TEXT, TRIPLES
from tests.triples.samples import SAMPLES

AUTHOR = Iris.fragment(ABOUT, "author-1")
ARTICLE = "https://kg.example.org/article/10.1111/lamp.12329"


def view(*triples: Triple) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(schema_org(triples, ABOUT))
    return found


def test_only_schema_org_is_said() -> None:
    """Classes and properties of other vocabularies are left out, whatever they say of the same thing."""
    document = view(
        (ABOUT, RDF.type, SCHEMA.ScholarlyArticle),
        (ABOUT, RDF.type, BIBO.AcademicArticle),
        (ABOUT, SCHEMA.name, literal("A title", "en")),
        (ABOUT, DCTERMS.title, literal("A title", "en")),
        (ABOUT, SCHEMA.author, AUTHOR),
        (ABOUT, DCTERMS.creator, AUTHOR),
        (AUTHOR, RDF.type, SCHEMA.Person),
        (AUTHOR, RDF.type, FOAF.Person),
        (AUTHOR, FOAF.name, literal("B")),
    )

    assert {
        "@context": "https://schema.org",
        "@id": ARTICLE,
        "@type": "ScholarlyArticle",
        "name": "A title",
        "author": {"@id": f"{ARTICLE}#author-1", "@type": "Person"},
    } == document


def test_values_are_what_its_readers_expect() -> None:
    """Dates and decimals are strings, counts numbers, links addresses; two languages of one name are two names."""
    document = view(
        (ABOUT, SCHEMA.datePublished, typed("2024-02", XSD.gYearMonth)),
        (ABOUT, SCHEMA.isAccessibleForFree, typed("true", XSD.boolean)),
        (ABOUT, SCHEMA.userInteractionCount, typed("0", XSD.integer)),
        (ABOUT, SCHEMA.value, typed("0.8", XSD.decimal)),
        (ABOUT, SCHEMA.name, literal("X", "en")),
        (ABOUT, SCHEMA.name, literal("X", "de")),
        (ABOUT, SCHEMA.name, literal("Y", "fr")),
        (ABOUT, SCHEMA.license, iri("https://creativecommons.org/licenses/by/4.0/")),
        (ABOUT, SCHEMA.citation, IRIS.article("10.1000/1")),
    )

    assert ("2024-02", True, 0, "0.8") == (
        document["datePublished"],
        document["isAccessibleForFree"],
        document["userInteractionCount"],
        document["value"],
    )
    assert ["X", "Y"] == document["name"]
    assert "https://creativecommons.org/licenses/by/4.0/" == document["license"]
    assert {"@id": "https://kg.example.org/article/10.1000/1"} == document["citation"]


def test_authors_keep_the_order_of_the_byline() -> None:
    """The place stands on the authorship, in another vocabulary: it orders the view and is not in it."""
    first = IRIS.person("orcid:0000-0002-1825-0097")
    document = view(
        (ABOUT, SCHEMA.author, AUTHOR),
        (ABOUT, SCHEMA.author, first),
        (Iris.fragment(ABOUT, "authorship-1"), PRO.isHeldBy, first),
        (Iris.fragment(ABOUT, "authorship-1"), SCHEMA.position, typed("1", XSD.integer)),
        (Iris.fragment(ABOUT, "authorship-2"), PRO.isHeldBy, AUTHOR),
        (Iris.fragment(ABOUT, "authorship-2"), SCHEMA.position, typed("2", XSD.integer)),
    )

    assert [first[1:-1].decode(), f"{ARTICLE}#author-1"] == [author["@id"] for author in document["author"]]


def test_a_thing_of_which_nothing_is_said_has_its_name() -> None:
    """A page about an article that is only cited still says which one it is."""
    assert {"@context": "https://schema.org", "@id": ARTICLE} == view((AUTHOR, SCHEMA.name, literal("x")))


class Scripts(HTMLParser):
    """Collects what a browser would take for the content of script elements, and everything after."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.rest = ""
        self._inside = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)
        else:
            self.rest += data


@given(text=TEXT)
def test_no_text_leaves_the_script_element(text: str) -> None:
    """A title may hold the end of the element, the start of a comment, or an entity: it stays a title."""
    for title in [text, f"</script>{text}", f"<!--{text}<script>", f"{text}&lt;/script&gt;"]:
        embedded = schema_org([(ABOUT, SCHEMA.name, literal(title))], ABOUT).decode()
        page = Scripts()
        page.feed(f'<script type="application/ld+json">{embedded}</script>after')
        page.close()

        assert not set(embedded) & set("<>&\u2028\u2029")
        assert title == json.loads("".join(page.found))["name"]
        assert "after" == page.rest


@given(triples=TRIPLES)
def test_any_graph_has_a_view(triples: list[Triple]) -> None:
    """Circles, literals as types, terms that are none: the view is JSON-LD of schema.org alone."""
    assert_only_schema_org(schema_org(triples, ABOUT))


def test_articles_are_seen_in_schema_org_alone() -> None:
    """What real records become, under a context that knows no other vocabulary."""
    for work in SAMPLES.values():
        text = schema_org(triples_of(work, IRIS, Periodicals()), IRIS.article(work.key))

        assert {"@id", "@type"} < set(json.loads(text))
        assert_only_schema_org(text)


def test_the_official_context_understands_it(shared: Path) -> None:
    """What is a plain address here is an IRI there, and no property is unknown."""
    official = json.loads((shared / "ontologies" / "schemaorgcontext.jsonld").read_bytes())["@context"]
    coerced = {name for name, said in official.items() if isinstance(said, dict) and said.get("@type") == "@id"}
    ours = {name for name in vars(SCHEMA) if not name.startswith("_")}

    assert coerced & ours == _URLS
    for work in SAMPLES.values():
        text = schema_org(triples_of(work, IRIS, Periodicals()), IRIS.article(work.key))
        assert keys(json.loads(text)) - {"@context", "@id", "@type"} <= set(official)


def assert_only_schema_org(text: bytes) -> None:
    document = json.loads(text)
    document["@context"] = {"@vocab": PREFIXES["schema"]}
    for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD):
        if quad.predicate.value == PREFIXES["rdf"] + "type":
            assert isinstance(quad.object, ox.NamedNode)
            assert quad.object.value.startswith(PREFIXES["schema"])
        else:
            assert quad.predicate.value.startswith(PREFIXES["schema"])


def keys(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for item in value for key in keys(item)}
    return set(value) | keys(list(value.values())) if isinstance(value, dict) else set()
