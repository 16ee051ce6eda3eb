"""Gradio's index page in our dress: own title and icon, our style before the first paint, a nonce on every script."""

import re

from assistant.web.assets import address

_FOREIGN = re.compile(r'\s*<(?:meta\s+(?:property="og:|name="twitter:)[^>]*|link rel="manifest"[^>]*)>')
_SCRIPT = re.compile(r"<script(?=[\s>])")

_BOOT = (
    '<div id="boot"><p class="wordmark">News assistant</p><p>Opening the archive…</p>'
    "<noscript><p>The chat needs JavaScript; the pages of single articles do not.</p></noscript></div>"
)
"""Stands there until Gradio has built the page; `style.css` takes it away then."""


def dress(page: str, nonce: str) -> str:
    """Return Gradio's index page with our head in it; what Gradio changes in a later release is simply left alone."""
    head = (
        "<title>News assistant</title>"
        '<meta name="description" content="Questions and cited answers over a news archive.">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" type="image/svg+xml" href="{address("icon.svg")}">'
        f'<link rel="stylesheet" href="{address("style.css")}">'
        f'<script src="{address("page.js")}"></script><script src="{address("talk.js")}"></script></head>'
    )
    page = _FOREIGN.sub("", page).replace("</head>", head, 1).replace("<gradio-app", f"{_BOOT}<gradio-app", 1)
    return _SCRIPT.sub(f'<script nonce="{nonce}"', page)
