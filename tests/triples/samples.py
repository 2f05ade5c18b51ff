"""Articles made by hand that between them use every field of the model, as real records fill them."""

from __future__ import annotations

from kg.identity import work_key
from kg.model import (
    Agent,
    Article,
    Container,
    Count,
    Dates,
    Grant,
    Identifier,
    Issn,
    Licence,
    Location,
    Metric,
    Organization,
    RecordKey,
    Reference,
    Relation,
    Subject,
    Text,
    Work,
)


def _work(article: Article, *records: RecordKey) -> Work:
    return Work(key=work_key(article, records[0]), article=article, records=records)


SEED = _work(
    Article(
        type="journal-article",
        titles=(Text("A global protection gap: Migrant insecurity in Mexico"),),
        abstracts=(Text("Over the last decade, Mexico has gone from a source to a transit country.\n\nI argue …"),),
        identifiers=(Identifier("doi", "10.1111/lamp.12329"),),
        agents=(Agent(name="Laura Gómez-Mera"),),
        containers=(
            Container(
                titles=(Text("Latin American Policy"),),
                key="agg:42501",
                description=Text("Latin American Policy (LAP) publishes research on the hemisphere."),
                metrics=(
                    Metric(name="journal-impact-factor", value="0.8000", source="agg"),
                    Metric(name="jcr-quartile", value="Q3", source="agg"),
                ),
            ),
        ),
        volume="15",
        issue="1",
        pages="129-155",
        page_start="129",
        page_end="155",
        dates=Dates(issued="2024-02-26"),
        is_open=False,
        urls=("https://onlinelibrary.wiley.com/doi/10.1111/lamp.12329",),
        locations=(Location(url="https://onlinelibrary.wiley.com/doi/epdf/10.1111/lamp.12329"),),
        counts=(Count(name="citations", value=0, source="agg", date="2026-11-23"),),
    ),
    RecordKey("agg", "10.1111/lamp.12329"),
)

_UNIVERSITY = Organization(
    name="Universität Bielefeld", ror="02hpadn98", country="DE", identifiers=(Identifier("openalex", "I20121455"),)
)
EVERYTHING = _work(
    Article(
        type="review-article",
        titles=(Text("Catalysis at the edge", "en"), Text("Katalyse am Rand", "de")),
        subtitles=(Text("A review", "en"),),
        short_titles=("Catalysis",),
        other_titles=(Text("边缘的催化", "zh"),),
        abstracts=(Text('First "paragraph" \\ one.\n\nSecond.', "en"),),
        identifiers=(
            Identifier("doi", "10.1000/xyz123"),
            Identifier("doi", "10.1000/xyz123.pub2"),
            Identifier("pmid", "31978945"),
            Identifier("pmcid", "PMC6993921"),
            Identifier("arxiv", "2101.00001"),
            Identifier("openalex", "W2741809807"),
            Identifier("s2", "649def34f8be52c8b66281af98ae884c09aef38b"),
            Identifier("mag", "2741809807"),
            Identifier("pii", "S0001-2345(67)89012-3"),
        ),
        agents=(
            Agent(
                name="J. Doe, Jr.",
                given="J.",
                family="Doe",
                suffix="Jr.",
                orcid="0000-0002-1825-0097",
                is_corresponding=True,
                affiliations=(_UNIVERSITY, Organization(name="Faculty of Chemistry, Bielefeld")),
                identifiers=(Identifier("openalex", "A5023888391"),),
            ),
            Agent(
                name="Müller, Änne",
                given="Änne",
                family="Müller",
                is_corresponding=False,
                affiliations=(_UNIVERSITY,),
                identifiers=(Identifier("openalex", "A5000000002"),),
            ),
            Agent(name="The ATLAS Collaboration", is_group=True),
            Agent(name="CERN", is_group=True, identifiers=(Identifier("ror", "01ggx4157"),)),
            Agent(name="E. Editor", role="editor"),
            Agent(name="T. Translator", role="translator"),
            Agent(name="C. Chair", role="chair"),
        ),
        agents_complete=False,
        containers=(
            Container(
                titles=(Text("Journal of Catalysis"), Text("Zeitschrift für Katalyse", "de")),
                short_titles=("J. Catal.",),
                issns=(Issn("0021-9517", "print"), Issn("1090-2694", "electronic"), Issn("2434-561X")),
                issn_l="0021-9517",
                key="openalex:S137773608",
                description=Text("About catalysis.", "en"),
                publisher=Organization(name="Elsevier BV"),
                url="https://www.journals.elsevier.com/journal-of-catalysis",
                metrics=(
                    Metric(name="journal-impact-factor", value="7.30", year="2023", source="agg"),
                    Metric(name="jcr-quartile", value="Q1", year="2023", category="CHEMISTRY, PHYSICAL", source="agg"),
                    Metric(name="jcr-quartile", value="Q2", year="2023", category="ENGINEERING", source="agg"),
                    Metric(name="cas-zone", value="2", source="agg"),
                    Metric(name="own-figure", value="12", source="agg"),
                ),
                subjects=(Subject(scheme="jcr", label="CHEMISTRY, PHYSICAL"),),
            ),
        ),
        volume="404",
        issue="7-8",
        pages="S12-S19",
        page_start="S12",
        page_end="S19",
        edition="2nd",
        dates=Dates(
            issued="2021-05",
            print="2021-05",
            online="2021-03-02",
            submitted="2020-11-01",
            accepted="2021-02-20",
            raw="Spring 2021",
        ),
        publisher=Organization(name="Elsevier BV"),
        language="en",
        licences=(
            Licence(url="http://creativecommons.org/licenses/by/4.0", version="vor", start="2021-03-02"),
            Licence(url="https://www.elsevier.com/tdm/userlicense/1.0/", version="tdm"),
            Licence(code="cc-by"),
            Licence(code="acs-specific: authorchoice"),
        ),
        is_open=True,
        oa_status="hybrid",
        urls=("https://linkinghub.elsevier.com/retrieve/pii/S0021951721000001", "javascript:alert(1)"),
        locations=(
            Location(
                url="https://example.org/paper one.pdf",
                is_pdf=True,
                is_open=True,
                version="publishedVersion",
                licence=Licence(code="cc-by"),
                host="Journal of Catalysis",
            ),
            Location(url="https://pub.uni-bielefeld.de/record/1", media_type="text/html", is_open=True, host="PUB"),
        ),
        images=("https://example.org/graphical-abstract.png",),
        counts=(
            Count(name="citations", value=12, source="crossref", date="2026-01-02"),
            Count(name="citations", value=15, source="openalex"),
            Count(name="citations", value=4, source="openalex", year="2024"),
            Count(name="references", value=98, source="crossref"),
            Count(name="own-count", value=1, source="agg"),
        ),
        keywords=(Text("catalysis", "en"), Text("edges")),
        subjects=(
            Subject(scheme="openalex", label="Catalysis and Oxidation Reactions", id="T10017", score="0.99"),
            Subject(scheme="openalex", label="Biology", id="C86803240", score="0.01"),
            Subject(scheme="mesh", label="Catalysis", id="D002384"),
        ),
        grants=(
            Grant(
                funder=Organization(
                    name="Deutsche Forschungsgemeinschaft", identifiers=(Identifier("doi", "10.13039/501100001659"),)
                ),
                award="SFB 1234",
                title="Edges",
            ),
            Grant(funder=Organization(name="National Science Foundation")),
            Grant(award="X-1"),
        ),
        references=(
            Reference(identifier=Identifier("doi", "10.1002/(sici)1<672::aid>3.0.co;2-8")),
            Reference(identifier=Identifier("openalex", "W1"), text="known by number"),
            Reference(text="A. Uthor, A book without a number, 1999."),
            Reference(identifier=Identifier("doi", "10.1000/xyz123")),
            Reference(identifier=Identifier("isbn", "9783161484100"), text="A book, 2001."),
        ),
        relations=(
            Relation(name="has-preprint", identifier=Identifier("arxiv", "2101.00001")),
            Relation(name="is-supplemented-by", url="https://zenodo.org/records/1"),
        ),
        modified="2026-01-02T03:04:05Z",
        remarks=("volume-kept-whole",),
    ),
    RecordKey("crossref", "10.1000/xyz123"),
    RecordKey("openalex", "W2741809807"),
)

PREPRINT = _work(
    Article(
        type="preprint",
        titles=(Text("Attention is not all you need"),),
        identifiers=(Identifier("arxiv", "2103.03404"), Identifier("openalex", "W3135367836")),
        agents=(Agent(name="Yihe Dong", orcid="0000-0001-5109-3700"), Agent(name="Andreas Loukas")),
        containers=(Container(kind="repository", titles=(Text("arXiv"),), key="openalex:S4306400194"),),
        dates=Dates(posted="2021-03-05"),
        is_open=True,
        oa_status="green",
        relations=(
            Relation(name="is-preprint-of", identifier=Identifier("doi", "10.1000/published")),
            Relation(name="own-relation", identifier=Identifier("doi", "10.1000/other")),
            Relation(name="is-version-of", identifier=Identifier("isbn", "9783161484100")),
        ),
    ),
    RecordKey("openalex", "W3135367836"),
)

PROCEEDINGS_PAPER = _work(
    Article(
        type="proceedings-article",
        titles=(Text("LIMES: Scaling link discovery"),),
        identifiers=(Identifier("doi", "10.1007/978-3-642-30284-8_1"),),
        agents=(Agent(name="Ngonga Ngomo", family="Ngonga Ngomo"),),
        containers=(
            Container(
                kind="proceedings",
                titles=(Text("The Semantic Web: Research and Applications"),),
                isbns=("9783642302831", "9783642302848"),
                publisher=Organization(name="Springer", ror="0117jxy09"),
                url="https://link.springer.com/book/10.1007/978-3-642-30284-8",
                description=Text("Proceedings of ESWC 2012"),
            ),
            Container(kind="series", titles=(Text("Lecture Notes in Computer Science"),), issns=(Issn("0302-9743"),)),
        ),
        volume="7295",
        pages="1-15",
        page_start="1",
        page_end="15",
        dates=Dates(issued="2012"),
        event="Extended Semantic Web Conference 2012",
    ),
    RecordKey("crossref", "10.1007/978-3-642-30284-8_1"),
)

CHAPTER = _work(
    Article(
        type="book-chapter",
        titles=(Text("On chapters"),),
        identifiers=(Identifier("doi", "10.1000/book.ch1"), Identifier("isbn", "9783161484100")),
        agents=(Agent(name="A. Author"), Agent(name="E. One", role="editor"), Agent(name="E. Two", role="editor")),
        containers=(Container(kind="book", titles=(Text("A book without a number"),), short_titles=("A book",)),),
        page_start="17",
        dates=Dates(issued="1999-12"),
        article_number="e17",
    ),
    RecordKey("crossref", "10.1000/book.ch1"),
)

DATASET = _work(
    Article(
        type="dataset",
        titles=(),
        identifiers=(Identifier("doi", "10.5281/zenodo.1234#v1?x=%41"),),
        agents=(Agent(name="Some Lab", is_group=True),),
        publisher=Organization(name="Zenodo", country="CH"),
        dates=Dates(issued="2020-01-31"),
        pages="1-20",
        licences=(Licence(code="cc0"),),
        is_open=True,
    ),
    RecordKey("crossref", "10.5281/zenodo.1234#v1?x=%41"),
)

RETRACTED = _work(
    Article(
        type="journal-article",
        titles=(Text("RETRACTED: Too good to be true"),),
        identifiers=(Identifier("doi", "10.1000/gone"),),
        containers=(Container(titles=(Text("Journal of Results"),)),),
        issue="3",
        article_number="100123",
        dates=Dates(issued="2019-07-01"),
        oa_status="closed",
        is_open=False,
        is_retracted=True,
        relations=(
            Relation(name="is-retracted-by", identifier=Identifier("doi", "10.1000/notice"), date="2020-02"),
            Relation(name="is-corrected-by", identifier=Identifier("doi", "10.1000/erratum")),
        ),
    ),
    RecordKey("crossref", "10.1000/gone"),
)

NOTICE = _work(
    Article(
        type="retraction",
        titles=(Text("Retraction notice"),),
        identifiers=(Identifier("doi", "10.1000/notice"),),
        relations=tuple(
            Relation(name=name, identifier=Identifier("doi", f"10.1000/{name}"))
            for name in (
                "retracts corrects updates is-updated-by replaces is-replaced-by reviews is-reviewed-by comments-on"
                " is-commented-on-by translates is-translated-by supplements is-part-of has-part is-based-on cites"
                " is-cited-by documents is-documented-by requires is-required-by is-format-of has-format"
                " is-identical-to has-version relates-to"
            ).split()
        ),
    ),
    RecordKey("crossref", "10.1000/notice"),
)

NAMELESS = _work(
    Article(
        type="letter",
        titles=(Text("To the editor"),),
        containers=(Container(titles=(Text("The  Lancet"),)),),
        issue="8/9",
        dates=Dates(issued="1923-08"),
    ),
    RecordKey("agg", "no identifier at all"),
)

PEER_REVIEW = _work(
    Article(
        type="peer-review",
        titles=(Text("Review of: Too good to be true"),),
        identifiers=(Identifier("doi", "10.1000/gone.r1"),),
        containers=(Container(kind="book", titles=(Text("All reviews of 2020"),), key="openalex:S137773608"),),
        relations=(Relation(name="reviews", identifier=Identifier("doi", "10.1000/gone")),),
    ),
    RecordKey("crossref", "10.1000/gone.r1"),
)

SAMPLES = {
    "seed": SEED,
    "everything": EVERYTHING,
    "preprint": PREPRINT,
    "proceedings-paper": PROCEEDINGS_PAPER,
    "chapter": CHAPTER,
    "dataset": DATASET,
    "retracted": RETRACTED,
    "notice": NOTICE,
    "nameless": NAMELESS,
    "peer-review": PEER_REVIEW,
}
