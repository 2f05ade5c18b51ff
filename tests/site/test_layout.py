"""Publishing is one rename; whatever a build is killed at, the old site is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SiteError
from kg.site.layout import Layout, building, prune, publish


def published(layout: Layout, text: str) -> Path:
    with building(layout) as part:
        (part / "generation.json").write_text(text)
        (part / "catalogue.sqlite").write_text(text)
        return publish(layout, part, part / "catalogue.sqlite")


def test_a_published_generation_is_the_current_one(tmp_path: Path) -> None:
    """Folder, catalogue and link change together."""
    layout = Layout(tmp_path / "site")

    published(layout, "one")
    published(layout, "two")

    assert "two" == (layout.current / "generation.json").read_text()
    assert "two" == layout.catalogue.read_text()
    assert [1, 2] == layout.numbers()


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """The old generation is served on, and the folder is as it was."""
    layout = Layout(tmp_path)
    published(layout, "one")

    with pytest.raises(ZeroDivisionError), building(layout) as part:
        (part / "half").touch()
        raise ZeroDivisionError

    assert "one" == (layout.current / "generation.json").read_text()
    assert ["000001"] == [child.name for child in layout.generations.iterdir()]


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """No half generation is ever taken for a whole one."""
    layout = Layout(tmp_path)
    published(layout, "one")
    (layout.generations / "000002.part").mkdir()
    (layout.generations / "000002.part" / "half").touch()

    assert "000002" == published(layout, "two").name
    assert [1, 2] == layout.numbers()


def test_two_builds_of_one_site_do_not_meet(tmp_path: Path) -> None:
    """The second says so, at once."""
    layout = Layout(tmp_path)

    with building(layout), pytest.raises(SiteError, match="another build"), building(layout):
        pass


def test_old_generations_go_and_the_served_one_stays(tmp_path: Path) -> None:
    """Also after somebody rolled back to an older one."""
    layout = Layout(tmp_path)
    for text in "abcd":
        published(layout, text)
    layout.current.unlink()
    layout.current.symlink_to("generations/000001")

    prune(layout, 2)

    assert [1, 3, 4] == layout.numbers()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where the site should be."""
    (tmp_path / "site").touch()

    with pytest.raises(SiteError, match="cannot be written"), building(Layout(tmp_path / "site")):
        pass
