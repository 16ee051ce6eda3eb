"""A conversation as a file to keep: Markdown, HTML or JSON, each sentence with its footnotes, everything escaped."""

import datetime as dt
import html
import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from assistant.desk.turns import Turn
from assistant.errors import UsageError
from assistant.jsonable import as_json

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
"""Characters that nobody sees, or that make other text look like something else."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#|~$&!^])")
_LIST = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")
_VERDICTS = {"partly": "only partly found in the sources", "not_found": "not found in the sources"}
_SIDES, _NOTHING = "What each source says:", "nothing of it was found among the passages read."
_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2.5rem}.note{color:#555;font-style:italic}ol{font-size:.9rem}blockquote{margin:.3rem 0}"
)


def export(turns: Sequence[Turn], title: str, form: str) -> str:
    """Return a conversation as one file.

    Args:
        turns: In their order.
        title: What it is called.
        form: md, html or json.

    Raises:
        UsageError: `form` is none of these.
    """
    write = FORMS.get(form)
    if write is None:
        raise UsageError(f"The form is {form!r}.", remedy=f"Use one of {', '.join(FORMS)}.")
    return write(turns, title)


def _json(turns: Sequence[Turn], title: str) -> str:
    rows = [
        {
            "number": turn.number,
            "answer_id": turn.answer_id,
            "asked_at": _moment(turn),
            "question": turn.question,
            "redacted": turn.redacted,
            "feedback": as_json(turn.feedback),
            "answer": turn.answer,
        }
        for turn in turns
    ]
    name = turns[0].conversation if turns else ""
    return json.dumps({"conversation": name, "title": title, "turns": rows}, indent=2) + "\n"


def _markdown(turns: Sequence[Turn], title: str) -> str:
    parts = [f"# {_md(title)}", *(_markdown_turn(turn) for turn in turns)]
    return "\n\n".join(parts) + "\n"


def _markdown_turn(turn: Turn) -> str:
    answer = turn.answer
    parts = [f"## {_md(turn.question) or 'Taken out'}", f"*Asked {_moment(turn)[:16].replace('T', ' ')} UTC*"]
    parts += [f"*{_md(note)}*" for note in _notes(answer)]
    sentences = answer.get("sentences") or []
    if not sentences:
        return "\n\n".join([*parts, _md_line(answer.get("answer", ""))])
    marked = [
        " ".join(filter(None, (_md(item["lead"]), _md(item["text"]))))
        + "".join(f"[^{turn.number}-{number}]" for number in item["citations"])
        + _remark(item, "({})")
        for item in sentences
    ]
    parts.append(_md_line(" ".join(marked), escaped=True))
    notes = [
        f"[^{turn.number}-{item['number']}]: “{_md(item['quote'])}” — "
        + ", ".join(filter(None, (f"*{_md(item['title'] or 'Untitled')}*", _md(item["source"]), _day(item))))
        + (f". <{address}>" if (address := _address(item["url"])) else ".")
        for item in answer.get("citations") or []
    ]
    return "\n\n".join(filter(None, [*parts, _markdown_sides(answer), "\n".join(notes)]))


def _markdown_sides(answer: dict[str, Any]) -> str:
    """Return what each source says, one line a quotation."""
    lines = [
        f"- **{_md(side['source'])}**, {_day(quote)}: “{_md(quote['quote'])}” (*{_md(quote['title'] or 'Untitled')}*)"
        for side in answer.get("sides") or []
        for quote in side["quotes"]
    ]
    lines += [f"- **{_md(side['source'])}**: {_NOTHING}" for side in answer.get("sides") or [] if not side["quotes"]]
    return f"{_SIDES}\n\n" + "\n".join(lines) if lines else ""


def _html(turns: Sequence[Turn], title: str) -> str:
    body = "".join(_html_turn(turn) for turn in turns)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_ht(title)}</title><style>{_STYLE}</style></head><body><h1>{_ht(title)}</h1>{body}</body></html>\n"
    )


def _html_turn(turn: Turn) -> str:
    answer = turn.answer
    notes = "".join(f'<p class="note">{_ht(note)}</p>' for note in _notes(answer))
    said = " ".join(
        f"{_ht(item['lead'])} {_ht(item['text'])}".strip()
        + "".join(f'<sup><a href="#n{turn.number}-{number}">{number}</a></sup>' for number in item["citations"])
        + _remark(item, "({})")
        for item in answer.get("sentences") or []
    )
    cards = "".join(_html_note(turn, item) for item in answer.get("citations") or [])
    return (
        f"<section><h2>{_ht(turn.question) or 'Taken out'}</h2>"
        f'<p class="note">Asked {_moment(turn)[:16]} UTC</p>{notes}'
        f"<p>{said or _ht(answer.get('answer', ''))}</p>{_html_sides(answer)}"
        f"{f'<ol>{cards}</ol>' if cards else ''}</section>"
    )


def _html_sides(answer: dict[str, Any]) -> str:
    rows = "".join(
        f"<li><p>{_ht(side['source'])}: {'' if side['quotes'] else _NOTHING}</p>"
        f"{''.join(map(_html_quote, side['quotes']))}</li>"
        for side in answer.get("sides") or []
    )
    return f"<p>{_SIDES}</p><ol>{rows}</ol>" if rows else ""


def _html_quote(quote: dict[str, Any]) -> str:
    title = _ht(quote["title"] or "Untitled")
    return f"<blockquote>“{_ht(quote['quote'])}” <cite>{title}</cite>, {_day(quote)}</blockquote>"


def _html_note(turn: Turn, item: dict[str, Any]) -> str:
    address = _address(item["url"])
    link = f' <a rel="noopener noreferrer" href="{html.escape(address)}">{_ht(address)}</a>' if address else ""
    named = ", ".join(
        filter(None, (f"<cite>{_ht(item['title'] or 'Untitled')}</cite>", _ht(item["source"]), _day(item)))
    )
    return (
        f'<li id="n{turn.number}-{item["number"]}" value="{int(item["number"])}">'
        f"<blockquote>“{_ht(item['quote'])}”</blockquote>{named}.{link}</li>"
    )


FORMS: dict[str, Callable[[Sequence[Turn], str], str]] = {"md": _markdown, "html": _html, "json": _json}


def _notes(answer: dict[str, Any]) -> list[str]:
    """Return what of our own stands above the sentences."""
    notes = [f"Read as: {answer['rewritten']}"] if answer.get("rewritten") else []
    if answer.get("sentences"):  # else it is the answer
        notes += [answer["counted"]] if answer.get("counted") else []
    return notes + ([answer["freshness"]] if answer.get("freshness") else [])


def _remark(sentence: dict[str, Any], form: str) -> str:
    words = _VERDICTS.get(sentence["verdict"], "")
    return f" {form.format(words)}" if words else ""


def _moment(turn: Turn) -> str:
    return dt.datetime.fromtimestamp(turn.asked_at, dt.UTC).isoformat()


def _day(item: dict[str, Any]) -> str:
    """Return the day of publication; it is a date in our own form, whatever the article says."""
    return (item["published_at"] or "no date").partition("T")[0]


def _address(url: str | None) -> str:
    """Return an address that can be linked to, every character outside addresses encoded; else nothing."""
    if not url or UNSEEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~") if parts.scheme in ("http", "https") and parts.netloc else ""


def _one_line(text: str | None) -> str:
    return " ".join(UNSEEN.sub(" ", text or "").split())


def _ht(text: str | None) -> str:
    return html.escape(_one_line(text))


def _md(text: str | None) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", _one_line(text))


def _md_line(text: str, *, escaped: bool = False) -> str:
    """Return a paragraph that is neither a list nor a heading, whatever it begins with."""
    line = text if escaped else _md(text)
    return _LIST.sub(
        lambda match: f"{match[1]}{match[2]}" + "\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}", line
    )
