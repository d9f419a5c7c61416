"""A belief that words tell does not overrule what Prefect's own numbers say."""

from __future__ import annotations

import pytest

from .changed import asked
from .recording import recording_of

TEXTS = (
    "pool is full, should I raise the deployment limit of sync-crm/prod?",
    "pool is full, should I raise the deployment limit?",
    "the queue is exhausted, does raising the deployment limit help?",
)


@pytest.mark.parametrize("text", TEXTS)
async def test_a_full_deployment_leads_though_the_pool_is_called_full(text: str) -> None:
    turn = await asked(recording_of("deployment-full"), text)

    assert turn.report
    assert turn.report["verdicts"][0]["code"] == "CL12"
    assert "my-pool" not in turn.report["text"]


async def test_a_full_pool_leads_where_it_is_full() -> None:
    turn = await asked(recording_of("pool-full"), "pool is full, should I raise the deployment limit?")

    assert turn.report
    assert turn.report["verdicts"][0]["code"] == "CL10"
    assert "each limit holds for itself" in turn.report["text"]
