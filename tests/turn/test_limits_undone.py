"""Who asks how to remove, switch off or change a limit is not told how to set one up."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation

ASKED = {
    "how do I clear the limit of the work pool nights?": "prefect work-pool clear-concurrency-limit nights",
    "please delete the tag limit 'lake-rows'": "prefect concurrency-limit delete lake-rows",
    "can we switch the global limit `crm_api` off for an hour": "prefect gcl disable crm_api",
    "How to re-enable the global limit `crm`": "prefect gcl enable crm",
    "drop the global concurrency limit `ftp`, how?": "prefect gcl delete ftp",
    "how can I disable the tag limit lake": "prefect gcl disable tag:lake",
    "lower limit of the gcl ftp_out from 8 to 3": "prefect gcl update ftp_out --limit 3",
    "we want pool small from 4 to 9": "prefect work-pool set-concurrency-limit small 9",
    "bump the tag limit for s3 from 2 to 6": "prefect gcl update tag:s3 --limit 6",
    "remove the limit from work queue bulk in pool eks": (
        "prefect work-queue clear-concurrency-limit bulk --pool eks"
    ),
}


async def _report(text: str) -> dict[str, object]:
    turn = await Conversation(knowledge()).say(Case(), text)
    assert turn.report is not None
    return dict(turn.report)


@pytest.mark.parametrize("text", ASKED)
async def test_a_limit_is_undone_by_its_own_command(text: str) -> None:
    said = str((await _report(text))["text"])

    assert ASKED[text] in said
    assert "create" not in said


@pytest.mark.parametrize("verb", ["remove", "switch off", "get rid of"])
async def test_a_deployments_limit_is_removed_while_nothing_holds_it(verb: str) -> None:
    said = str((await _report(f"how do I {verb} the concurrency limit of deployment sales/hourly?"))["text"])

    assert "concurrency_limit=None" in said
    assert "'sales/hourly'" in said
    assert "500" in said


async def test_without_a_kind_the_kind_is_asked() -> None:
    report = await _report("How do I delete a concurrency limit?")

    assert report["question"]["fact"] == "mechanism"  # type: ignore[index]


@pytest.mark.parametrize(
    "text",
    [
        "after we removed the tag limit lake, its tasks still wait. How do I fix it?",
        "how do I clear stuck slots of the gcl ftp",
        "how do I set the limit of the work pool nights to 3?",
        "I can not delete the gcl ftp, it says 404",
    ],
)
async def test_a_fault_or_a_first_limit_is_no_wish_to_undo_one(text: str) -> None:
    verdicts = (await _report(text))["verdicts"]

    assert ("CL149", "confirmed") not in [(each["code"], each["status"]) for each in verdicts]  # type: ignore[attr-defined]
