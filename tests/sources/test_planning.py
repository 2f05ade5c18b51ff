"""What is named is found, cut and bundled into units that any process can read."""

from __future__ import annotations

import gzip
import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg import sources
from kg.errors import SourceError
from kg.model import Record
from kg.sources.detect import READ
from kg.sources.units import Span

if TYPE_CHECKING:
    from pathlib import Path

ONE = b'{"DOI":"10.1000/1"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as people have them."""
    for name, content in {
        "b/2.json": ONE,
        "b/10.JSON": ONE,
        "a.txt": ONE,
        "c.jsonl.gz": gzip.compress(ONE),
        "part_000.gz": gzip.compress(ONE),
        "d.ndjson": ONE,
        "README.md": b"# About",
        "readme.txt": b"About",
        "LICENSE": b"Licence",
        ".hidden.json": ONE,
        ".git/config.json": ONE,
        "notes.pdf": b"%PDF-1.7",
        "refs.bib.gz": gzip.compress(b"@article{x, title = {T}}"),
        "data.xyz": ONE,
        "data": ONE,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def names(planned: sources.Plan, folder: Path) -> list[str]:
    return [os.path.relpath(file.name, folder) for file in planned.files]


def test_a_folder_is_read_in_the_order_of_names(folder: Path) -> None:
    """With the folders in it, and nothing that does not look like records."""
    planned = sources.plan([folder])

    assert [
        "a.txt",
        "b/10.JSON",
        "b/2.json",
        "c.jsonl.gz",
        "d.ndjson",
        "part_000.gz",
        "refs.bib.gz",
    ] == names(planned, folder)
    assert 7 == sum(isinstance(item, Record) for item in sources.read([folder]))
    assert sum((folder / name).stat().st_size for name in names(planned, folder)) == planned.size


def test_what_is_left_out_is_told_with_the_reason(folder: Path) -> None:
    """Nothing in a folder is passed over in silence."""
    formats = f"{', '.join(READ)}; name the file itself to have it read"

    assert {
        ".git": "hidden",
        ".hidden.json": "hidden",
        "LICENSE": "about records, not records",
        "README.md": "about records, not records",
        "readme.txt": "about records, not records",
        "data": f"no suffix: not among {formats}",
        "data.xyz": f".xyz: not among {formats}",
        "notes.pdf": "PDF, which is no list of records",
    } == {os.path.relpath(file, folder): reason for file, reason in sources.plan([folder]).skipped}


@pytest.mark.parametrize("name", ["data.xyz", "data", ".hidden.json", "readme.txt"])
def test_a_file_that_is_named_is_read_whatever_its_name(folder: Path, name: str) -> None:
    """Who names it means it."""
    planned = sources.plan([folder / name])

    assert [name] == names(planned, folder)
    assert () == planned.skipped


def test_a_readme_among_others_was_not_meant(folder: Path) -> None:
    """It is what the shell makes of `folder/*`."""
    planned = sources.plan([folder / "a.txt", folder / "README.md"])

    assert ["a.txt"] == names(planned, folder)
    assert [(str(folder / "README.md"), "about records, not records")] == list(planned.skipped)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt"]),
        ("b/*", ["b/10.JSON", "b/2.json"]),
        ("**/*.json", ["b/2.json"]),
        ("[ad].*", ["a.txt", "d.ndjson"]),
        ("?", ["b/10.JSON", "b/2.json"]),
        ("**", ["a.txt", "b/10.JSON", "b/2.json", "c.jsonl.gz", "d.ndjson", "refs.bib.gz"]),
    ],
)
def test_globs(folder: Path, pattern: str, found: list[str]) -> None:
    """Without the shell, too; a folder that matches is read as a folder."""
    planned = sources.plan([f"{folder}/{pattern}"])

    assert found == [
        name for name in names(planned, folder) if name not in {"data", "data.xyz", "notes.pdf", "part_000.gz"}
    ]


def test_a_name_with_the_characters_of_a_glob_is_that_name(tmp_path: Path) -> None:
    """Before it is a pattern."""
    (tmp_path / "a[1].json").write_bytes(ONE)

    assert ["a[1].json"] == names(sources.plan([tmp_path / "a[1].json"]), tmp_path)


def test_each_file_is_read_once(folder: Path) -> None:
    """However often, and by whatever path, it is named."""
    planned = sources.plan([folder / "b", f"{folder}/b/*.json", folder / "b" / ".." / "b" / "2.json", "-", "-"])

    assert ["b/10.JSON", "b/2.json", "-"] == [*names(planned, folder)[:2], planned.files[2].name]
    assert ["named twice"] * 3 == [reason for _, reason in planned.skipped]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing.json", "missing.json: no such file or folder"),
        ("*.none", "*.none: no file matches"),
        (
            "empty",
            f"empty: no records in this folder; kg reads {', '.join(READ)}, also with .gz or .zst",
        ),
        ("useless", "(about records, not records)"),
    ],
)
def test_what_names_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    """It says what, and what is read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "useless").mkdir()
    (tmp_path / "useless" / "README.md").write_bytes(b"# About")

    with pytest.raises(SourceError) as raised:
        sources.plan([path])
    assert str(raised.value).endswith(said)
    assert str(raised.value).startswith(path)


def test_no_source_at_all_is_an_error() -> None:
    """The message says what can be named."""
    with pytest.raises(SourceError, match="name files, folders or globs, or - for standard input"):
        sources.plan([])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    """A file that is named must be there to read."""
    (tmp_path / "a.json").write_bytes(ONE)
    (tmp_path / "a.json").chmod(0)

    with pytest.raises(SourceError, match="cannot be read"):
        sources.plan([tmp_path / "a.json"])


def test_links(tmp_path: Path) -> None:
    """To a file: followed. To a folder: not, since it may lead back. To nothing: left out."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.json").write_bytes(ONE)
    (tmp_path / "real" / "b.json").symlink_to(tmp_path / "real" / "a.json")
    (tmp_path / "real" / "c.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "real" / "loop").symlink_to(tmp_path / "real")
    planned = sources.plan([tmp_path / "real"])

    assert ["a.json", "b.json"] == names(planned, tmp_path / "real")
    assert ["not a file, or a link to none", "a link to a folder"] == [reason for _, reason in planned.skipped]


def test_a_name_may_be_any_bytes(tmp_path: Path) -> None:
    """The origin holds only what every format can say."""
    (tmp_path / os.fsdecode(b"\xff.json")).write_bytes(ONE)
    (record,) = sources.read([tmp_path])

    assert isinstance(record, Record)
    assert str(tmp_path / "\ufffd.json") == record.origin.file


def test_small_files_share_a_unit(tmp_path: Path) -> None:
    """A hundred thousand of them must not be as many jobs."""
    for number in range(2500):
        (tmp_path / f"{number:04}.json").write_bytes(ONE)
    units = list(sources.units([tmp_path]))

    assert [1000, 1000, 500] == [len(unit.spans) for unit in units]
    assert [len(ONE) * 1000, len(ONE) * 1000, len(ONE) * 500] == [unit.size for unit in units]
    assert 2500 == sum(1 for unit in units for _ in sources.records(unit))


def test_units_hold_no_more_than_a_range(tmp_path: Path) -> None:
    """The order of files stays, whatever their size."""
    sizes = [10, 50, 50, 500, 90, 20]
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}.json").write_bytes(b'{"n":"' + b"x" * (size - 8) + b'"}')
    units = list(sources.units([tmp_path], range_size=100))

    assert [60, 50, 500, 90, 20] == [unit.size for unit in units]
    assert sorted(span.file for unit in units for span in unit.spans) == [
        span.file for unit in units for span in unit.spans
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.json", b"[" + ONE * 3 + b"]"),
        ("page.txt", ONE + b"text\n" + ONE + b"text\n"),
        ("records.jsonl.gz", gzip.compress(ONE * 1000, mtime=0)),
        ("long.json", b'{"n":"' + b"x" * 2_000_000 + b'"}\n' + ONE),
        ("refs.bib", b"@article{x,}\n" * 100),
    ],
)
def test_what_is_not_plain_lines_is_one_unit(tmp_path: Path, name: str, content: bytes) -> None:
    """It can only be read from its beginning."""
    (tmp_path / name).write_bytes(content)
    (unit,) = sources.units([tmp_path / name], range_size=10)

    assert (Span(str(tmp_path / name)),) == unit.spans
    assert len(content) == unit.size


def test_a_line_belongs_to_the_range_it_begins_in(tmp_path: Path) -> None:
    """Also where it is longer than several ranges."""
    lines = [ONE, ONE, b'{"n":"' + b"x" * 100 + b'"}\n', ONE, ONE]
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    units = list(sources.units([tmp_path / "a.jsonl"], range_size=30))

    assert [1, 3, 4] == [unit.spans[0].line for unit in units]
    assert [[1, 2], [3], [4, 5]] == [[item.origin.line for item in sources.records(unit)] for unit in units]


def test_a_unit_goes_to_another_process(tmp_path: Path) -> None:
    """Pickled it is as before, and a process that knows only it reads the records."""
    (tmp_path / "a.jsonl").write_bytes(ONE * 100)
    unit = list(sources.units([tmp_path / "a.jsonl"], range_size=500))[1]
    program = (
        "import pickle, sys; from kg import sources\n"
        "print([record.origin.line for record in sources.records(pickle.load(sys.stdin.buffer))])"
    )
    done = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(unit), capture_output=True, check=True)

    assert unit == pickle.loads(pickle.dumps(unit))
    assert str(list(range(26, 51))) == done.stdout.decode().strip()


READ_ALL = """
import sys
from kg import sources
(unit,) = sources.units(sys.argv[1:])
print(unit.is_stdin, unit.size, *(f"{item.origin}" for item in sources.records(unit)))
"""


@pytest.mark.parametrize("compressed", [bytes, gzip.compress])
def test_standard_input(compressed: type[bytes]) -> None:
    """One unit, read where standard input is; its shape and compression are told as of any file."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, "-"], input=compressed(ONE * 3), capture_output=True, check=True
    )

    assert "True 0 -:1 -:2 -:3" == done.stdout.decode().strip()


def test_a_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    """What `<(zcat …)` gives: only this process has it, and it can be read once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", READ_ALL, str(pipe)], stdout=subprocess.PIPE) as reader:
        pipe.write_bytes(ONE * 2)
        out, _ = reader.communicate(timeout=60)

    assert f"True 0 {pipe}:1 {pipe}:2" == out.decode().strip()
