"""Whether a text is the whole article or the opening that a paywall leaves, told by the offer below it and the page."""

import re

from assistant.articles.furniture import core

# An offer stands below the opening, with a price or a log-in under it at most.
_LAST_LINES = 6
_LONGEST_OFFER = 240
# Of an article that its page says is for subscribers, no more than this is the opening.
_LONGEST_OPENING = 1_500
_CUT_OFF = re.compile(r"(\.\.\.|\u2026|\[\u2026\]|\[\.\.\.\])$")
_PIECE = (
    r"(this|the|our|full|entire|whole|rest of( this| the)?|premium|exclusive) ?(\w+ )?(article|story|content|text|post)"
)
_READERS = r"(subscribers?|members?|subscriptions?|registered (users|readers))"
_JOIN = r"(subscribe|register|log ?in|sign ?in|sign ?up|join)"
_IS_FOR = r"(is )?(only )?((available|reserved|exclusively|exclusive) )*(for|to)"
_OFFERS = (
    rf"(please )?{_JOIN}( now| today| or {_JOIN})? to (continue|keep|read|unlock|access|view|finish|see)\b.{{0,100}}",
    rf"to (continue|keep) reading( {_PIECE})?,? (please )?({_JOIN}|become)\b.{{0,120}}",
    rf"{_PIECE} {_IS_FOR} ((our|paying|premium|digital) )*{_READERS}( only)?.{{0,60}}",
    rf"((for|only for|available to|exclusive to) {_READERS} only|(only|exclusive) (for|to) {_READERS}).{{0,60}}",
    rf"(already|not yet|are you) an? {_READERS} ?\?.{{0,100}}",
    r"(continue|keep) reading (with|for) (a |your )?(free |\S{1,4} )?(trial|subscription|account).{0,80}",
    r"(you have|you've) (reached|used|read) (your|all (of )?your|the) .{0,30}(limit|free articles?).{0,100}",
    r"(jetzt|mit .{2,40}) weiterlesen.{0,80}|weiterlesen mit .{2,60}",
    r"(sie haben|du hast) (schon|bereits) ein .{0,20}abo\b.{0,60}|(nur|exklusiv) für abonnent\w*.{0,60}",
    r"dies(er|en) (artikel|text|inhalt) .{0,40}(abonnent|abonnement|abo\b).{0,80}",
    r"(cet |l')?article (est )?réservé aux abonnés.{0,80}",
    r"il vous reste .{1,12} de cet article à (lire|découvrir).{0,80}",
    r"(déjà|vous êtes) abonn.{0,3} ?\?.{0,60}|abonnez-vous pour (lire|continuer|accéder).{0,80}",
    r"((este|contenido|artículo) )*(exclusivo|solo|sólo) para (suscriptores|socios|abonados).{0,80}",
    r"suscríbe(te|se) para (seguir|continuar|leer).{0,80}",
    r"(questo )?(articolo|contenuto) (è )?(riservato|esclusivo|disponibile solo) .{0,20}abbonati.{0,80}",
    r"abbonati per (leggere|continuare).{0,80}",
    r"(conteúdo|artigo|matéria) exclusiv[ao] para assinantes.{0,80}|assine para (ler|continuar).{0,80}",
)
_OFFER = re.compile("|".join(f"(?:{offer})" for offer in _OFFERS))


def is_offer(line: str) -> bool:
    """Tells whether a line asks the reader to subscribe or to log in for the rest of the article."""
    return len(line) <= _LONGEST_OFFER and _OFFER.fullmatch(core(line)) is not None


def access_of(text: str, *, given: str | None = None, free: bool | None = None) -> str:
    """Returns `teaser` for the opening of an article behind a paywall, else `full`.

    Args:
        text: The body as it was found, with what stands below it.
        given: What the source says, `full` or `teaser`; it is believed.
        free: Whether the page says that its article is free to read; a short or broken off text of one that is not, is
            its opening. A long one was saved by a subscriber.
    """
    if given in {"full", "teaser"}:
        return given
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    if any(map(is_offer, lines[1:][-_LAST_LINES:])):
        return "teaser"
    broken_off = bool(lines) and _CUT_OFF.search(lines[-1]) is not None
    return "teaser" if free is False and (broken_off or len(text) < _LONGEST_OPENING) else "full"
