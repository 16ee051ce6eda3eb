"""The pages of the way in and out: they need no script, follow light and dark, and ask no other host for anything."""

from assistant.access.roles import Visitor
from assistant.web.frame import framed
from assistant.web.markup import text


def login_page(target: str, failure: str = "", name: str = "") -> str:
    """Return the page with the form of name and password.

    Args:
        target: Path of the page to go to afterwards.
        failure: Why the last try did not succeed, in words.
        name: The name of the last try.
    """
    alert = f'<p class="form-failure" role="alert" id="failure">{text(failure)}</p>' if failure else ""
    described = ' aria-describedby="failure" aria-invalid="true"' if failure else ""
    return framed(
        "Log in",
        '<form class="card entrance" method="post" action="/login"><h1>Log in</h1>'
        f'{alert}<input type="hidden" name="next" value="{text(target)}">'
        '<label for="name">Name</label>'
        f'<input id="name" name="name" value="{text(name)}" autocomplete="username" autocapitalize="none"'
        f' spellcheck="false" required maxlength="40"{described}{"" if name else " autofocus"}>'
        '<label for="password">Password</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required'
        f' maxlength="200"{described}{" autofocus" if name else ""}>'
        '<button type="submit">Log in</button></form>',
        places=False,
    )


def account_page(who: Visitor) -> str:
    """Return the page that says who is logged in, with the way out."""
    if who == Visitor.local():
        words = "<p>Nobody needs to log in on this machine.</p>"
    else:
        words = (
            f"<p>You are logged in as <strong>{text(who.name)}</strong>, with the role {who.role.word}.</p>"
            '<form class="entrance" method="post" action="/logout"><button type="submit">Log out</button></form>'
        )
    return framed("Account", f'<div class="card"><h1>Account</h1>{words}</div>')
