"""Records come, change and go one by one, and the site is the one that a build from all of them would make."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kg.build.pipeline import build
from kg.build.updating import add, remove
from kg.errors import SiteError, SourceError
from kg.settings import Settings
from kg.site.generation import current
from kg.site.layout import Layout
from kg.terms import iri

BASE = "https://kg.example.org/"
SETTINGS = Settings({"site.base": BASE, "build.workers": 1, "build.run": 2})


def crossref(number: int, **fields: object) -> dict[str, object]:
    return {
        "DOI": f"10.1000/{number}",
        "type": "journal-article",
        "title": [f"Article {number}"],
        "author": [{"given": "Josiah", "family": "Carberry", "ORCID": "http://orcid.org/0000-0002-1825-0097"}],
        "container-title": [f"Journal {number % 2}"],
        "issued": {"date-parts": [[2000 + number]]},
        **fields,
    }


def openalex(number: int, **fields: object) -> dict[str, object]:
    return {
        "id": f"https://openalex.org/W{1000000 + number}",
        "title": f"Article {number}",
        "type": "article",
        "publication_year": 2000 + number,
        "authorships": [],
        "cited_by_count": number,
        **fields,
    }


def write(file: Path, *records: dict[str, object]) -> Path:
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return file


def dumps(layout: Layout) -> dict[str, str]:
    folder = layout.current / "dumps"
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.gz"))}


def rebuilt(folder: Path, *records: dict[str, object]) -> dict[str, str]:
    """The dumps of a site built from these records at once."""
    layout = Layout(folder)
    build([write(folder.with_suffix(".jsonl"), *records)], layout, SETTINGS)
    return dumps(layout)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A site of six articles."""
    layout = Layout(tmp_path / "site")
    build([write(tmp_path / "first.jsonl", *map(crossref, range(6)))], layout, SETTINGS)
    return layout


def test_what_is_there_already_makes_no_generation(layout: Layout, tmp_path: Path) -> None:
    """Same digest, no work."""
    report = add([tmp_path / "first.jsonl"], layout, SETTINGS)

    assert report.update is not None
    assert (0, 0, 6, 0) == (report.update.new, report.update.changed, report.update.unchanged, report.update.works)
    assert [1] == layout.numbers()


def test_a_new_record_joins_the_work_that_it_is_of(layout: Layout, tmp_path: Path) -> None:
    """One generation more, and the same bytes as from all records at once."""
    later = openalex(3, doi="https://doi.org/10.1000/3")
    report = add([write(tmp_path / "later.jsonl", later)], layout, SETTINGS)

    assert report.update is not None
    assert (1, 6) == (report.update.new, report.works)
    assert rebuilt(tmp_path / "all", *map(crossref, range(6)), later) == dumps(layout)
    opened = current(layout)
    assert opened.manifest.triples == len(opened.store)
    assert {"crossref", "openalex"} == {kept.record.source for kept in opened.records.of("article/10.1000/3").records}


def test_a_better_identifier_moves_the_work_and_its_old_uri_stays(layout: Layout, tmp_path: Path) -> None:
    """The old URI is an alias, and says of which; works that cited it cite the new one."""
    alone, citing = openalex(7), openalex(8, referenced_works=["https://openalex.org/W1000007"])
    add([write(tmp_path / "alone.jsonl", alone, citing)], layout, SETTINGS)
    assert "Article 7" == current(layout).index.label("article/openalex:W1000007")

    better = openalex(7, doi="https://doi.org/10.1000/seven", updated_date="2024-01-01")
    add([write(tmp_path / "better.jsonl", better)], layout, SETTINGS)
    opened = current(layout)
    triples = [line.decode() for line in _lines(layout)]

    assert "article/10.1000/seven" == opened.index.alias("article/openalex:W1000007")
    assert (
        f"<{BASE}article/openalex:W1000007> <http://www.w3.org/2002/07/owl#sameAs> <{BASE}article/10.1000/seven> ."
        in triples
    )
    assert [f"<{BASE}article/openalex:W1000008> <http://purl.org/spar/cito/cites> <{BASE}article/10.1000/seven> ."] == [
        line for line in triples if "cito/cites" in line
    ]
    assert rebuilt(tmp_path / "all", *map(crossref, range(6)), alone, citing, better) == dumps(layout)


def test_an_issn_l_moves_a_journal_with_all_its_articles(layout: Layout, tmp_path: Path) -> None:
    """Also those whose own records do not speak of it."""
    printed = crossref(20, ISSN=["0028-0836"])
    add([write(tmp_path / "printed.jsonl", printed)], layout, SETTINGS)
    source = {"id": "https://openalex.org/S1", "display_name": "A journal", "issn_l": "1476-4687"}
    linking = openalex(
        21, primary_location={"source": {**source, "issn": ["0028-0836", "1476-4687"], "type": "journal"}}
    )
    add([write(tmp_path / "linking.jsonl", linking)], layout, SETTINGS)

    assert rebuilt(tmp_path / "all", *map(crossref, range(6)), printed, linking) == dumps(layout)
    assert "periodical/issn:1476-4687" == current(layout).index.alias("periodical/issn:0028-0836")


def test_what_is_removed_is_gone_and_says_why(layout: Layout, tmp_path: Path) -> None:
    """By any identifier; the URI is kept as one behind which something stood, until it comes back."""
    remove(layout, SETTINGS, keys=["10.1000/5"], reason="The author asked for it.")
    opened = current(layout)
    gone = opened.index.gone("article/10.1000/5")

    assert gone is not None
    assert ("Article 5", "The author asked for it.") == (gone.label, gone.reason)
    assert rebuilt(tmp_path / "all", *map(crossref, range(5))) == dumps(layout)

    add([tmp_path / "first.jsonl"], layout, SETTINGS)
    assert current(layout).index.gone("article/10.1000/5") is None
    assert 6 == current(layout).manifest.counts["article"]


def test_a_source_is_removed_as_a_whole(layout: Layout, tmp_path: Path) -> None:
    """Its works go, those that others know too stay."""
    records = [openalex(1, doi="https://doi.org/10.1000/1"), openalex(30)]
    add([write(tmp_path / "openalex.jsonl", *records)], layout, SETTINGS)
    report = remove(layout, SETTINGS, source="openalex")

    assert report.update is not None
    assert 2 == report.update.removed
    assert rebuilt(tmp_path / "all", *map(crossref, range(6))) == dumps(layout)
    assert current(layout).index.gone("article/openalex:W1000030") is not None


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"keys": ["10.1000/none"]}, "10.1000/none: no work and no record here is called so"),
        ({"source": "pubmed"}, "no records of 'pubmed'; there are: crossref"),
        ({"source": "crossref"}, "nothing would be left"),
    ],
)
def test_what_cannot_be_removed_is_one_clear_error(layout: Layout, named: dict[str, object], said: str) -> None:
    """And nothing is removed."""
    before = dumps(layout)

    with pytest.raises(SourceError, match=said):
        remove(layout, SETTINGS, **named)  # type: ignore[arg-type]
    assert before == dumps(layout)


def test_records_are_not_added_to_nothing(tmp_path: Path) -> None:
    """A site is built first."""
    with pytest.raises(SiteError, match="build one first"):
        add([write(tmp_path / "a.jsonl", crossref(1))], Layout(tmp_path / "site"), SETTINGS)


def test_a_build_with_fewer_records_says_what_is_gone(layout: Layout, tmp_path: Path) -> None:
    """URIs are for ever, even where a whole site was built anew."""
    build([write(tmp_path / "fewer.jsonl", *map(crossref, range(3)))], layout, SETTINGS)

    gone = current(layout).index.gone("article/10.1000/4")
    assert gone is not None
    assert "not among the records" in gone.reason


def test_other_settings_write_everything_anew(layout: Layout, tmp_path: Path) -> None:
    """Parts of a graph with other URIs are of no use."""
    elsewhere = SETTINGS.with_({"site.base": "https://other.example.org/"})
    add([write(tmp_path / "later.jsonl", crossref(9))], layout, elsewhere)

    assert current(layout).index.label("article/10.1000/9")
    assert all(b"<https://kg.example.org/" not in line for line in _lines(layout))


def _lines(layout: Layout) -> list[bytes]:
    import gzip

    return gzip.decompress((layout.current / "dumps/kg.nt.gz").read_bytes()).splitlines()


_DOIS = st.sampled_from(["10.1000/a", "10.1000/b", "10.1000/c"])
_CROSSREF = st.builds(
    lambda doi, title, issn, time, cited: crossref(
        1,
        DOI=doi,
        title=[title],
        ISSN=[issn],
        deposited={"date-time": f"202{time}-01-01T00:00:00Z"},
        reference=[{"DOI": cited, "key": "1"}],
    ),
    _DOIS,
    st.sampled_from(["One", "Two"]),
    st.sampled_from(["0028-0836", "1476-4687", "0036-8075"]),
    st.integers(0, 2),
    _DOIS,
)
_OPENALEX = st.builds(
    lambda number, doi, pmid, title, cited, linked: openalex(
        number,
        doi=doi and f"https://doi.org/{doi}",
        ids={"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}"} if pmid else {},
        title=title,
        referenced_works=[f"https://openalex.org/W{1000000 + cited}"],
        primary_location={
            "source": {
                "id": "https://openalex.org/S1",
                "display_name": "A journal",
                "issn_l": linked,
                "issn": ["0028-0836", "1476-4687"],
                "type": "journal",
            }
        },
    ),
    st.integers(1, 4),
    st.none() | _DOIS,
    st.sampled_from([None, None, 1, 2]),
    st.sampled_from(["One", "Two"]),
    st.integers(1, 4),
    st.sampled_from(["0028-0836", "1476-4687"]),
)


@settings(
    max_examples=8, stateful_step_count=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
class Site(RuleBasedStateMachine):
    """Adds and removes records in any order; the model is the list of those that are there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kg-updates-"))
        self.layout = Layout(self.folder / "site")
        self.held: dict[str, dict[str, object]] = {}
        self.turn = 0
        self._take([crossref(0)])
        build([self.folder / "0.jsonl"], self.layout, SETTINGS)

    def _take(self, records: list[dict[str, object]]) -> Path:
        file = write(self.folder / f"{self.turn}.jsonl", *records)
        self.turn += 1
        self.held |= {json.dumps(record): record for record in records}
        return file

    @rule(records=st.lists(_CROSSREF | _OPENALEX, min_size=1, max_size=4))
    def add(self, records: list[dict[str, object]]) -> None:
        """Some records, of which some may be there or be other versions of those that are."""
        add([self._take(records)], self.layout, SETTINGS)

    @precondition(lambda self: any(record.get("DOI") == "10.1000/a" for record in self.held.values()))
    @rule()
    def remove_a_record(self) -> None:
        """One record with all its versions."""
        self.held = {said: record for said, record in self.held.items() if record.get("DOI") != "10.1000/a"}
        remove(self.layout, SETTINGS, keys=["crossref/10.1000/a"])

    @precondition(lambda self: any("id" in record for record in self.held.values()))
    @rule()
    def remove_a_source(self) -> None:
        """All of OpenAlex."""
        self.held = {said: record for said, record in self.held.items() if "id" not in record}
        remove(self.layout, SETTINGS, source="openalex")

    @invariant()
    def the_site_is_what_a_build_would_make(self) -> None:
        """The dumps byte for byte; store and index hold what the dumps do."""
        shutil.rmtree(self.folder / "all", ignore_errors=True)
        assert rebuilt(self.folder / "all", *self.held.values()) == dumps(self.layout)
        updated, built = current(self.layout), current(Layout(self.folder / "all"))
        assert updated.manifest.triples == len(updated.store)
        assert built.manifest.digest == updated.manifest.digest
        for which in ("article", "periodical", "person"):
            assert built.index.things(which, 0, 99).rows == updated.index.things(which, 0, 99).rows
        assert built.index.works(0, 99).rows == updated.index.works(0, 99).rows
        assert built.index.search("one", 0, 99).total == updated.index.search("one", 0, 99).total
        for path in updated.index.paths("", 99):
            kept = updated.records.triples(path)
            assert kept is not None
            assert {*updated.store.about(iri(updated.manifest.base + path))} <= {*kept}
            assert built.records.triples(path) == kept
            written = updated.records.turtle(path)
            assert written is not None
            assert built.records.turtle(path) == written
            for named in written.pointed:
                assert built.records.named(named) == updated.records.named(named)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestSite = Site.TestCase
TestSite.pytestmark = [pytest.mark.slow]
