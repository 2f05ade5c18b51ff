"""The site for people: every page as HTML, made from a published generation and from nothing else.

A page works without a script, loads nothing from elsewhere, and links by paths from the root of the host.  Each kind
of page has a view, a frozen value read from triples, and a template in kg/web/templates that only lays it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.formats import FORMATS, HTML
from kg.serialise import Names
from kg.serialise.reading import value
from kg.vocab import PREFIXES, SCHEMA
from kg.web.pages import explanation
from kg.web.pages.article import article
from kg.web.pages.citation import citation
from kg.web.pages.dataset import dataset, in_schema_org
from kg.web.pages.environment import environment, versions
from kg.web.pages.head import Head, article_json_ld, article_tags, json_ld, shortened, thing_links
from kg.web.pages.lists import Lists
from kg.web.pages.places import Places
from kg.web.pages.reading import Reading
from kg.web.pages.relations import cited_by
from kg.web.pages.rows import pager, works
from kg.web.pages.table import table
from kg.web.pages.terms import terms
from kg.web.pages.things import thing
from kg.web.pages.volumes import contents

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.site.explaining import Explanation
    from kg.site.generation import Generation
    from kg.site.quality import Quality
    from kg.web.documents import Document
    from kg.web.pages.querying import Bounds, Query
    from kg.web.sparql.examples import Example

_DATA = tuple(format_ for format_ in FORMATS if format_ is not HTML)


class Pages:
    """The pages of one generation; safe to use from several threads."""

    def __init__(self, generation: Generation, settings: Settings) -> None:
        """Read the templates; raises nothing that a site could cause."""
        manifest = generation.manifest
        self._generation = generation
        self._places = Places(manifest.base)
        self._names = Names(PREFIXES, manifest.base)
        self._lists = Lists(generation, self._places, max(settings.number("web.page_size"), 1))
        self._environment = environment()
        files = versions()
        self._environment.globals |= {
            "site": manifest,
            "dataset": dataset(generation, self._places, self._names),
            "base": manifest.base,
            "below": self._places.below,
            "static": lambda name: self._places.below(f"static/{files[name]}"),
            "formats": _DATA,
        }

    def thing(self, document: Document) -> str:
        """Return the page about a thing, or about one page of its members."""
        reading = Reading(self._generation, self._places, document)
        if document.kind == "article":
            return self._article(reading) if document.is_described else self._cited(reading)
        by_path = {"dataset": self._dataset, "ns": self._terms}
        return by_path.get(document.path, self._thing)(reading)

    def home(self) -> str:
        """Return the page at the base of the site."""
        view = self._lists.home()
        manifest = self._generation.manifest
        head = Head(title=manifest.title, description=manifest.description, canonical=manifest.base)
        return self._page("home.html", head, home=view)

    def listing(self, kind: str, page: int) -> str | None:
        """Return a page of a list, or None where it has no such page.

        The lists are `articles`, `journals`, `people` and `organizations`, or the kinds of what is in them; raises
        `KeyError` for any other.
        """
        view = self._lists.listing(kind, page)
        if view is None:
            return None
        head = Head(title=view.numbered, description=view.description, canonical=view.url, links=view.links)
        return self._page("list.html", head, listing=view)

    def search(self, text: str, page: int) -> str:
        """Return a page of what a search found: people and journals first, then articles, the best first."""
        view = self._lists.search(text, page)
        title = f"{view.text} – Search" if view.text else "Search"
        return self._page("search.html", Head(title=title, is_indexed=False), search=view)

    def error(self, status: int, title: str, detail: str) -> str:
        """Return the page of an answer that is no: what is wrong, and where to go from there."""
        head = Head(title=f"{title} ({status})", is_indexed=False)
        return self._page("error.html", head, status=status, reason=title, detail=detail)

    def explanation(self, found: Explanation) -> str:
        """Return the page that says of each field of an article where it comes from."""
        head = Head(title=f"Why? {found.title}", is_indexed=False)
        return self._page("explain.html", head, explained=explanation.view(found, self._places))

    def quality(self, found: Quality) -> str:
        """Return the report on quality."""
        head = Head(title="Quality", description="What is wrong with the records, or missing in them.")
        return self._page("quality.html", head, quality=found, link=self._places.url)

    def dumps(self) -> str:
        """Return the list of dumps."""
        head = Head(
            title="Dumps",
            description=f"{self._generation.manifest.title}: the whole graph to download.",
            canonical=f"{self._places.base}dumps/",
        )
        return self._page("dumps.html", head)

    def query(
        self,
        shown: Query,
        bounds: Bounds,
        examples: tuple[Example, ...],
        choices: tuple[tuple[str, str], ...],
    ) -> str:
        """Return the page of the endpoint; `choices` are other formats than a page, by label and name."""
        head = Head(title="Query", description="Ask the graph in SPARQL.", is_indexed=False)
        return self._page("query.html", head, query=shown, bounds=bounds, examples=examples, choices=choices)

    @property
    def places(self) -> Places:
        return self._places

    def _article(self, reading: Reading) -> str:
        document, view = reading.document, article(reading)
        abstract = " ".join(view.abstracts[0].paragraphs) if view.abstracts else ""
        line = citation(view, self._places.base + document.path)
        licence = reading.graph.iri(reading.thing, SCHEMA.license)
        head = Head(
            title=view.title.text,
            description=shortened(abstract or line),
            canonical=document.urls[HTML.extension],
            links=thing_links(reading, value(licence) if licence else None, view.access.pdf),
            tags=article_tags(reading, view),
            json_ld=article_json_ld(reading, view),
        )
        return self._document("article.html", reading, head, article=view, citation=line, placed=view.anchors)

    def _cited(self, reading: Reading) -> str:
        head = self._head(reading, reading.document.label, "A work that articles of this site cite.")
        key = reading.document.path.partition("/")[2]
        elsewhere = f"https://doi.org/{key}" if key.startswith("10.") else ""
        return self._document("cited.html", reading, head, cited_by=cited_by(reading), elsewhere=elsewhere)

    def _thing(self, reading: Reading) -> str:
        document, view = reading.document, thing(reading)
        said = view.description.text if view.description else f"{view.kind}. {document.total:,} articles."
        title = ", ".join([view.title.text, *(link.text for link in reversed(view.within))])
        head = self._head(reading, title, said, json_ld(document.triples, document.iri))
        rows = contents(reading) if document.kind == "issue" else works(document.members, self._places)
        return self._document("thing.html", reading, head, thing=view, works=rows)

    def _dataset(self, reading: Reading) -> str:
        manifest = self._generation.manifest
        data = json_ld(in_schema_org(manifest), reading.thing)
        head = self._head(reading, manifest.title, manifest.description, data)
        return self._document("dataset.html", reading, head)

    def _terms(self, reading: Reading) -> str:
        view = terms(reading, self._names)
        said = view.description.text if view.description else ""
        head = self._head(reading, view.title.text, said)
        placed = frozenset(term.anchor for term in view.terms)
        return self._document("ns.html", reading, head, vocabulary=view, placed=placed)

    def _head(self, reading: Reading, title: str, description: str, data: Any = "") -> Head:
        document = reading.document
        return Head(
            title=f"{title} (page {document.page})" if document.page > 1 else title,
            description=shortened(description),
            canonical=document.urls[HTML.extension],
            links=thing_links(reading, self._generation.manifest.licence),
            json_ld=data,
        )

    def _document(self, template: str, reading: Reading, head: Head, **view: Any) -> str:
        document = reading.document
        here = f"doc/html/{document.path}"
        way = pager(
            document.page,
            document.pages,
            document.total,
            lambda number: self._places.below(here, page=number) if number > 1 else self._places.below(here),
        )
        view.setdefault("placed", frozenset())
        shown = {format_: self._places.url(document.urls[format_.extension]) for format_ in _DATA}
        return self._page(
            template,
            head,
            document=document,
            uri=self._places.base + document.path,
            representations=shown,
            pager=way,
            triples=table(reading, self._names),
            **view,
        )

    def _page(self, template: str, head: Head, **view: Any) -> str:
        return self._environment.get_template(template).render(head=head, **view)
