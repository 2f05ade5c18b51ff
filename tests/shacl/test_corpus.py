"""Real records of every source, by the shapes that ship: the engines say the same of each."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from kg import notebook
from kg.shacl import Graph, documents, engine
from kg.shacl.terms import canonical

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://kg.example.org/"
SOURCES = ["arxiv-atom", "bibtex", "crossref", "crossref-csl", "csl", "datacite", "doaj", "europepmc", "jats"]
SOURCES += ["openalex", "pubmed", "ris", "semanticscholar"]
ARTICLES = 6


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_engines_agree_on_real_articles(shared: Path, source: str) -> None:
    """Focus node, path, value, component, severity and shape of every result."""
    folder = shared / "corpus" / source / "dev"
    if not folder.is_dir():
        pytest.skip(f"the corpus has no {source}")
    articles = list(notebook.articles(str(folder)))
    chosen = random.Random(source).sample(articles, min(len(articles), ARTICLES))
    lines = (triple for article in chosen for triple in notebook.triples(article, base=BASE))
    graph = Graph((subject, predicate, canonical(object_)) for subject, predicate, object_ in lines)
    read = documents.shapes([ROOT / "shapes" / "profiles" / "default.ttl"], BASE)
    found = {name: Counter(engine(name, read).results(graph)) for name in ("compiled", "pyshacl", "sparql")}

    assert found["pyshacl"] == found["compiled"] == found["sparql"]
    assert sum(found["compiled"].values()) > 5  # at the least what is recommended and missing
