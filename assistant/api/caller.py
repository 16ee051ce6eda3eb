"""Who is asking, and may they: what routes and the handlers of the page's events call."""

import functools
import html
import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar

import gradio as gr
from fastapi import Depends, Request
from starlette.types import Scope

from assistant.access.audit import Audit
from assistant.access.roles import Role, Visitor
from assistant.api.tabs import Tabs
from assistant.errors import ForbiddenError, NewsAssistantError

VISITOR, AUDIT, TABS = "news_assistant.visitor", "news_assistant.audit", "news_assistant.tabs"
"""Where the guard leaves them in the scope of a request."""

Handler = TypeVar("Handler", bound=Callable[..., Any])


def needs(role: Role) -> Callable[[Handler], Handler]:
    """Mark the handler of an event of the page as one for `role` and up; the others are for every reader."""

    def mark(handler: Handler) -> Handler:
        handler.role = role  # type: ignore[attr-defined]
        return handler

    return mark


def visitor(request: gr.Request | Request | None) -> Visitor:
    """Return who is asking; None, as in a call from Python, is whoever sits at this machine.

    Raises:
        ForbiddenError: The request did not come by the guard; then nobody vouches for it.
    """
    if request is None:
        return Visitor.local()
    found = _scope(request).get(VISITOR)
    if not isinstance(found, Visitor):
        raise ForbiddenError("Nobody is logged in.", remedy="Log in and try again.")
    return found


def note(request: gr.Request | Request | None, action: str, detail: str = "") -> None:
    """Leave a line about a change that somebody made."""
    if request is None:
        return
    scope = _scope(request)
    audit, who = scope.get(AUDIT), visitor(request)
    if isinstance(audit, Audit):
        audit.note(who.name, who.via, action, detail, address_of(scope))


def address_of(scope: Scope) -> str:
    """Return the network address of the other side, empty if there is none."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _scope(request: gr.Request | Request) -> Scope:
    inner = request.request if isinstance(request, gr.Request) else request
    return {} if inner is None else inner.scope


def reader(request: Request) -> Visitor:
    """Return who is asking, who may read."""
    return _with(request, Role.READER)


def editor(request: Request) -> Visitor:
    """Return who is asking, who may take in and remove."""
    return _with(request, Role.EDITOR)


def admin(request: Request) -> Visitor:
    """Return who is asking, who may do anything."""
    return _with(request, Role.ADMIN)


def _with(request: Request, role: Role) -> Visitor:
    who = visitor(request)
    who.require(role)
    return who


Reader = Annotated[Visitor, Depends(reader)]
Editor = Annotated[Visitor, Depends(editor)]
Admin = Annotated[Visitor, Depends(admin)]


def guard_events(page: gr.Blocks) -> None:
    """Have every event of a page checked on the server before its handler runs, whatever its `api_visibility`.

    The page hides events from its documentation, not from whoever sends its requests by hand.
    """
    for event in page.fns.values():
        if event.fn is not None and not hasattr(event.fn, "is_guarded"):
            event.fn = guarded(event.fn)


def guarded(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return the handler behind a check of the role that it is marked with."""
    role = getattr(handler, "role", Role.READER)
    check = functools.partial(_let_pass, role)
    if inspect.isasyncgenfunction(handler) or inspect.iscoroutinefunction(handler):
        raise TypeError(f"{handler} is asynchronous; handlers of the page are not")
    wrapper = _generator(handler, check) if inspect.isgeneratorfunction(handler) else _function(handler, check)
    _add_request(wrapper, handler)
    wrapper.is_guarded = True  # type: ignore[attr-defined]
    return wrapper


def _function(handler: Callable[..., Any], check: Callable[[gr.Request], None]) -> Callable[..., Any]:
    def run(*values: Any) -> Any:  # noqa: ANN401 - whatever the event carries
        *rest, request = values
        check(request)
        return handler(*rest)

    return run


def _generator(handler: Callable[..., Any], check: Callable[[gr.Request], None]) -> Callable[..., Any]:
    def run(*values: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever the event carries
        *rest, request = values
        check(request)
        yield from handler(*rest)

    return run


def _add_request(wrapper: Callable[..., Any], handler: Callable[..., Any]) -> None:
    """Give the wrapper the handler's parameters and one for the request, by which Gradio knows to pass it."""
    signature = inspect.signature(handler)
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    own = inspect.Parameter("_guard", kind, default=None, annotation=gr.Request)
    wrapper.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), own]
    )
    target = getattr(handler, "__func__", handler)
    wrapper.__annotations__ = {**typing.get_type_hints(target), "_guard": gr.Request}
    wrapper.__name__ = getattr(target, "__name__", "event")
    wrapper.__module__ = getattr(target, "__module__", __name__)


def _let_pass(role: Role, request: gr.Request) -> None:
    try:
        who = visitor(request)
        who.require(role)
        tabs = _scope(request).get(TABS)
        if isinstance(tabs, Tabs) and not tabs.belongs(request.session_hash, who.owner):
            raise ForbiddenError("This page was opened by somebody else.", remedy="Open it anew.")
    except NewsAssistantError as error:
        raise gr.Error(html.escape(str(error)), print_exception=False) from error
