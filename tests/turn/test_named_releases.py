"""Who names a release is told what is so there: the commands it has, and the leases it does not give yet."""

from __future__ import annotations

import pytest

from .talking import confirmed, facts, talk

LENGTH = "what's the default lease duration for concurrency()? "
GLOBAL = "how do I create a global limit erp with 2 slots, "
CHANGE = "how do I change tag limit db to 7 "
SLOTS = "how do I see slots of pool k8s "
CHANGE_OLD = CHANGE + "on prefect 3.4.8?"
VERSION_COMMAND = "\nVersion:  3.4.8\nAPI version:  0.8.4\nPython version:  3.11.7\n"
NONE = "a slot of concurrency() has no lease"


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        (LENGTH + "server 3.4.8, client 3.4.8", NONE, "its slot is free within that time"),
        (LENGTH + "server 3.8.8, client 3.4.9", NONE, "its slot is free within that time"),
        (LENGTH + "prefect 3.8.8", "its slot is free within that time", "Leases came with"),
        (LENGTH + "prefect 3.4", "its slot is free within that time", NONE),
        (LENGTH, "its slot is free within that time", "Leases came with"),
        ("how long does the lease of a tag last? server 3.4.12", "with 3.4.19 for tags", "tag 60 s"),
        (GLOBAL + "prefect 3.4.8?", "a process that dies keeps its slot", "gives its slot back"),
        (GLOBAL + "prefect 3.8.8?", "A process that dies gives its slot back", "keeps its slot"),
    ],
)
async def test_no_lease_is_promised_where_the_release_has_none(text: str, told: str, untold: str) -> None:
    said = (await talk(text)).report["text"]
    assert told in said
    assert untold not in said


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        (CHANGE_OLD, "prefect concurrency-limit create db 7", "prefect gcl update"),
        (CHANGE + "on 3.4.8", "prefect concurrency-limit create db 7", "prefect gcl update"),
        (CHANGE + "with client 3.4.8, server 3.8.8", "prefect gcl update tag:db --limit 7", "create db"),
        (CHANGE + "with client 3.4.8", "prefect gcl update tag:db --limit 7", "create db"),
        (CHANGE + "on prefect 3.8.8?", "prefect gcl update tag:db --limit 7", "create db"),
        (SLOTS + "on 3.4.8", "prefect flow-run ls", "work-pool slots"),
        (SLOTS + "on 3.8.8", "prefect work-pool slots k8s", "prefect flow-run ls"),
    ],
)
async def test_a_command_is_one_that_the_named_release_has(text: str, told: str, untold: str) -> None:
    said = (await talk(text)).report["text"]
    assert told in said
    assert untold not in said


STUCK = "my tag limit db is stuck; a colleague says just wait until the lease expires. "


async def test_a_fix_for_the_server_follows_the_release_that_is_named_without_saying_whose() -> None:
    turn = await talk(STUCK + "prefect 3.4.8")
    assert confirmed(turn)[0] == "CL65"
    assert "prefect concurrency-limit reset db" in turn.report["text"]
    assert "prefect gcl" not in turn.report["text"]


@pytest.mark.parametrize("whose", ["client 3.4.8", "Our image still has Prefect 3.4.8", VERSION_COMMAND])
async def test_the_release_of_what_runs_the_code_tells_nothing_of_the_server(whose: str) -> None:
    turn = await talk(STUCK + whose)
    assert facts(turn)["client_version"] == "3.4.8"
    assert "release_of_both" not in facts(turn)
    assert "prefect concurrency-limit reset" not in turn.report["text"]


@pytest.mark.parametrize(
    "text", ["our python is on 3.9.1, " + CHANGE, "helm chart on 3.4.8, " + CHANGE, CHANGE + "on 3.4.8.1"]
)
async def test_the_release_of_other_software_is_not_prefects(text: str) -> None:
    assert "client_version" not in facts(await talk(text))


async def test_a_release_that_is_corrected_is_the_server_s_too() -> None:
    said = (await talk(CHANGE_OLD, "sorry, it is 3.8.8")).report["text"]
    assert "prefect gcl update tag:db --limit 7" in said
