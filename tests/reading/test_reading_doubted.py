"""What a person denies or only guesses is no signature; what a log says always is."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read

LOG = "10:11:12.345 | INFO | prefect.flow_runs - "


def _signatures(text: str, patterns: list[Pattern]) -> list[str]:
    found = read(text, patterns, in_conversation=True).value("signatures")
    return found if isinstance(found, list) else []


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("nothing has been paused, the deployment a/b has late runs", "deployment_paused_said"),
        ("pool isn't paused and the deployment a/b is late", "deployment_paused_said"),
        ("nobody paused the deployment, its runs are late", "deployment_paused_said"),
        ("queue paused? no. deployment paused? no.", "deployment_paused_said"),
        ("pool was paused, then resumed, deployment a/b is late", "deployment_paused_said"),
        ("there is no tag on the flow, only on tasks", "tag_on_flow"),
        ("we never put the tag on the flow, the limit is ignored", "tag_on_flow"),
        ("maybe the tag on my flow is why the limit is ignored?", "tag_on_flow"),
        ("I suspect the tag on the deployment, is there a tagged deployment?", "tag_on_deployment"),
        ("nobody removed the limit while runs were going", "deployment_limit_removed"),
        ("could somebody have deleted the limit while it was running?", "deployment_limit_removed"),
        ("we don't use CANCEL_NEW, I only see: Deployment concurrency limit reached", "cancel_new_reached"),
        ("nothing is stuck in Cancelling, the slots are taken", "stuck_cancelling"),
        ("without nested tasks all threads are busy", "task_waits_for_tasks"),
        ('My code does not take concurrency("a") inside concurrency("a"), it hangs', "nested_same_limit"),
        ('no `with concurrency("a"):` inside `with concurrency("a"):`, it hangs', "nested_same_limit"),
        ("I never use wait_for with tags; tasks with tag db are Pending", "wait_for_with_tag"),
        ("I never use wait_for; tasks with tag db are Pending", "wait_for_said"),
        ("We don't use task.with_options(tags=...), the limit is ignored", "with_options_tags"),
    ],
)
def test_what_is_denied_or_guessed_is_no_signature(
    text: str, signature: str, patterns: list[Pattern]
) -> None:
    assert signature not in _signatures(text, patterns)


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("I paused my deployment a/b, manual runs still start", "deployment_paused_said"),
        ("does a run still start while the deployment is paused?", "deployment_paused_said"),
        ("I did not touch the limit, I paused the deployment", "deployment_paused_said"),
        ("the limit does not work for a tagged flow", "tag_on_flow"),
        ("is it ignored because I put the tag on the flow?", "tag_on_flow"),
        ("no tag on the flow run, but a tag on the flow itself", "tag_on_flow"),
        ("could @flow(tags=['db']) be the reason?", "tag_on_flow"),
        ("not only the tag on the flow but the task's is ignored", "tag_on_flow"),
        ("somebody disabled the limit while two runs were going", "deployment_limit_removed"),
        (
            "no CANCEL_NEW here, yet it is Cancelled: Deployment concurrency limit reached",
            "cancel_new_reached",
        ),
        (f"nothing I know of\n{LOG}Deployment concurrency limit reached. CANCEL_NEW", "cancel_new_reached"),
        ("no idea why a run is stuck in Cancelling", "stuck_cancelling"),
        ("only 2 of its tasks run at a time, no limit at all", "few_tasks_at_once"),
        ("if I look at the log I see 'Flow run limit reached'", "flow_run_limit_reached"),
        ("can I force the end of a run that is stuck in Cancelling?", "stuck_cancelling"),
        ('it takes concurrency("a") inside concurrency("a") and does not end', "nested_same_limit"),
        ('It does not end:\nwith concurrency("a"):\n    with concurrency("a"):\n', "nested_same_limit"),
        ("tasks of a tag wait, not only with wait_for", "wait_for_with_tag"),
        ("no idea why: task.with_options(tags=['db']) is ignored", "with_options_tags"),
    ],
)
def test_what_is_said_to_be_so_is_a_signature(text: str, signature: str, patterns: list[Pattern]) -> None:
    assert signature in _signatures(text, patterns)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("is our gcl limit set to 0 the trouble?", None),
        ("could the limit be 0?", None),
        ("the global limit isn't set to 0", None),
        ("the global limit is set to 0", 0),
        ("does a limit of 0 pause it?", None),
        ("what happens when the limit is 0?", None),
        ("what would a limit of 0 do", None),
        ("what we see: the limit is 0", 0),
        ("can I take a limit of 0 calls per minute", None),
        ("is the limit of 4 the trouble?", 4),
    ],
)
def test_a_limit_of_0_counts_unless_it_is_denied_or_asked(
    text: str, limit: int | None, patterns: list[Pattern]
) -> None:
    assert read(f"runs of a global concurrency limit fail, {text}", patterns).value("slot_limit") == limit
