"""Lines that belong to the page and not to the article, told by their words alone.

Each pattern must be the whole line; none names an outlet. A line is furniture only if no sentence of an article could
consist of it. What could be one elsewhere, but is none at the end of a text, is told there only.
"""

import re

_LONGEST = 200
_LONGEST_ENDING = 400
_DECORATION = " \t·•|\u2014\u2013-:*#_=~.…!»\u203a>←→[]()♦▶▼"

# The same in the languages of the larger presses.
_READING_TIME = (
    r"(lesedauer|lesezeit|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|leestijd|lästid|lesetid)"
)
_READ_ALSO = (
    r"(lesen sie (auch|mehr|hier)|mehr zum thema|lesetipps?|lire aussi|à lire aussi|lee también|le(er|a) también"
    r"|leggi anche|leia (também|mais)|lees ook|czytaj (więcej|też|również|także)|läs (även|mer|också)|les (også|mer)"
    r"|læs også|noticias? relacionadas?|читайте также|читать также|читайте ещё|devamını oku)"
)
# The credit of a picture alone; with a caption it is a sentence of somebody's and stays.
_CREDIT = (
    r"((file )?(photo|image|picture|graphic|illustration)s?( (credit|source|courtesy))?s?( ?:| by| courtesy of) "
    r"|(foto|fotos|bild|bilder|crédit photo|photo ?: |imagen|immagine|afbeelding|фото) ?: )"
)
_POST = r"(newsletters?|inbox|e?-?mails?|alerts|updates)"

_ANYWHERE = (
    r"(estimated )?(reading|read) time:? ?\d{1,3} ?(min|mins|minutes?)",
    r"\d{1,3}[ -]?(min|mins|minutes?)[ -]?read",
    rf"{_READING_TIME} ?:? ?(ca\. ?)?\d{{1,3}} ?(min|mins?|minut\w{{0,3}})",
    r"\d{1,3} ?(min|minut\w{0,3}) (lesezeit|lesedauer|de lecture|de lectura|de leitura|di lettura|leestijd|lesetid)",
    r"(article|featured?|main|header|hero|lead|story) (picture|image|photo)",
    r"(placeholder|image|photo) ?(placeholder)?",
    r"(skip )?(advertisement|ad|ads|advert|sponsored|promoted|paid content|sponsored content)",
    r"(anzeige|werbung|publicité|passer la publicité|publicidad|publicidade|pubblicità|advertentie|reklama|реклама)",
    r"(advertisement|story|article|content)? ?\d{0,2} ?continues below( (this )?(advertisement|ad))?",
    r"(advertisement) ?\d{0,2} ?(story|article|content) continues below",
    r"scroll (down )?to continue( (reading|with content))?",
    r"skip (to (main )?content|past newsletter promotion|ad)",
    r"share( (this|the))?( (article|story|post|page))?( (on|via) (social media|facebook|twitter|x|whatsapp|email))?",
    r"(tweet|tweet this|pin it|email this|print this|copy link|link copied|save this|save article|print article)",
    r"(like|enjoy(ed)?|found) (this|the) (story|article|post)\?.{0,60}\bshare\b.{0,60}",
    r"(sign[ -]?up|subscribe) ((for|to) )?((our|the|this|a) )?([\w&' -]{0,40} )?newsletters?( here| now| today)?",
    r"(sign up|subscribe|log in|register|click|tap) here",
    r"(read|see|find out|learn|show|load) (more|less|also)( here| on this)?",
    r"(read|see|watch|listen) (more|also|next) ?[:|»>→] .{1,160}",
    r"(also read|read also|related|related (articles?|stories)|recommended|more on this)( ?[:|»>→] .{1,150})?",
    r"(you (may|might) also like|recommended (for you|reading)|more from this (author|section))",
    r"(related (content|topics)|top stories|most read|trending( now)?)",
    rf"{_READ_ALSO}( ?[:|»>→] ?.{{1,150}})?",
    r"(follow us|find us|join us|like us) on [\w, &]{1,60}",
    r"(loading|loading comments|\d+ comments?|(view|show|leave|post|add) (a |all |the )?comments?)",
    r"(download|get) (our|the) (free )?app( (now|today|here))?",
    r"(we use|this (site|website|page) uses) cookies.{0,120}",
    r"(accept|reject|manage)( all)? cookies",
    r"this slideshow requires javascript",
    rf"{_CREDIT}[^\s.!?:]{{1,30}}( [^\s.!?:]{{1,30}}){{0,4}}",
)
_CONTACT = r"(on (twitter|x|facebook|instagram|threads|bluesky|linkedin|mastodon|social media)\b|@\w|at \S+@\S)"
_PERSON = r"(him|her|them|me|us|the (author|writer|reporter))"
_AT_THE_END = (
    r"(©|\(c\)|copyright\b).*",
    r".*\ball rights reserved",
    r"(please )?follow [^.?!]{1,80}" + _CONTACT + r".*",
    r".*\b(follow|reach|contact|e-?mail|write to|tweet) " + _PERSON + r"\b.{0,40}" + _CONTACT + r".*",
    r"(reach|contact|e-?mail|write to) (reporters? )?[\w.' -]{3,40} at \S+@\S+",
    r"[\w.' -]{3,40} can be (reached|contacted|e-?mailed) at \S+@\S+.{0,120}",
    r"e-?mail: ?\S+@\S+",
    rf"(.{{0,90}}[?:!,] ?)?(please )?sign[ -]?up (for|to|here|now|today)\b.{{0,160}}\b{_POST}\b.{{0,160}}",
    r"(get|want|receive|join|never miss|stay) .{0,120}\b(newsletters?|in(to)? your inbox)\b.{0,120}",
    r"(please )?subscribe to .{3,120}",
    r"(.{0,40}[?!.] ?)?(please )?click here (to|for)\b.{0,120}",
    r".*\b(earn|receive) (a|an) (small )?(affiliate )?(commission|fee)\b.*",
    r"if you (have )?(enjoyed|liked) this (article|story|post|piece)\b.*",
    r"(like|enjoy(ed)?) (this|the|what you).{0,30}\?.{0,120}",
    r"(comments?|comments comments|join (our|the) (commenting forum|conversation))",
    r"(filed under|tags?|topics|categories|posted in) ?:.*",
)
# Where a text came from and who paid for it is a fact, whatever address follows it.
_DISCLOSED = re.compile(
    r"\b(in partnership with|made possible by|funded by|supported by a grant|(originally|first) published)\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _ANYWHERE))
_ENDING = re.compile("|".join(f"(?:{pattern})" for pattern in _AT_THE_END))


def core(line: str) -> str:
    """Returns a line in one case without the marks around it."""
    return line.strip(_DECORATION).casefold()


def is_furniture(line: str) -> bool:
    """Tells whether a line is furniture wherever it stands; an empty one is not."""
    if not line or len(line) > _LONGEST:
        return False
    words = core(line)
    return not words or _FURNITURE.fullmatch(words) is not None


def is_ending(line: str) -> bool:
    """Tells whether a line is furniture at the end of a text: rights, an author's address, an offer to subscribe."""
    if not line or len(line) > _LONGEST_ENDING or _DISCLOSED.search(line):
        return False
    return _ENDING.fullmatch(core(line)) is not None
