"""What a person denies, asks, supposes or tells of the past confirms nothing; said to be so, it does."""

from __future__ import annotations

import pytest

from .talking import confirmed, talk

NEVER = "AcquireConcurrencySlotTimeoutError"
STORAGE = "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE"
MEMORY = "prefect.server.concurrency.lease_storage.memory"
LOST = "3 replicas. 410 Gone lease renewal failed"

DOUBTED = [
    ("the schedule of the deployment is not paused; nothing runs", "CL116"),
    ("the deployment was paused but I unpaused it, nothing runs", "CL116"),
    ("the worker's clock isn't behind, ntp ok. runs Late", "CL82"),
    ("could the worker's clock be 5 minutes behind? runs late", "CL82"),
    ("there's no 'database is locked' in the server log. tagged tasks slow to start", "CL01"),
    ("we do not see 'Flow run limit reached' in the worker log, runs are Late", "CL56"),
    ("we don't use PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED=false; slots stay taken", "CL155"),
    (f"{STORAGE} is not {MEMORY}. {LOST}", "CL41"),
    ("I never ran prefect concurrency-limit reset db but the slots of tag db stay taken", "CL67"),
    (
        "concurrency_options: isn't in our prefect.yaml, we have concurrency_limit: 1, but 2 runs run",
        "CL111",
    ),
    (f"{NEVER} never occurs here. hang on concurrency('db')", "CL51"),
    ("no run is in Cancelling, but deployment slot is taken", "CL114"),
    ("how long does a run stay in Cancelling?", "CL114"),
    ("does a run in Cancelling hold a pool slot?", "CL114"),
    ("the deployment was paused last week but is active again, runs late", "CL88"),
    ("we removed the nested concurrency('a') inside concurrency('a') last week, still hangs", "CL69"),
    ("what if I use concurrency('a') inside concurrency('a')?", "CL69"),
    ("Why are my runs late, is the run stuck in Cancelling?", "CL114"),
    ("The limit was 0 until yesterday, now it is 5, and still nothing runs", "CL33"),
    ("A colleague set the limit to 0 by accident, I set it back to 3. Still nothing runs", "CL33"),
    ("After prefect deploy my global concurrency limit is gone. Why?", "CL120"),
    ("After the helm deploy of the server my limits are gone", "CL120"),
    (
        "nobody killed the serve process; served deployment 'Not Ready'? no it says Ready. runs late",
        "CL79",
    ),
]
MUST = "Concurrency limits ['db'] must be created before acquiring slots"
DECAY = "Only concurrency limits with slot decay can be used for rate limiting"
SAID = [
    (f"Why do I get ConcurrencySlotAcquisitionError: {MUST}?", "CL35"),
    (f"How do I fix ValueError: {DECAY}?", "CL53"),
    (f'I\'ve never seen "{DECAY}" before today', "CL53"),
    ("How do I get rid of this, the run is stuck in Cancelling and keeps its slot?", "CL114"),
    ("I guess it's a bug, the run is stuck in Cancelling and keeps its slot", "CL114"),
    ("I set the limit to 0 and now 5 runs wait", "CL33"),
    ("the schedule of the deployment is paused; nothing runs", "CL116"),
    ("why is the schedule of the deployment paused? nothing runs", "CL116"),
    ("the worker's clock is behind, ntp was off. runs Late", "CL82"),
    ("runs late, the worker's clock is 5 minutes behind", "CL82"),
    ("there's 'database is locked' in the server log. tagged tasks slow to start", "CL01"),
    ("database is locked in the server log, why? tagged tasks are slow to start", "CL01"),
    ("we see 'Flow run limit reached' in the worker log, runs are Late", "CL56"),
    ("does 'Flow run limit reached' in the worker log mean that the worker is full?", "CL56"),
    ("we use PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED=false; slots stay taken", "CL155"),
    (f"{STORAGE} is {MEMORY}. {LOST}", "CL41"),
    ("I ran prefect concurrency-limit reset db but the slots of tag db stay taken", "CL67"),
    ("should I run prefect concurrency-limit reset db?", "CL67"),
    ("concurrency_options: is in our prefect.yaml, with concurrency_limit: 1, but 2 runs run", "CL111"),
    (f"{NEVER} occurs here. hang on concurrency('db')", "CL51"),
    ("a run is stuck in Cancelling, and the deployment slot is taken", "CL114"),
    ("is it normal that my run stays in Cancelling for hours?", "CL114"),
    ("how do I free the slot of a run that is stuck in Cancelling?", "CL114"),
    ("the deployment was paused last week and is still paused, manual runs start", "CL88"),
    ("does a paused deployment still start runs?", "CL88"),
    ("we use concurrency('a') inside concurrency('a'), it hangs", "CL69"),
    ("served deployment 'Not Ready'. runs late", "CL79"),
]


@pytest.mark.parametrize(("text", "code"), DOUBTED)
async def test_what_is_doubted_confirms_no_cause(text: str, code: str) -> None:
    assert code not in confirmed(await talk(text))


@pytest.mark.parametrize(("text", "code"), SAID)
async def test_what_is_said_to_be_so_confirms_its_cause(text: str, code: str) -> None:
    assert code in confirmed(await talk(text))
