"""Waits of a run for itself or its child, a leaked tag and some wishes, in the plainest words."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation

FIRST = {
    'nested use of concurrency("ftp"): within it concurrency("ftp") is taken too, limit 1, it hangs': "CL69",
    "my flow holds the gcl 'crm' and calls a subflow that enters concurrency('crm'), hangs": "CL69",
    "the parent calls run_deployment, child in the same work pool `eks` with limit 1, child late": "CL38",
    "tag limit rows is stuck at 3/3 but prefect concurrency-limit inspect rows lists no holders": "CL20",
    "limit deployment sales/hourly to 2 at once and drop the rest": "CL05",
    "how do I set the strategy CANCEL_NEW on etl/nightly": "CL05",
    "does deleting the crashed runs free the pool's slots": "CL156",
    "can i just delete the stuck run so the tag limit is free again?": "CL156",
    "can I delete the limit while runs hold it?": "CL133",
    "prefect.yaml: concurrency limit of 4 and cancel new for my deployment": "CL120",
    "one limit across deployments crm/load, crm/clean and crm/send, 2 together": "CL117",
    "terraform, how to set the concurrency limit of a queue": "CL121",
    "it prints: unknown field concurrency_options for my deployment": "CL111",
}


async def _codes(text: str) -> list[str]:
    turn = await Conversation(knowledge()).say(Case(), text)
    assert turn.report is not None
    return [verdict["code"] for verdict in turn.report["verdicts"] if verdict["status"] != "ruled_out"]


@pytest.mark.parametrize("text", FIRST)
async def test_plain_words_lead_to_their_cause(text: str) -> None:
    assert (await _codes(text))[0] == FIRST[text]


@pytest.mark.parametrize(
    "text",
    [
        'flow A takes concurrency("ftp") and flow B takes concurrency("ftp") too, both hang',
        'one task uses concurrency("ftp"), another one concurrency("crm") inside, it hangs',
    ],
)
async def test_who_shares_a_limit_does_not_wait_for_himself(text: str) -> None:
    assert "CL69" not in (await _codes(text))[:1]


async def test_a_parent_that_waits_for_its_child_is_named() -> None:
    text = "deployment limit 1, the parent starts itself as a child, child AwaitingConcurrencySlot"
    turn = await Conversation(knowledge()).say(Case(), text)

    assert turn.report
    assert (
        "could be: a parent run waits for a child that waits for the parent's deployment"
        in turn.report["text"]
    )


async def test_a_tag_limit_by_the_python_client_is_no_limit_for_each_key() -> None:
    assert "CL118" not in await _codes('set a tag limit by python client for the tag "rows", 7 at a time')


async def test_a_leaked_tag_is_told_how_to_set_its_count() -> None:
    text = (
        "tag limit rows stuck at 3/3, prefect concurrency-limit inspect rows shows nothing, no task runs, "
        "our own server 3.8.1 with redis leases"
    )
    turn = await Conversation(knowledge()).say(Case(), text)

    assert turn.report
    assert "prefect gcl update tag:rows --active-slots 0" in turn.report["text"]
