"""The journal of an aggregator's record: its names, its number, its figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kg.model import Container, Text
from tests.mappers.aggregator_records import made


@pytest.mark.parametrize(
    ("own", "other", "titles", "short_titles", "remarks"),
    [
        ("Latin American Policy", "Latin American Policy", ["Latin American Policy"], (), ()),
        ("Latin American Policy", "LATIN AMERICAN POLICY", ["Latin American Policy"], (), ()),
        ("Latin American Policy", None, ["Latin American Policy"], (), ()),
        (None, "Latin American Policy", ["Latin American Policy"], (), ()),
        ("Communications of the ACM", "Commun. ACM", ["Communications of the ACM"], ("Commun. ACM",), ()),
        ("Lat Am Policy", "Latin American Policy", ["Latin American Policy"], ("Lat Am Policy",), ()),
        ("Journal of Physics &amp; Sons", "J. Phys. Sons", ["Journal of Physics & Sons"], ("J. Phys. Sons",), ()),
        ("Proceedings of the National Academy of Sciences", "PNAS", None, ("PNAS",), ()),
        ("Nature", "Nature Communications", ["Nature", "Nature Communications"], (), ("periodical-names-differ",)),
    ],
)
def test_two_fields_name_one_journal(
    own: str | None,
    other: str | None,
    titles: list[str] | None,
    short_titles: tuple[str, ...],
    remarks: tuple[str, ...],
) -> None:
    """The shorter is an abbreviation where its words begin those of the longer, from the first to the last."""
    article = made(PeriodicalName=own, journal={"name": other})
    (container,) = article.containers

    assert (titles or [own]) == [title.text for title in container.titles]
    assert (short_titles, remarks) == (container.short_titles, article.remarks)


@pytest.mark.parametrize(
    ("data", "container"),
    [
        ({}, None),
        ({"PeriodicalId": 0, "PeriodicalIF": 0.8}, None),
        ({"PeriodicalId": 42501}, Container(key="agg:42501")),
        ({"journal": "Nature"}, Container(titles=(Text("Nature"),))),
    ],
)
def test_a_journal_has_a_name_or_a_number(data: dict[str, Any], container: Container | None) -> None:
    """Figures about a journal that nothing names are about nothing."""
    assert ((container,) if container else ()) == made(**data).containers


@pytest.mark.parametrize(
    ("data", "metrics"),
    [
        ({"PeriodicalIF": 0.8000}, [("journal-impact-factor", "0.8", None)]),
        ({"PeriodicalIF": Decimal("12.0")}, [("journal-impact-factor", "12", None)]),
        ({"PeriodicalIF": "3.120"}, [("journal-impact-factor", "3.12", None)]),
        ({"PeriodicalIF": 100}, [("journal-impact-factor", "100", None)]),
        ({"PeriodicalIF": 0}, []),
        ({"PeriodicalIF": None}, []),
        ({"PeriodicalIF": "<0.1"}, []),
        ({"JCR": "q1", "JCRName": "OPTICS"}, [("jcr-quartile", "Q1", "OPTICS")]),
        ({"JCR": "Q2", "JCRName": "OPTICS; NURSING"}, [("jcr-quartile", "Q2", None)]),
        ({"JCR": "Q2", "JCRName": None}, [("jcr-quartile", "Q2", None)]),
        ({"JCR": "", "JCRName": "OPTICS"}, []),
        ({"RegionNum": 2, "RegionCategory": "医学"}, [("cas-zone", "2", "医学")]),
        ({"RegionNum": 0, "RegionCategory": None}, []),
    ],
)
def test_figures_about_a_journal(data: dict[str, Any], metrics: list[tuple[str, str, str | None]]) -> None:
    """In their shortest form, without a year, which the record does not say; 0 stands for none."""
    (container,) = made(PeriodicalId=1, **data).containers

    assert metrics == [(metric.name, metric.value, metric.category) for metric in container.metrics]
    assert all(metric.year is None and metric.source == "agg" for metric in container.metrics)


def test_categories_hold_commas() -> None:
    """Semicolons and bars part them."""
    (container,) = made(PeriodicalId=1, JCRName="COMPUTER SCIENCE, THEORY & METHODS | NURSING").containers

    assert ["COMPUTER SCIENCE, THEORY & METHODS", "NURSING"] == [subject.label for subject in container.subjects]
