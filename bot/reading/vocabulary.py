"""Words the reading knows: key words, their neighbours, and words that are no names."""

from __future__ import annotations

# fmt: off
KEY_WORDS = [
    "concurrency", "concurrent", "concurrently", "deployment", "deployments", "pending", "awaiting",
    "scheduled", "running", "released", "release", "renewal", "renewed", "acquire", "acquired",
    "acquiring", "crashed", "crashes", "cancelled", "cancelling", "deadlock", "deadlocked", "collision",
    "strategy", "simultaneously", "parallel", "enforced", "respected", "ignored", "configure", "throttle",
    "workers", "maximum", "limits", "limited", "waiting", "blocked", "blocking", "overlapping", "occupied",
]
# Ordinary words one letter away from a key word.
ORDINARY_WORDS = frozenset(
    [
    "schedule", "schedules", "scheduler", "scheduling", "ending", "sending", "running", "cancelled",
    "released", "releases", "release", "releaser", "renewable", "renews", "required", "acquires", "crash",
    "crasher", "parallels", "enforces", "enforce", "respects", "respect", "working", "worker", "workload",
    "deploying", "deployed", "deploys", "concurrence", "configured", "configures", "awaits", "waits",
    "wanting", "writing", "block", "blocker", "blocks", "limit", "limiter", "limiting", "cancelling",
    "cancels", "cancelation", "maximal", "minimum", "ruining", "turning", "ignores", "ignore", "occupies",
    "occupy", "bending", "lending", "mending", "tending", "vending", "spending", "depending", "turning",
    "cunning", "strategic", "currently", "recurrent", "current",
    ]
)
MISSPELLED = {
    "limt": "limit",
    "limmit": "limit",
    "limti": "limit",
    "lmit": "limit",
    "que": "queue",
    "queu": "queue",
    "qeue": "queue",
    "queueu": "queue",
    "slto": "slot",
    "solts": "slots",
    "stcuk": "stuck",
    "stuk": "stuck",
    "leese": "lease",
    "canceled": "cancelled",
    "canceling": "cancelling",
    "runing": "running",
    "runnning": "running",
    "wokrer": "worker",
    "workr": "worker",
    "tsak": "task",
    "flwo": "flow",
    "gcls": "gcl",
    "concurrancy": "concurrency",
}
# Words that stand where a name could, or look like one.
NOT_NAMES = frozenset(
    [
    "true", "false", "none", "null", "async", "await", "return", "import", "def", "class", "enqueue",
    "cancel_new", "default-agent-pool", "awaitingconcurrencyslot", "late", "pending", "running",
    "scheduled", "crashed", "cancelling", "cancelled", "failed", "completed", "paused", "prefect.yaml",
    "tag-based", "time-based", "concurrency-limit", "global-concurrency-limit", "work-pool", "work-queue",
    "flow-run", "task-run", "set-concurrency-limit", "self-hosted", "open-source", "max_workers",
    "concurrency_limit", "concurrency_options", "active_slots", "collision_strategy",
    "slot_decay_per_second", "rate_limit", "lease_duration", "timeout_seconds", "run_deployment",
    "with_options", "strict", "occupy", "limit", "and/or", "i/o", "n/a", "ci/cd", "read/write",
    "start/stop", "tcp/ip", "client/server", "task/flow", "flow/task", "per-flow", "per-task", "one-off",
    "long-running", "re-run", "in-memory", "built-in", "high-priority", "low-priority", "flow-level",
    "run-time", "real-time", "up-to-date", "multi-tenant", "task_run", "flow_run", "task_runs",
    "flow_runs", "non-blocking", "back-off", "set_state", "concurrency_limits", "work_pool", "work_queue",
    "flow_run_id", "server-side", "client-side", "http/1.1", "ca-certificates",
    ]
)
# fmt: on
