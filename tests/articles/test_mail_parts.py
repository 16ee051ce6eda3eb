"""The parts of mails: headers decoded, texts told from attachments, a mail told from a text."""

import pytest

from assistant.articles.mail_parts import attachments, header, headers_of, parsed, texts
from assistant.errors import InputError

MAIL = (
    b"Subject: =?iso-8859-1?q?Orv=E9l?=\r\n lock\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xd7\xcf\xc4\xc1\r\n"
    b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nno\r\n--b--"
)


def test_texts_without_attachments() -> None:
    message = parsed(MAIL)
    assert [(kind, text.strip()) for kind, text, _ in texts(message)] == [("text/plain", "вода")]
    assert attachments(message) == 1


def test_headers_are_decoded_to_one_line() -> None:
    message = parsed(MAIL)
    assert (header(message, "subject"), header(message, "from")) == ("Orvél lock", "")


def test_parts_without_end_are_refused() -> None:
    many = MAIL[: MAIL.index(b"--b")] + b"--b\r\n\r\nx\r\n" * 1_500
    with pytest.raises(InputError, match="more than 1,000 parts"):
        list(texts(parsed(many)))


def test_a_mail_is_told_by_headers_that_only_mail_has() -> None:
    assert headers_of(MAIL.decode("latin-1"))["subject"].startswith("=?iso")
    assert headers_of("Title: Orvel\nDate: 12 March\n\nA text.") == {}
    assert headers_of("Content-Type: text") == {}
