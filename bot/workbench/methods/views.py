"""views.*: modals and the home tab.

https://docs.slack.dev/reference/methods/views.open
"""

from __future__ import annotations

from bot.workbench import views
from bot.workbench.arguments import Arguments, MethodRefused, refuse_if
from bot.workbench.bench import Bench
from bot.workbench.messages import Json
from bot.workbench.store import View
from bot.workbench.tickets import TicketRefused


async def open_(bench: Bench, given: Arguments) -> Json:
    """views.open: takes a trigger_id of the last three seconds, once."""
    body = _body(given, "modal")
    try:
        person = bench.tickets.use_trigger(given.needed("trigger_id"))
    except TicketRefused as refused:
        raise MethodRefused(str(refused)) from refused
    return {"view": (await views.show(bench, person, body)).body}


async def update(bench: Bench, given: Arguments) -> Json:
    """views.update: by view_id or external_id; a stale hash is refused."""
    body, before = _body(given), _found(bench, given)
    if given.text("hash", before.hash) != before.hash:
        raise MethodRefused("hash_conflict")
    return {"view": (await views.show(bench, before.person, body, before.id)).body}


async def publish(bench: Bench, given: Arguments) -> Json:
    """views.publish: the home tab of one person."""
    person, body = given.needed("user_id"), _body(given, "home")
    if person not in bench.store.users():
        raise MethodRefused("user_not_found")
    before = bench.store.home.get(person)
    return {"view": (await views.show(bench, person, body, before.id if before else None)).body}


def _body(given: Arguments, kind: str | None = None) -> Json:
    body = given.structure("view")
    if not isinstance(body, dict):
        raise MethodRefused("invalid_arguments")
    if kind and body.get("type") != kind:
        refuse_if("invalid_arguments", [f"/view/type: must be {kind}"])
    refuse_if("invalid_arguments", [f"/view{each}" for each in views.view_problems(body)])
    return body


def _found(bench: Bench, given: Arguments) -> View:
    wanted, outside = given.text("view_id"), given.text("external_id")
    for view in bench.store.views.values():
        if wanted == view.id or (outside and view.body.get("external_id") == outside):
            return view
    raise MethodRefused("not_found")


METHODS = {"views.open": open_, "views.update": update, "views.publish": publish}
