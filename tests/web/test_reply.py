"""Headers are printable ASCII, whoever makes them."""

from __future__ import annotations

import pytest

from kg.web.reply import Reply, encoded


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb", "\x00", "é", "a\x7f"])
def test_a_value_that_could_break_out_is_an_error(value: str) -> None:
    """The last line of defence: what gets here was checked before."""
    with pytest.raises(ValueError, match="not a value for location"):
        encoded({"location": value})


@pytest.mark.parametrize(("status", "length"), [(200, b"3"), (404, b"3"), (204, None), (304, None)])
def test_only_answers_with_a_body_have_a_length(status: int, length: bytes | None) -> None:
    """RFC 9110, section 8.6: none on 204; on 304 it would be that of the 200."""
    assert length == dict(Reply(status, b"abc").raw_headers).get(b"content-length")
