"""Bytes become the characters that were meant."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.encoding import decode_page, decode_text
from assistant.errors import InputError

WORDS = "Z\u00fcrich \u2013 caf\u00e9"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_in_a_unicode_form(charset: str) -> None:
    assert decode_text(WORDS.encode(charset)) == (WORDS, "")


def test_old_text_is_read_with_a_remark() -> None:
    text, remark = decode_text(WORDS.encode("cp1252"))
    assert text == WORDS
    assert "Windows-1252" in remark


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04" * 9, bytes(range(1, 256)) * 4])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not a text file"):
        decode_text(data)


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("cp1252", ""),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("iso-8859-15", "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-15'>"),
        ("utf-16", ""),
    ],
)
def test_page_by_mark_or_declaration(charset: str, declared: str) -> None:
    page = f"<html>{declared}<p>Z\u00fcrich caf\u00e9"
    assert decode_page(page.encode(charset)) == page


@pytest.mark.parametrize(
    ("charset", "declared", "words"),
    [
        ("shift_jis", "Shift_JIS", "\u6a4b\u304c\u958b\u901a"),
        ("gb18030", "gb2312", "\u6865\u6881\u5f00\u901a"),
        ("iso-2022-jp", "iso-2022-jp", "\u6a4b\u304c\u958b\u901a"),
        ("windows-1251", "windows-1251", "\u041c\u043e\u0441\u0442"),
    ],
)
def test_page_in_another_script(charset: str, declared: str, words: str) -> None:
    assert words in decode_page(f'<meta charset="{declared}"><p>{words}'.encode(charset))


@pytest.mark.parametrize("declared", ["punycode", "zlib", "windows-9999", "utf-7", "rot13"])
def test_a_charset_that_is_none_falls_back(declared: str) -> None:
    assert "caf\u00e9" in decode_page(f'<meta charset="{declared}">caf\u00e9'.encode("cp1252"))


@given(st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    for decode in (decode_text, decode_page):
        with suppress(InputError):
            decode(data)
