"""From one snapshot to findings: subjects, facts, what cannot be known, the focus and the gates."""

from __future__ import annotations

from bot.engine.facts import Fact, Subject
from bot.engine.findings import Findings, Hints

from .client_release import client_facts
from .deployment_facts import deployment_subjects
from .ends import focus_of_end
from .failures import failure_records
from .flows_named import focus_of_flows, limits_come_to, named_without_a_wait
from .gates import focus_of_gates, gates_of
from .lease_losses import LEASE_FACTS, lost_lease_facts
from .limit_facts import limit_subject
from .links import is_cloud
from .names import focus_of, focus_of_words, unknown_names
from .outside import tag_facts
from .polling_facts import polled_pool, polled_queue
from .rounds import WORKSPACE
from .run_facts import run_subject
from .self_waits import focus_of_holders
from .server_facts import database_of
from .snapshot import Snapshot
from .standing import with_standing
from .tag_list import tag_list_facts
from .taken_at_once import with_taken_at_once
from .threads import busy_flows
from .tries import TERMINAL
from .well_formed import LEFT_OUT

# Which facts cannot be known when a whole source could not be read.
SETTLES: dict[str, tuple[str, ...]] = {
    "version": ("server_version",),
    "settings": ("lease_storage",),
    "limits": (
        *(
            "limit_name",
            "limit_kind",
            "limit_active",
            "slot_decay",
            "last_change_seconds",
            "tag_view_holders",
        ),
        *("slot_limit", "slots_used", "slots_unexplained", "holders", "holders_known", "holders_dead"),
        *(
            "holders_retrying",
            "holders_idle",
            "holders_not_ended",
            "nested_in_one_run",
            "all_held_by_parents",
            "acquired_seen",
            "collision_strategy",
            "unknown_names",
        ),
    ),
    "pools": (
        *("pool_name", "pool_type", "pool_paused", "pool_needs_worker", "pool_full"),
        *("workers_online", "workers_known", "queue_name", "queue_paused", "queue_priority"),
        *("queue_last_polled_seconds", "pool_polled_elsewhere", "starved_by", "queues_ahead"),
        "unknown_names",
    ),
    "queues": (
        *("queue_name", "queue_paused", "queue_priority", "queue_last_polled_seconds"),
        *("pool_polled_elsewhere", "starved_by", "queues_ahead"),
    ),
    "scheduled": (
        *("waiting", "waiting_count", "oldest_wait_seconds", "parent_holds", "all_held_by_parents"),
        *("deployment_served", "deployment_ready"),
    ),
    "lease_logs": LEASE_FACTS,
    "failures": ("limit_failures",),
    "later_runs": ("limit_failures",),
    "run": ("run_id", "run_state", "run_state_name", "run_message", "run_state_seconds", "closed_gate"),
}
OF_THE_SERVER = frozenset({"version", "settings"})
# Where names stand: while one of these is not read, no name is known to be nobody's.
BEARERS = (
    "named_flows",
    "named_deployments",
    "named_runs",
    "flows",
    "deployments",
    "queues",
    "active",
    "scheduled",
    "pending_tasks",
)


def judge(read: Snapshot, probes: frozenset[str], hints: Hints) -> Findings:
    """Say what a snapshot shows."""
    read = with_taken_at_once(read)
    subjects = with_standing(read, _subjects(read)) if probes & WORKSPACE else []
    # A run that has ended goes through no gate any more.
    gates = gates_of(read) if read.run and read.run["state_type"] not in TERMINAL else ()
    if read.run:
        subjects.append(run_subject(read, gates))
    facts, unavailable = _server(read)
    facts += client_facts(read)
    for source, names in SETTLES.items():
        if source in read.failed and (source not in OF_THE_SERVER or "server" in probes):
            unavailable |= {name: read.failed[source] for name in names if name not in unavailable}
    # Of one thing, as the events of one limit, much is cut all the time; that is told with its facts.
    partly = {
        source: why for source, why in read.cut.items() if ":" not in source or why.startswith(LEFT_OUT)
    }
    unread = {**partly, **read.failed}
    bearers = (*BEARERS, "limits", "pools")
    if hints.names and (why := next((unread[name] for name in bearers if name in unread), None)):
        unavailable.setdefault("unknown_names", why)
    whys = [why for source, why in unread.items() if "server" in probes or source not in OF_THE_SERVER]
    if whys:
        unavailable["everything_read"] = "\n".join(sorted(set(whys)))
    unknown = _unknown(read, probes, hints, subjects)
    if unknown is not None and "unknown_names" not in unavailable:
        facts.append(Fact("unknown_names", unknown, "live", read.now))
    if probes & WORKSPACE and not read.trouble("failures", "later_runs"):
        facts.append(Fact("limit_failures", failure_records(read), "live", read.now))
    if probes & WORKSPACE and not read.trouble("active", "pending_tasks", "running_tasks", "named_flows"):
        facts.append(Fact("busy_flows", busy_flows(read), "live", read.now))
    if "leases" in probes:
        lost, missing = lost_lease_facts(read, hints)
        facts, unavailable = [*facts, *lost], {**unavailable, **missing}
    if probes & WORKSPACE and not read.trouble("limits"):
        facts += tag_facts(read)
    if probes & WORKSPACE:
        facts += tag_list_facts(read)
    if read.named_runs:
        facts.append(Fact("named_runs", [row["id"] for row in read.named_runs], "live", read.now))
    focus = focus_of(subjects, hints.names) | focus_of_gates(read, gates) | focus_of_flows(read, subjects)
    focus |= focus_of_end(read) | focus_of_holders(read)
    focus |= focus_of_words(subjects, hints.words, alone=not focus)
    focus = focus or limits_come_to(read)
    told = [] if focus else named_without_a_wait(read, subjects, hints.names)
    facts += [Fact("nothing_waits_of", told, "live", read.now)][: len(told)]
    return Findings(tuple(facts), tuple(subjects), unavailable, focus, gates)


def _subjects(read: Snapshot) -> list[Subject]:
    pools = {pool["id"]: pool for pool in read.pools}
    queues = [(pools[row["work_pool_id"]], row) for row in read.queues if row["work_pool_id"] in pools]
    return [
        *(limit_subject(read, row) for row in read.limits),
        *(polled_pool(read, row) for row in read.pools),
        *(polled_queue(read, pool, row) for pool, row in queues),
        *deployment_subjects(read),
    ]


def _server(read: Snapshot) -> tuple[list[Fact], dict[str, str]]:
    if is_cloud(read.api_url):
        why = {
            "server_version": "Prefect Cloud has no release number",
            "lease_storage": "Prefect itself keeps the leases on Cloud",
        }
        return [Fact("hosting", "cloud", "live", read.now)], why
    facts = [Fact("hosting", "self_hosted", "live", read.now)]
    if read.busy:
        facts.append(Fact("api_busy", read.busy, "live", read.now))
    if database := database_of(read.settings or {}):
        facts.append(Fact("server_database", database, "live", read.now))
    if read.version is not None:
        facts.append(Fact("server_version", read.version, "live", read.now))
    module = (((read.settings or {}).get("server") or {}).get("concurrency") or {}).get("lease_storage")
    missing: dict[str, str] = {}
    storage = lease_storage(str(module)) if module else None
    if storage:
        facts.append(Fact("lease_storage", storage, "live", read.now, detail=str(module)))
    elif module:
        missing["lease_storage"] = f"the server keeps its leases in {module}, which is not known here"
    elif read.settings is not None:
        missing["lease_storage"] = "this server's settings do not tell where it keeps leases"
    return facts, missing


def lease_storage(module: str) -> str | None:
    """Return memory, filesystem or redis from the module the server was told to use."""
    return next((kind for kind in ("memory", "filesystem", "redis") if kind in module), None)


def _unknown(
    read: Snapshot, probes: frozenset[str], hints: Hints, subjects: list[Subject]
) -> list[dict[str, object]] | None:
    if not probes & WORKSPACE:
        return None
    others = {row["name"] for row in (*read.active, *read.scheduled)}
    others |= {name for own in read.deployments if (name := read.deployment_name(own))}
    others |= {row["name"] for row in read.deployments.values()}
    others |= {row["name"] for row in (*read.named_flows, *read.named_runs)}
    others |= {tag for row in (*read.pending_tasks, *read.running_tasks) for tag in row["tags"]}
    others |= {tag for row in (*read.active, *read.deployments.values()) for tag in row.get("tags") or ()}
    unknown = unknown_names(subjects, hints.names, others)
    called = {name.casefold() for name in others}
    unread = read.run is None and "run" not in read.failed
    if "run" in probes and hints.run and unread and hints.run.casefold() not in called:
        unknown.append({"name": hints.run, "nearest": list(read.nearest_runs)})
    return unknown
