"""One table; file, then environment, then flags; an error names where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import SETTINGS, Settings, read

ROOT = Path(__file__).resolve().parents[1]


def test_later_wins(tmp_path: Path) -> None:
    """Default, then file, then environment, then flag."""
    file = tmp_path / "kg.toml"
    file.write_text('[web]\nport = 1\nhost = "::1"\n[sources]\npriority = ["openalex"]\n')

    settings = read(file, {"KG_WEB_PORT": "2", "KG_SOURCES_PRIORITY": "agg, crossref", "HOME": "/"})

    assert 2 == settings.number("web.port")
    assert "::1" == settings.text("web.host")
    assert ("agg", "crossref") == settings.words("sources.priority")
    assert 3 == settings.with_({"web.port": 3, "web.host": None}).number("web.port")
    assert settings.is_set("web.port")
    assert not settings.is_set("site.base")


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    """No file is no error."""
    settings = read(tmp_path / "kg.toml", {})

    assert {setting.name: setting.default for setting in SETTINGS} == {
        setting.name: {str: settings.text, int: settings.number, tuple: settings.words}[type(setting.default)](
            setting.name
        )
        for setting in SETTINGS
    }


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[web]\nprot = 1", "no setting named 'web.prot'"),
        ("[web]\nport = 'x'", "web.port = 'x' is not a whole number"),
        ("[web]\nport = -1", "not a whole number"),
        ("[web]\nport = true", "not a whole number"),
        ("[web]\ndereference = 'maybe'", "none of 303, 200"),
        ("[sources]\npriority = [1]", "not a list of words"),
        ("port = 1", "outside a"),
        ("[web", "Expected"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, written: str, said: str) -> None:
    """One line: which file, which setting, what is wrong."""
    file = tmp_path / "kg.toml"
    file.write_text(written)

    with pytest.raises(SettingsError, match=said) as raised:
        read(file, {})
    assert str(file) in str(raised.value)


def test_a_wrong_variable_is_named() -> None:
    """The environment is a place too."""
    with pytest.raises(SettingsError, match=r"KG_WEB_PORT: web\.port = 'x'"):
        read(None, {"KG_WEB_PORT": "x"})


def test_a_setting_of_the_wrong_name_is_a_mistake_in_the_program() -> None:
    """Asking for what no table has is found by the first test that runs."""
    with pytest.raises(SettingsError, match="no setting named"):
        Settings().text("web.prot")


def test_every_setting_is_documented() -> None:
    """docs/settings.md says what the table says."""
    page = (ROOT / "docs" / "settings.md").read_text()

    assert [] == [setting.name for setting in SETTINGS if f"`{setting.name}`" not in page or setting.help not in page]
