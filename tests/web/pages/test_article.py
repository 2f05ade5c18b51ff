"""The page of an article: what it shows, what it gives reference managers, and what it leaves alone."""

from __future__ import annotations

import pytest

from kg.formats import HTML
from kg.model import Agent, Container, Dates, Identifier, Issn, Location, Reference, Relation, Text, Work
from kg.site.generation import Generation
from kg.web.documents import document
from kg.web.links import links as link_header
from tests.web.pages import making
from tests.web.pages.making import titled
from tests.web.pages.reader import Page

EVERYTHING = "article/10.1000/xyz123"


@pytest.fixture
def everything(opened: Generation) -> Page:
    return Page(making.page(opened, EVERYTHING))


@pytest.fixture
def gone(opened: Generation) -> Page:
    return Page(making.page(opened, "article/10.1000/gone"))


@pytest.mark.parametrize(
    "shown",
    [
        "Review article",
        "Open access",
        "A review",
        "边缘的催化",
        "J. Doe, Jr.",
        "The ATLAS Collaboration, CERN et al.",
        "Editors: E. Editor",
        "There are more: the source ends its list with “et al.”.",
        "Corresponding",
        "Universität Bielefeld ; Faculty of Chemistry, Bielefeld",
        "Journal of Catalysis volume 404 issue 7-8 pages S12–S19 May 2021",
        'First "paragraph" \\ one.',
        "PubMed Central PMC6993921",
        "Semantic Scholar 649def34f8be52c8b66281af98ae884c09aef38b",
        "Crossref 12 times (2 January 2026)",
        "OpenAlex 15 times",
        "CC BY 4.0",
        "Hybrid: open, with a licence, in a subscription journal",
        "Elsevier BV",
        "Submitted 1 November 2020",
        "Accepted 20 February 2021",
        "Date as printed Spring 2021",
        "Language English",
        "Edition 2nd",
        "Catalysis and Oxidation Reactions",
        "Keywords: catalysis; edges",
        "Deutsche Forschungsgemeinschaft : Edges award SFB 1234",
        "National Science Foundation",
        "References 98",
        "4 references",
        "A. Uthor, A book without a number, 1999.",
        "example.org PDF Open published version, Journal of Catalysis, Creative Commons Attribution",
        "10.1000/xyz123 Crossref",
        "W2741809807 OpenAlex",
        "Citations 4 2024 OpenAlex",
    ],
)
def test_what_is_known_is_shown(everything: Page, shown: str) -> None:
    """In words, with dates as precise as they are known."""
    flat = "".join(everything.text().split())

    assert "".join(shown.split()) in flat


@pytest.mark.parametrize(
    ("doi", "date", "machine"),
    [("10.1111/lamp.12329", "26 February 2024", "2024-02-26"), ("10.1000/xyz123", "May 2021", "2021-05")],
)
def test_a_date_is_as_precise_as_its_source(opened: Generation, doi: str, date: str, machine: str) -> None:
    """No first of the month that nobody stated."""
    text = making.page(opened, f"article/{doi}")

    assert f'<time datetime="{machine}">{date}</time>' in text


def test_a_year_stays_a_year(opened: Generation) -> None:
    """2012 is no 1 January."""
    text = making.page(opened, "article/10.1007/978-3-642-30284-8_1")

    assert '<time datetime="2012">2012</time>' in text
    assert "January 2012" not in text


def test_reference_managers_find_what_they_need(everything: Page) -> None:
    """Highwire tags, in the spelling that Google Scholar and Zotero read."""
    tags = [
        (meta["name"].removeprefix("citation_"), meta["content"])
        for meta in everything.all("meta")
        if meta["name"].startswith("citation_")
    ]

    assert [
        ("title", "Catalysis at the edge"),
        ("author", "Doe, J., Jr."),
        ("author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("author", "Müller, Änne"),
        ("author", "The ATLAS Collaboration"),
        ("author", "CERN"),
        ("publication_date", "2021/05"),
        ("journal_title", "Journal of Catalysis"),
        ("volume", "404"),
        ("issue", "7-8"),
        ("firstpage", "S12"),
        ("lastpage", "S19"),
        ("issn", "0021-9517"),
        ("issn", "1090-2694"),
        ("issn", "2434-561X"),
        ("doi", "10.1000/xyz123"),
        ("pmid", "31978945"),
        ("arxiv_id", "2101.00001"),
        ("publisher", "Elsevier BV"),
        ("language", "en"),
        ("keywords", "catalysis"),
        ("keywords", "edges"),
        ("abstract", 'First "paragraph" \\ one.\n\nSecond.'),
        ("abstract_html_url", "https://kg.example.org/doc/html/article/10.1000/xyz123"),
        ("pdf_url", "https://example.org/paper%20one.pdf"),
    ] == tags


@pytest.mark.parametrize(
    ("doi", "tag", "value"),
    [
        ("10.1007/978-3-642-30284-8_1", "conference_title", "Extended Semantic Web Conference 2012"),
        ("10.1007/978-3-642-30284-8_1", "inbook_title", "The Semantic Web: Research and Applications"),
        ("10.1007/978-3-642-30284-8_1", "publication_date", "2012"),
        ("10.1000/book.ch1", "isbn", "9783161484100"),
        ("10.1111/lamp.12329", "publication_date", "2024/02/26"),
        ("10.1111/lamp.12329", "author", "Laura Gómez-Mera"),
    ],
)
def test_other_kinds_of_works_have_their_tags(opened: Generation, doi: str, tag: str, value: str) -> None:
    """Chapters, proceedings; names without known parts as they are printed."""
    assert [value] == Page(making.page(opened, f"article/{doi}")).metas(f"citation_{tag}")


def test_editors_are_no_authors(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A citation names them where there is nobody else; a tag would call them authors."""
    opened = making.generation(
        tmp_path_factory.mktemp("edited") / "generation", [by(Agent(name="E. Ditor", role="editor"))]
    )
    page = Page(making.page(opened, "article/10.7777/x"))

    assert [] == page.metas("citation_author")
    assert "E. Ditor. (n.d.). A title." in page.text()


def test_what_is_no_pdf_is_not_called_one(opened: Generation) -> None:
    """`/doi/epdf/` is a page with a viewer."""
    page = Page(making.page(opened, "article/10.1111/lamp.12329"))

    assert [] == page.metas("citation_pdf_url") + page.links("item")


@pytest.mark.parametrize("doi", ["10.1111/lamp.12329", "10.1000/xyz123", "10.1000/gone"])
def test_the_links_of_the_head_are_those_of_the_header(opened: Generation, doi: str) -> None:
    """A client that reads the page learns what one that reads the Link header learns."""
    found = document(opened, f"article/{doi}")
    assert found is not None
    page = Page(making.page(opened, f"article/{doi}"))
    header = {
        (target.lstrip("<"), relation)
        for target, relation in (
            link.split(";")[0:2] for link in link_header(found, HTML, opened.manifest).replace(">", "").split(", <")
        )
    }
    said = {(link["href"], f' rel="{link["rel"]}"') for link in page.all("link")}

    assert header <= said


def test_the_head_has_the_licence_of_the_article_and_its_authors(everything: Page) -> None:
    """Not that of the data about it."""
    assert 1 == len(everything.links("license"))
    assert everything.links("license")[0].startswith("https://")
    assert ["https://orcid.org/0000-0002-1825-0097"] == everything.links("author")
    assert ["https://kg.example.org/article/10.1000/xyz123"] == everything.links("cite-as")
    assert ["https://example.org/paper%20one.pdf"] == everything.links("item")


def test_a_retraction_cannot_be_missed(gone: Page) -> None:
    """Before all else, with its date and the way to the notice."""
    assert "This article has been retracted ( February 2020 ). See Retraction notice" in gone.text().replace(
        "(February 2020)", "( February 2020 )"
    )
    assert "/article/10.1000/notice" in gone.hrefs
    assert "Retracted" in gone.text()


def test_the_notice_says_so_of_an_article_that_does_not(opened: Generation) -> None:
    """What others state about an article stands on its page: `retracts` on the notice is "Retracted by" here."""
    page = Page(making.page(opened, "article/10.1000/retracts"))

    assert "10.1000/retracts" == page.text("h1")
    assert "There is no record of this work here yet" in page.text()
    assert "https://doi.org/10.1000/retracts" in page.hrefs


TITLES = (
    titled(
        "10.7777/citing",
        "The citing article",
        references=(
            Reference(identifier=Identifier("doi", "10.7777/cited")),
            Reference(identifier=Identifier("pmid", "31978945")),
            Reference(identifier=Identifier("doi", "10.7777/unknown")),
            Reference(text="Printed, A. (1901)."),
        ),
        relations=(Relation(name="corrects", identifier=Identifier("doi", "10.7777/cited")),),
    ),
    titled("10.7777/cited", "The cited article", "en"),
    titled("10.7777/by-number", "Known by another number", identifiers=(
        Identifier("doi", "10.7777/by-number"), Identifier("pmid", "31978945"),
    )),
)  # fmt: skip


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return making.generation(tmp_path_factory.mktemp("linked") / "generation", TITLES)


def test_references_lead_to_what_is_here(linked: Generation) -> None:
    """By title where there is a record, by identifier where there is none, as printed where there is neither."""
    text = making.page(linked, "article/10.7777/citing")

    assert '<li><a href="/article/10.7777/cited" dir="auto">The cited article</a></li>' in text
    assert '<li><a href="/article/10.7777/unknown" dir="auto">10.7777/unknown</a></li>' in text
    assert '<li><span dir="auto">Printed, A. (1901).</span></li>' in text
    assert '<li><a href="/article/10.7777/by-number" dir="auto">Known by another number</a></li>' in text
    assert "4 references" in text


def test_an_article_shows_who_cites_and_corrects_it(linked: Generation) -> None:
    """The other direction of what others state."""
    page = Page(making.page(linked, "article/10.7777/cited"))

    assert "Cited here by 1 article The citing article" in page.text()
    assert "Corrected by The citing article" in page.text()


def test_many_citations_hide_no_retraction(tmp_path_factory: pytest.TempPathFactory) -> None:
    """However much points to an article, who retracts, corrects or updates it stands on its page."""
    cited = Identifier("doi", "10.7777/cited")
    citing = [titled(f"10.7777/a{n}", f"Article {n}", references=(Reference(identifier=cited),)) for n in range(400)]
    notices = [
        titled(f"10.7777/{name}", f"Who {name}", relations=(Relation(name=name, identifier=cited),))
        for name in ("retracts", "corrects", "updates")
    ]
    works = [titled("10.7777/cited", "The article"), *citing, *notices]
    opened = making.generation(tmp_path_factory.mktemp("many") / "generation", works)
    text = Page(making.page(opened, "article/10.7777/cited")).text()

    assert "Cited here by 400 articles" in text
    assert "Retracted by Who retracts" in text
    assert "Corrected by Who corrects" in text
    assert "Updated by Who updates" in text


def test_who_cites_an_article_by_another_of_its_identifiers_cites_it(linked: Generation) -> None:
    """A PMID in a reference list names the same work as its DOI."""
    page = Page(making.page(linked, "article/10.7777/by-number"))

    assert "Cited here by 1 article The citing article" in page.text()


def test_titles_have_their_language(opened: Generation) -> None:
    """Where it is stated, and the direction of their letters always."""
    chinese = making.page(opened, "article/10.3760/cma.j.issn.0254-6450.2020.02.003")
    arabic = making.page(opened, "article/10.1000/arabic")
    plain = making.page(opened, "article/10.1111/lamp.12329")

    assert '<h1 dir="auto" lang="zh">新型冠状病毒肺炎流行病学特征分析</h1>' in chinese
    assert 'lang="en" dir="auto">The epidemiological characteristics' in chinese
    assert '<h1 dir="auto" lang="ar">' in arabic
    assert '<p dir="auto" lang="ar">' in arabic
    assert '<h1 dir="auto">A global protection gap' in plain


def test_people_known_from_here_alone_lead_to_their_fragment(opened: Generation) -> None:
    """And those with an ORCID iD to their own page, with the mark."""
    text = making.page(opened, EVERYTHING)

    assert '<a href="#author-2" dir="auto">Müller, Änne</a>' in text
    assert '<li id="author-2">' in text
    assert '<a class="known" href="/person/orcid:0000-0002-1825-0097" dir="auto">J. Doe, Jr.</a>' in text
    assert 'alt="ORCID iD of J. Doe, Jr."' in text


def by(*agents: Agent, **fields: object) -> Work:
    return titled("10.7777/x", "A title", agents=agents, **fields)


@pytest.mark.parametrize(
    ("work", "line"),
    [
        (
            by(Agent(name="Ada Lovelace"), dates=Dates(issued="1843-09")),
            "Ada Lovelace. (1843). A title. https://doi.org/10.7777/x",
        ),
        (
            by(
                Agent(name="Jean-Pierre S. Serre", given="Jean-Pierre S.", family="Serre"),
                Agent(name="AJ Wakefield", given="AJ", family="Wakefield"),
                Agent(name="钟南山", given="南山", family="钟"),
            ),
            "Serre, J.-P. S., Wakefield, A. J. & 钟南山. (n.d.). A title. https://doi.org/10.7777/x",
        ),
        (
            by(
                Agent(name="CERN", is_group=True),
                containers=(Container(titles=(Text("Annals"),), issns=(Issn("0028-0836"),)),),
                volume="3",
                issue="1-2",
                pages="7-9",
                dates=Dates(issued="2001"),
            ),
            "CERN. (2001). A title. Annals, 3(1-2), 7–9. https://doi.org/10.7777/x",
        ),
        (
            by(*(Agent(name=f"A{number}") for number in range(21)), dates=Dates(issued="2001")),
            ", ".join(f"A{number}" for number in range(20)) + ", et al. (2001). A title. https://doi.org/10.7777/x",
        ),
        (by(dates=Dates(raw="Spring")), "(Spring). A title. https://doi.org/10.7777/x"),
        (titled("10.7777/<x>", "Why?"), "(n.d.). Why? https://doi.org/10.7777/%3Cx%3E"),
    ],
)
def test_the_citation(tmp_path_factory: pytest.TempPathFactory, work: Work, line: str) -> None:
    """Nothing in it that is not known, and a link that works."""
    opened = making.generation(tmp_path_factory.mktemp("cited") / "generation", [work])
    [row] = opened.index.works(0, 1).rows

    assert f'<p class="citation" data-copy>{line.replace("&", "&amp;")}</p>' in making.page(opened, row.path)


def test_a_search_engine_sees_the_article(everything: Page) -> None:
    """In terms of schema.org, with the people nested."""
    told = everything.json_ld

    assert "ScholarlyArticle" == told["@type"]
    assert {"Catalysis at the edge", "Katalyse am Rand"} == {*told["name"]}
    assert "Person" == next(author["@type"] for author in told["author"] if author.get("name") == "Müller, Änne")


def test_an_open_pdf_comes_before_others(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Reference managers fetch one."""
    places = (
        Location(url="https://closed.example/a.pdf", is_pdf=True, is_open=False),
        Location(url="https://open.example/a.pdf", is_pdf=True, is_open=True),
    )
    opened = making.generation(tmp_path_factory.mktemp("pdf") / "generation", [by(locations=places)])

    assert ["https://open.example/a.pdf"] == Page(making.page(opened, "article/10.7777/x")).metas("citation_pdf_url")
