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
    "cunning", "strategic", "currently", "recurrent", "current", "limite", "limites", "limiter", "limitar",
    "locked",
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
    "wait_for", "wait-for",
    "with_options", "strict", "occupy", "limit", "and/or", "i/o", "n/a", "ci/cd", "read/write",
    "start/stop", "tcp/ip", "client/server", "task/flow", "flow/task", "per-flow", "per-task", "one-off",
    "long-running", "re-run", "in-memory", "built-in", "high-priority", "low-priority", "flow-level",
    "run-time", "real-time", "up-to-date", "multi-tenant", "task_run", "flow_run", "task_runs",
    "concurrency lease renewal failed", "lease renewal failed", "over-allocation",
    "flow_runs", "non-blocking", "back-off", "set_state", "concurrency_limits", "work_pool", "work_queue",
    "flow_run_id", "server-side", "client-side", "http/1.1", "ca-certificates",
    ]
)

# What follows "the limit …" in plain English; as a name it must be quoted.
PLAIN_WORDS = frozenset({
    "a", "about", "above", "active", "actually", "added", "after", "again", "all", "also", "always",
    "although", "and", "any", "anymore", "anyway", "are", "as", "at", "available", "based", "be",
    "because", "been", "before", "behaves", "behavior", "being", "belongs", "below", "between", "block",
    "blocks", "both", "but", "by", "called", "can", "capacity", "changed", "config", "configuration",
    "configured", "concurrency", "count", "counter", "counts", "create", "created", "currently", "deletes",
    "deleted", "deployment", "deployments", "did", "disabled", "do", "does", "doing", "done", "due",
    "during", "each", "enabled", "enforced", "enforcement", "even", "every", "exceeded", "exists",
    "expired", "failed", "fails", "feature", "field", "finished", "first", "flow", "flows", "for",
    "forever", "free", "from", "full", "gets", "gone", "got", "had", "hangs", "has", "have", "held",
    "here", "hit", "holds", "how", "however", "i", "id", "if", "ignored", "in", "inactive", "inside",
    "instead", "into", "is", "isn", "it", "its", "itself", "just", "keeps", "kept", "last", "level",
    "like", "limit", "limited", "limiting", "limits", "list", "longer", "looks", "made", "many", "max",
    "maximum", "may", "mechanism", "more", "must", "my", "name", "named", "names", "need", "needs",
    "never", "next", "no", "not", "nothing", "now", "number", "of", "off", "on", "once", "one", "only",
    "option", "or", "other", "our", "out", "over", "page", "paused", "per", "pool", "pools", "prevents",
    "priority", "problem", "queue", "queue's", "queues", "reached", "related", "release", "released",
    "remains", "removed", "reset", "respected", "restriction", "run", "runner", "running", "runs", "same",
    "says", "seems", "set", "sets", "setting", "settings", "shared", "should", "show", "shows", "since",
    "size", "slot", "slots", "so", "some", "starts", "status", "stay", "stays", "still", "stops",
    "storage", "stuck", "tab", "tag", "tagged", "tags", "taken", "task", "tasks", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "thing", "this", "those", "though", "to", "too",
    "two", "type", "ui", "under", "until", "update", "used", "using", "value", "via", "view", "waits",
    "want", "was", "way", "we", "well", "were", "what", "when", "where", "whether", "which", "while",
    "who", "why", "will", "with", "within", "without", "work", "worker", "workers", "works", "would",
    "yet", "you", "your", "zero",
})
# fmt: on
