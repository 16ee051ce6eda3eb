"""Mails: the newsletter's text without pixels, notices and footers, in any charset, however broken the mail."""

import time
from base64 import b64encode
from email.message import EmailMessage
from functools import partial

import pytest

from assistant.articles.mail_parts import headers_of
from tests.articles.conftest import ReadFile, only, refused

FIRST = "The lock at Orvel opened to barges again on Monday after a winter of repairs, the canal office said."
SECOND = "It had been shut since a gate tore off in November and cost 12 million crowns, a third more than planned."
THIRD = "Readers who want the report of the canal office in full may unsubscribe from waiting: it is out on Friday."
LETTER = f"""<html><head><style>p {{ color: red }}</style></head><body>
<div style="display:none;max-height:0">Barges pass again &#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div>
<table><tr><td><a href="https://click.example.org/x?u=1">View this email in your browser</a></td></tr>
<tr><td><table><tr><td><h1>Orvel lock opens</h1></td></tr>
<tr><td><p>{FIRST}</p><p>{SECOND}</p></td></tr></table></td></tr>
<tr><td><p>{THIRD}</p><p>{FIRST}</p><p>{SECOND}</p></td></tr>
<tr><td>You are receiving this email because you signed up.<br><a href="https://click.example.org/u">Unsubscribe</a> |
<a href="https://click.example.org/p">Manage preferences</a></td></tr><tr><td>Sample Gazette, 1 Quay, Orvel</td></tr>
</table><img src="https://click.example.org/open.gif?u=1" width="1" height="1"></body></html>"""
TEXT = "\n\n".join((FIRST, SECOND, THIRD, FIRST, SECOND))


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.eml")


def mail(plain: str | None = "See the page.", page: str | None = LETTER, **headers: str) -> EmailMessage:
    message = EmailMessage()
    fields = {
        "From": "Sample Gazette <news@example.org>",
        "To": "reader@example.net",
        "Subject": "Orvel lock opens",
        "Date": "Tue, 12 Mar 2024 14:05:00 +0100 (CET)",
        "Message-ID": "<20240312.17@example.org>",
        "List-Unsubscribe": "<mailto:u@example.org>",
    }
    for name, value in (fields | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        message[name] = value
    if plain is not None:
        message.set_content(plain)
    if page is not None and plain is not None:
        message.add_alternative(page, subtype="html")
    elif page is not None:
        message.set_content(page, subtype="html")
    return message


def test_reads_the_letter_and_its_headers(readings: ReadFile) -> None:
    found = readings(mail().as_bytes())
    article = only(found)
    assert article.text == TEXT
    assert (article.article_id, article.title, article.source) == (
        "20240312.17@example.org",
        "Orvel lock opens",
        "Sample Gazette",
    )
    assert article.published_at is not None
    assert (article.published_at.iso, article.authors) == ("2024-03-12T14:05:00+01:00", ())


def test_a_mail_of_html_only(readings: ReadFile) -> None:
    assert only(readings(mail(plain=None).as_bytes())).text == TEXT


def test_a_mail_of_plain_text_only(readings: ReadFile) -> None:
    plain = (
        f"{FIRST}\n\n{SECOND} <https://click.example.org/x>\n\n[image: logo]\n\n-- \nUnsubscribe: https://x.example.org"
    )
    assert only(readings(mail(plain, page=None).as_bytes())).text == f"{FIRST}\n\n{SECOND}"


def test_a_page_of_next_to_nothing_gives_way_to_the_plain_text(readings: ReadFile) -> None:
    assert only(readings(mail(f"{FIRST}\n\n{SECOND}", "<img src='a.png'>").as_bytes())).text == f"{FIRST}\n\n{SECOND}"


def test_attachments_are_left_out_and_counted(readings: ReadFile) -> None:
    message = mail()
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="../../report.pdf")
    message.add_attachment("A text that is no part of the letter at all.", filename="notes.txt")
    message.add_attachment(mail("Another mail inside."))
    found = readings(message.as_bytes())
    assert only(found).text == TEXT
    assert found[0].reason == "3 attached files left out"


def test_the_archive_of_a_list_is_the_address(readings: ReadFile) -> None:
    article = only(readings(mail(Archived_At="<https://example.org/list/17>").as_bytes()))
    assert article.url == "https://example.org/list/17"


def test_a_forwarded_subject_is_the_subject(readings: ReadFile) -> None:
    assert only(readings(mail(Subject="Fwd: WG: Orvel lock opens").as_bytes())).title == "Orvel lock opens"


def raw(body: bytes, *headers: str) -> bytes:
    head = ["From: Sample Gazette <news@example.org>", "Message-ID: <1@example.org>", "MIME-Version: 1.0", *headers]
    return "\r\n".join([*head, "", ""]).encode("utf-8") + body


@pytest.mark.parametrize(
    ("charset", "written"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("us-ascii", "utf-8"), ("utf-8", "cp1252"), ("x-unknown", "cp1252")],
)
def test_letters_are_read_whatever_charset_is_declared(readings: ReadFile, charset: str, written: str) -> None:
    head = ("Subject: A letter", f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 8bit")
    text = only(readings(raw(f"The café “Quay” in Orvél opened. {FIRST}".encode(written), *head))).text
    # What is declared as UTF-8 and is not keeps its other letters.
    assert text.endswith(FIRST)
    assert charset == "utf-8" != written or text.startswith("The café “Quay” in Orvél opened.")


def test_broken_quoted_printable_keeps_its_words(readings: ReadFile) -> None:
    head = (
        "Subject: A letter",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    )
    body = b"The caf=C3=A9 =ZZ opened =\r\nagain. " + FIRST.encode() + b" 100 = 100"
    assert only(readings(raw(body, *head))).text == f"The café =ZZ opened again. {FIRST} 100 = 100"


def test_a_broken_base64_part_does_not_hide_the_other(readings: ReadFile) -> None:
    body = f"""--b\r\nContent-Type: text/plain\r\n\r\n{FIRST}\r\n--b\r\nContent-Type: text/html\r
Content-Transfer-Encoding: base64\r\n\r\n%%%{b64encode(b"<p>x").decode()[:-3]}\r\n--b--"""
    assert only(readings(raw(body.encode(), "Content-Type: multipart/alternative; boundary=b"))).text == FIRST


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?Orv=C3=A9l_lock?=", "Orvél lock"),
        ("=?utf-8?q?Orvel=0D=0AMessage-ID:_=3Cx=3E?=", "Orvel Message-ID: <x>"),
        ("=?x-none?q?Orvel?=", "=?x-none?q?Orvel?="),
        ("Orvél lock", "Orvél lock"),
        ("=?utf-8?b?%%%?=", None),
    ],
    ids=["encoded", "a header inside", "unknown charset", "undeclared", "broken"],
)
def test_subjects_of_any_kind_are_one_line(readings: ReadFile, subject: str, title: str | None) -> None:
    article = only(readings(raw(FIRST.encode(), f"Subject: {subject}")))
    assert (article.title, article.article_id) == (title, "1@example.org")


def test_a_date_that_cannot_be_read_is_none_and_is_told(readings: ReadFile) -> None:
    found = readings(raw(FIRST.encode(), "Subject: A", "Date: yesterday"))
    assert only(found).published_at is None
    assert "yesterday" in found[0].reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b--", "no text of its own"),
        (b"--b\r\nContent-Type: text/plain\r\n\r\n" + bytes(900), "not a page"),
        (b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 2_000, "parts"),
        (b"", "no text of its own"),
    ],
    ids=["no text", "bytes", "many parts", "nothing"],
)
def test_what_holds_no_letter_gets_a_reason(readings: ReadFile, body: bytes, reason: str) -> None:
    assert reason in refused(readings(raw(body, "Subject: A", "Content-Type: multipart/mixed; boundary=b")))


def test_parts_nested_without_end_get_a_reason_in_time(readings: ReadFile) -> None:
    nested = "".join(f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(10_000))
    start = time.perf_counter()
    assert refused(readings(raw(nested.encode(), "Subject: A", "Content-Type: multipart/mixed; boundary=b0")))
    assert time.perf_counter() - start < 5


def test_a_header_without_end_costs_no_time(readings: ReadFile) -> None:
    start = time.perf_counter()
    only(readings(raw(FIRST.encode(), "Subject: " + "=?utf-8?q?a?= " * 100_000)))
    assert time.perf_counter() - start < 5


def test_each_mail_of_an_mbox_is_a_reading(read_file: ReadFile) -> None:
    first, second = mail(), mail(plain=None, page=None, Message_ID="<2@example.org>", Subject="Empty")
    third = raw(f"{FIRST}\n\n>From the quay {SECOND}".encode(), "Subject: Third")
    box = b"".join(
        b"From news@example.org Tue Mar 12 14:05:00 2024\n" + data + b"\n\n"
        for data in (first.as_bytes(), second.as_bytes(), third)
    )
    found = read_file("box.mbox", box)
    assert [reading.article.title if reading.article else None for reading in found] == [
        "Orvel lock opens",
        None,
        "Third",
    ]
    assert [reading.input.rpartition(":")[2] for reading in found] == ["1", "2", "3"]
    assert found[2].article is not None
    assert found[2].article.text == f"{FIRST}\n\nFrom the quay {SECOND}"


@pytest.mark.parametrize("name", ["a.txt", "a", "a.bin"])
def test_a_mail_is_known_by_its_headers(read_file: ReadFile, name: str) -> None:
    assert only(read_file(name, mail().as_bytes())).text == TEXT


@pytest.mark.parametrize(
    "text", ["From: the quay\n\nA text.", "Date: 12 March\nPlace: Orvel\n\nA text.", "A headline\n\nText."]
)
def test_a_text_that_begins_like_a_mail_is_none(text: str) -> None:
    assert headers_of(text) == {}
