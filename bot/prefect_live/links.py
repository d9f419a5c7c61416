"""Pages of the Prefect UI, derived from the API's URL."""

from __future__ import annotations

import re
from urllib.parse import quote

CLOUD = re.compile(r"accounts/(?P<account>[^/]{36})/workspaces/(?P<workspace>[^/]{36})")


def is_cloud(api_url: str) -> bool:
    """Tell whether an API URL is Prefect Cloud's; only there it names an account and a workspace."""
    return bool(CLOUD.search(api_url))


def ui_url(api_url: str) -> str:
    """Return the UI's base: the API's URL without /api, on Cloud that of its workspace."""
    found = CLOUD.search(api_url)
    if found:
        host = api_url.partition("/api/")[0].replace("://api.", "://app.", 1)
        return f"{host}/account/{found['account']}/workspace/{found['workspace']}"
    return api_url.rstrip("/").removesuffix("/api")


def page(api_url: str, kind: str, name: str) -> str:
    """Return the page of a flow-run, task-run, deployment, work-pool, work-queue or limit."""
    base = ui_url(api_url)
    if kind == "limit":  # a global limit has no page of its own
        return f"{base}/concurrency-limits"
    folder = {
        "flow-run": "runs/flow-run",
        "task-run": "runs/task-run",
        "deployment": "deployments/deployment",
        "work-pool": "work-pools/work-pool",
        "work-queue": "work-queues/work-queue",
        "tag": "concurrency-limits/concurrency-limit",
    }[kind]
    return f"{base}/{folder}/{quote(name, safe='')}"
