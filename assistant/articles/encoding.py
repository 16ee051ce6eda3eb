"""Which characters the bytes of a text file or of a saved page stand for."""

import codecs
import re

from assistant.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the first half of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([a-z0-9_:.-]{2,40})["']""", re.IGNORECASE
)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
# Names that a page may declare. Python knows more, some of them no charsets (idna) or slow on long input (punycode).
_CHARSETS = re.compile(
    r"utf-?(8|16|16le|16be|32)|iso-?8859-\d+|latin-?\d|windows-\d+|cp\d+|koi8-[rut]|gb(k|2312|18030)|big5(-?hkscs)?"
    r"|euc-?(jp|kr)|shift[-_]jis|sjis|ms_kanji|iso-2022-(jp|kr)|tis-620|macintosh|mac-?cyrillic|us-ascii|ascii"
)
# What browsers do too: the name stands for its larger superset.
_SUPERSETS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_SUPERSETS |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932"}


def decode_text(data: bytes) -> tuple[str, str]:
    """Decodes a text file and returns the text and a remark, empty where the file is plain UTF-8.

    Raises:
        InputError: If the bytes are no text.
    """
    if (text := _by_bom(data)) is not None:
        return text, ""
    # A picture or an archive has a control character in nearly every hundred bytes, text in none of a thousand.
    if b"\0" in data or len(_CONTROLS.findall(data)) > len(data) / 1000:
        raise InputError("This is not a text file, whatever its name says.", remedy="Leave it out, or convert it.")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "not UTF-8, so it was read as Windows-1252"


def decode_start(data: bytes) -> str | None:
    """Decodes the first bytes of a file of any kind, the last character perhaps cut; None where they are no text."""
    if (text := _by_bom(data)) is not None:
        return text
    start = data[:4096]
    if b"\0" in data or len(_CONTROLS.findall(start)) > len(start) / 1000:
        return None
    try:
        # Only an end that may be a cut character is forgiven.
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def decode_xml(data: bytes) -> str:
    """Decodes an XML file as `decode_page` does a page, without the declaration, which holds for the bytes only.

    Raises:
        InputError: If the bytes are no text.
    """
    found = _XML_DECLARATION.search(data[:1024])
    return _XML_HEAD.sub("", decode_page(data, found[1].decode("ascii").lower() if found else ""))


def decode_page(data: bytes, declared: str = "") -> str:
    """Decodes an HTML page by its byte order mark, as UTF-8 where that fits, by its `<meta>`, or as Windows-1252.

    UTF-8 goes before `<meta>` because a page saved by a browser is often UTF-8 under an old declaration, while text in
    another charset is practically never valid UTF-8 by chance; only the seven-bit ISO-2022 charsets are.

    Args:
        data: The bytes.
        declared: A charset that is named outside the page; the page is asked where there is none.

    Raises:
        InputError: If the bytes are no text.
    """
    if (text := _by_bom(data)) is not None:
        return text
    if data.count(b"\0") > len(data) / 1000:
        raise InputError("This is not a page, whatever its name says.", remedy="Leave it out, or convert it.")
    if not declared and (found := _META_CHARSET.search(data[:8192])):
        declared = found[1].decode("ascii").lower()
    if not declared.startswith("iso-2022"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    charset = _SUPERSETS.get(declared, declared) if _CHARSETS.fullmatch(declared) else "cp1252"
    try:
        return data.decode(charset, "replace")
    except LookupError:
        # A name of the right form that Python does not have, such as windows-9999.
        return data.decode("cp1252", "replace")


def _by_bom(data: bytes) -> str | None:
    """Decodes by the byte order mark, or returns None where there is none."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data.decode(charset, "replace").removeprefix("\ufeff")
    return None
