"""What a person wishes for is told from what they count, from times of day and from pairs of words."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read

COUNTED = [
    "we saw 6 of our tasks run at once although the concurrency limit is set",
    "30 start together despite the concurrency limit",
    "our work pool starts 14 pods at the same time, limit ignored",
    "the concurrency limit does nothing, both began at 09:12:35 together",
    "I hit the concurrency limit in only 1 of these",
    "why does the pool lake: 6 runs wait, how do I set it right",
    "how do I free the limit lake 3/3 slots",
    "how do I mend the tag lake, 4 slots taken",
    "how do I set a tag limit on Prefect 3",
    "I want 25 workers in the pool lake",
    "each run needs 3 slots of the limit lake, how do I set that up",
    "limit the work pool ecs to 1 000 runs",
]
WISHED = {
    "how do I let 4 tasks tagged db run at once?": 4,
    "limit the work pool gpu so that at most 3 runs go together": 3,
    "concurrency limit: 2 runs at a time please": 2,
    "we need 12 runs in parallel on the pool etl, no more": 12,
    "limit 1 for the tag db, as run A began at 09:12:35": 1,
    "how can I make a global limit named lake with 21 slots?": 21,
    "how would I set up a tag limit 'lake' of 13 for tasks that bear it": 13,
    "could I use occupy=4 with the gcl `lake` of 18": 18,
    'please set the limit for queue "rush" 7': 7,
    "set the concurrency limit of our work pool ecs = 14": 14,
    "set limit of queue bulk: 6": 6,
    "the limit of the pool ecs is 10 now, I want 25": 25,
    'pool limit of "two words" is 5, how could I make it 9': 9,
    "the pool limit is 5, how can we change it to 9": 9,
    "put the limit of the deployment billing/prod at 4 please": 4,
    "how do I cap the deployment billing/prod at four runs?": 4,
    "prefect work-queue set-concurrency-limit rush 8 is refused": 8,
    "prefect concurrency-limit create lake 11 is refused": 11,
    "raise the limit 5 to 10 for pool ecs": 10,
    "limit the work pool ecs to 1,000 runs": 1000,
}


@pytest.mark.parametrize("text", COUNTED)
def test_what_happens_is_no_wish(text: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("wish_count") is None


@pytest.mark.parametrize("text", WISHED)
def test_how_many_there_should_be_is_a_wish(text: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("wish_count") == WISHED[text]


@pytest.mark.parametrize(
    "pair", ["Late/Pending", "memory/cpu", "prod/staging", "worker/queue", "Failed/Crashed"]
)
def test_a_pair_of_words_is_no_deployment(pair: str, patterns: list[Pattern]) -> None:
    reading = read(f"how do I limit {pair} runs of a deployment?", patterns)

    assert (reading.value("wish_deployment"), reading.names) == (None, ())


def test_a_flow_and_its_deployment_are_one(patterns: list[Pattern]) -> None:
    reading = read("how do I limit the deployment billing/prod to one run?", patterns)

    assert reading.value("wish_deployment") == "billing/prod"
    assert reading.value("wish_limit") is None


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("limit calls of our api to 4x per minute", "wish_calls", 4),
        ("limit calls of our api to 4x per minute", "wish_seconds", 60),
        ("the queue 'bulk' may run one at a time, the queue 'default' has no limit", "wish_queue", "bulk"),
        ("how do I limit tasks tagged with lake to 2?", "wish_tag", "lake"),
        ("how do I limit pool main to 2 runs?", "wish_pool", "main"),
        ("it says concurrency 2/2 for the tag db, nothing starts", "slots_used", 2),
        ("the tag limit db shows 3/4 concurrency", "slot_limit", 4),
    ],
)
def test_a_number_or_name_is_read_as_it_is_meant(
    text: str, fact: str, value: object, patterns: list[Pattern]
) -> None:
    assert read(text, patterns).value(fact) == value


def test_so_many_of_the_runs_are_no_slots(patterns: list[Pattern]) -> None:
    assert read("a concurrency problem: 3 of 5 runs are late", patterns).value("slots_used") is None


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("tag db: active_slots=5 limit=5. We checked, not a single task is running.", 5),
        ("Nothing is running. The tag limit db shows 2/2 slots.", 2),
        ("The tag limit db had 2/2 slots yesterday. Nothing is running.", None),
        ("The tag limit db shows 2/2 slots. When nothing is running, is it a leak?", None),
        ("The tag limit db shows 2/2 slots. Nothing runs because of that.", None),
        ("gcl ingest: active_slots=4 and nobody holds it", 4),
        ("limit ingest has active_slots: 2, no run holds them", 2),
        ("gcl inspect shows active_slots=2; all its task runs finished this morning", 2),
        ("gcl ingest is stuck at 2/2 although nothing runs", 2),
        ("the gcl ingest is at 2/2. Every flow run has completed.", 2),
        ("gcl ingest stuck since 11/12, nothing runs", None),
        ("active_slots=2 of gcl ingest, free only once all runs finished", None),
        ("tag db is stuck: more used slots than running tasks", 1),
        ("are there more slots than runs? tag limit db is stuck", None),
        ("tag limit db 3/3, real runs hold all of them, the next one waits", 0),
        ("tag limit db at 3/3 with 3 tasks really running, others wait", 0),
        ("tag limit db at 3/3 with 2 tasks really running, others wait", None),
    ],
)
def test_that_nothing_runs_may_stand_beside_the_count(
    text: str, unexplained: int | None, patterns: list[Pattern]
) -> None:
    assert read(text, patterns).value("slots_unexplained") == unexplained


@pytest.mark.parametrize(
    ("text", "deployment"),
    [
        ("the deployment 'Big Copy/west two' should be limited to 2 runs", "Big Copy/west two"),
        ('how do I limit deployment "Big Copy/west-two" to one run', "Big Copy/west-two"),
        ("how do I limit my deployment (Big Copy/west) to 3 runs?", "Big Copy/west"),
        ("how do I limit the deployment copy/x to 3 runs?", "copy/x"),
        ("how do I limit the deployment hourly to 3 runs?", "FLOW/hourly"),
        ('how do I limit the deployment "hourly copy" to 3 runs?', "FLOW/hourly copy"),
        ("how do I limit a deployment to 3 runs?", None),
        ("the deployment schedule is paused and no run comes", None),
        ("we ran `prefect deployment schedule pause`, runs of the deployment are late", None),
    ],
)
def test_a_deployment_has_its_whole_name(text: str, deployment: str | None, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)

    assert reading.value("wish_deployment") == deployment
    assert not any(name in str(deployment) and name != deployment for name in reading.names if "/" in name)


@pytest.mark.parametrize(
    "text",
    [
        "runs are late, the other deployments of this work queue don't begin",
        "flow runs are late though the work pool wasn't paused",
        "runs are late, our work queue isn’t paused",
        "tasks stay pending, the tag hasn't got a concurrency limit",
        "the deployment concurrency limit is stuck although the deployment run finished",
    ],
)
def test_no_part_of_a_denial_and_no_state_is_a_name(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)

    assert reading.names == ()
    assert not [each.name for each in reading.statements if each.name.startswith("wish_")]


@pytest.mark.parametrize(
    ("text", "fact", "name"),
    [
        ("the gcl seats shows 4/4 but nothing runs", "wish_limit", "seats"),
        ("gcl seats slots are stuck at 4/4, nothing runs", "wish_limit", "seats"),
        ("the gcl shows 4/4 but nothing runs", "wish_limit", None),
        ("the gcl slots are stuck at 4/4, nothing runs", "wish_limit", None),
        ("our gcl is stuck at 4/4, nothing runs", "wish_limit", None),
        ("set a limit of 3 on the work queue default of pool ecs", "wish_queue", "default"),
        ("The following limits do not have a decay configured: 'lake'", "wish_limit", "lake"),
    ],
)
def test_a_plain_word_is_a_name_where_only_a_name_can_stand(
    text: str, fact: str, name: str | None, patterns: list[Pattern]
) -> None:
    assert read(text, patterns).value(fact) == name


@pytest.mark.parametrize(
    ("text", "fact", "name"),
    [
        ("rate limit 5/s for the limit vendor-api", "wish_limit", "vendor-api"),
        ("rate limit of 60/min", "wish_limit", None),
        ("create a global limit erp with 2 slots", "wish_limit", "erp"),
        ("create a concurrency limit for tasks with 2 slots", "wish_limit", None),
        ("prefect gcl set-limit api 3 no such command", "wish_limit", "api"),
        ("prefect gcl create lake --limit 3 fails, the limit is there", "wish_limit", "lake"),
        ("how to define gcl with terraform", "wish_limit", None),
        ("how many tasks with tag db can run if limit is twenty-five?", "wish_limit", None),
        ("how do I limit tasks tagged with terraform to 2?", "wish_tag", "terraform"),
        ("max 3 pods at once on k8s pool prod", "wish_pool", "prod"),
        ("max 3 pods at once on the k8s pool", "wish_pool", "k8s"),
        ("set pool limit of k8s to 2,500", "wish_pool", "k8s"),
        ("create a global limit 'a/b' with 2 slots", "wish_limit", None),
        ("limit tasks with the tag 'a/b' to 2 at once", "wish_tag", "a/b"),
    ],
)
def test_a_limit_bears_its_name_and_no_rate_command_or_tool(
    text: str, fact: str, name: str | None, patterns: list[Pattern]
) -> None:
    assert read(text, patterns).value(fact) == name


@pytest.mark.parametrize(
    ("text", "fact", "name", "count"),
    [
        ("limit db: 3. limit api: 5. How to create both as global limits?", "wish_limit", None, None),
        ("how do I limit the tag db to 3 and the tag api to 5?", "wish_tag", None, None),
        ("how do I limit the tag db to 3 and the pool ecs to 5?", "wish_tag", "db", None),
        ("how do I limit the tag db to 3? The limit db: 3 is mine", "wish_tag", "db", 3),
        ("the tag limit api is 3, how do I limit the tag db to 5?", "wish_tag", "db", 5),
    ],
)
def test_of_several_names_with_a_number_each_none_gets_a_number(
    text: str, fact: str, name: str | None, count: int | None, patterns: list[Pattern]
) -> None:
    reading = read(text, patterns)

    assert (reading.value(fact), reading.value("wish_count")) == (name, count)


def test_a_rate_is_no_count_of_slots(patterns: list[Pattern]) -> None:
    for rate in ("rate limit 5/s for the limit vendor-api", "API limit is 1k/min. how to throttle tasks?"):
        assert read(rate, patterns).value("slot_limit") is None
