"""Limits, slots and leases of other things than Prefect's runs: other systems, a person's own code, sizes."""

from __future__ import annotations

import re

# Systems that have slots, pools or limits of their own, and that few would name a tag after.
_SYSTEM = (
    r"(?:airflow|celery|dagster|luigi|oozie|jenkins|slurm|sbatch|temporal(?:\.io)?|ray|mlflow|argo|kubeflow"
    r"|github (?:actions?|workflows?)|gitlab ci|azure (?:devops|pipelines?)|bitbucket|circleci|buildkite"
    r"|teamcity|aws lambda|lambda functions?|aws batch|step functions?|databricks jobs?"
    r"|gunicorn|limit_req|fastapi|rabbitmq|kafka (?:consumers?|topics?|lag)|spark (?:executors?"
    r"|drivers?|jobs?)"
    r"|dask scheduler|dask\.distributed|dbt|concurrencypolicy|tcpconnector|urllib3|yarn|sidekiq"
    r"|dramatiq|hangfire"
    r"|windmill|kestra|ulimit|resource ?quota|nomad)"
)
_OTHER_SYSTEM = re.compile(rf"(?<![\w`'\"-]){_SYSTEM}(?![\w`'\"-])")
# Who comes from such a system asks what Prefect has instead.
_COMPARED = re.compile(
    r"\b(?:coming|came|come|migrat\w*|mov(?:ed|ing)|switch\w*|chang(?:ed|ing)) (?:\w+ ){0,3}from\b"
    r"|\b(?:migrat\w*|mov(?:ed|ing)|switch\w*) (?:\w+ ){0,3}to prefect\b"
    r"|\bequivalents?\b|\bcounterparts?\b|\banalog\w*|\binstead of (?:airflow|celery|dagster)"
    rf"|\b(?:like|as) (?:in |with )?{_SYSTEM}\b|\bsame as\b|\bhere\W*$|\bused to (?:have|do|use|set)\b"
)
_OURS = re.compile(
    r"\bprefect\b|\bflows?\b|\b(?:flow|task) runs?\b|\bdeployments?\b|\bwork (?:pool|queue)s?\b|\btags?\b"
    r"|\btagged\b|\bgcls?\b|\bglobal (?:concurrency )?limit|\bconcurrency\(|\brate_limit\b"
)
_LEASE = re.compile(r"\bleas(?:e|es|ing)\b")
_LEASES_OF_OTHERS = re.compile(
    r"\b(?:vault|etcd|consul|zookeeper|dhcp|raft|router|raspberry|ip address|blob|leader election|dynamodb"
    r"|kinesis|apartment|cars?|landlord|tenancy|coordination\.k8s\.io)\b"
)
# What a limit measures when it is none of runs: how long, how large, how many of a kind that does not run.
_SIZE = (
    r"(?:page|rows?|records?|results?|length|sizes?|payload|body|memory|mem|ram|cpus?|disk|storage|files?"
    r"|upload|characters?|chars?|recursion|retry|retries|time ?outs?|time|open files?|lines?|messages?|logs?"
    r"|depth)"
)
_KIND = (
    r"(?:tags?|deployments?|automations?|work (?:pool|queue)s|blocks?|variables?|schedules?|users?|api keys?"
    r"|artifacts?|characters?|chars?|parameters?|rows?|pages?|items?|entries|results?|records?|retries"
    r"|workspaces?)"
)
_ASKED_OF_KIND = (
    r"(?=[^.?\n]{0,40}(?:\bcan i\b|\bmay\b|\bper\b|\bin cloud\b|\bplan\b|\btier\b|\ballow\w*|\bcreate\b"
    r"|\bhave\b"
    r"|\bbe\b|[?.\n]|$))"
)
_MEASURED = re.compile(
    rf"\b{_SIZE} limits?\b|\bresource (?:limits?|requests|quotas?)\b"
    rf"|\blimits?\b (?:\w+ )?(?:of|on|for|in) (?:the |its |a |an |my |our |one )?(?:\w+'s )?{_SIZE}\b"
    r"|\blimits? \W{0,2}(?:cpu|mem|ram)\b|\b(?:limit|restrict)\w* (?:the )?(?:access|permissions?|who)\b"
    r"|\b(?:how many|how long|limits? (?:on|of|for|to) (?:the )?(?:number of|nr of|amount of|how many)"
    r"|max(?:imum|imal|\.)? (?:number of|nr of|amount of|count of|length of|size of|payload for|payload of))"
    rf" (?:the |a |an |our )?(?:\w+ )?{_KIND}\b{_ASKED_OF_KIND}"
    r"|\b(?:read|list|get|query|count|fetch)_(?!\w{0,20}(?:concurrency|limit|slot))\w{3,40}s\b"
    r"[^.?\n]{0,60}\b(?:limit|max\w*|only|\d{2,4})\b"
    r"|\b(?:chunk ?size|batch[_ ]size|read_sql|paginat\w*|per page|sql|filter|query)\b[^.?\n]{0,60}\blimit\b"
    r"|\blimit\b[^.?\n]{0,60}\b(?:chunk ?size|batch[_ ]size|read_sql|paginat\w*|per page|sql|/filter|query)\b"
    r"|\bopen files\b|\btime ?out(?:_seconds)?\b[^.?\n]{0,60}\b(?:raise|lift|increase|extend|change"
    r"|remove)\w*"
    rf" (?:this|that|the) limit\b|\blimit\w* (?:the )?(?:number of )?{_SIZE}\b"
    r"|\blimit\b[^.?\n]{0,30}\b\d+ ?[kmg]i?b\b|\b\d+ ?[kmg]i?b\b[^.?\n]{0,30}\blimit\b"
)
_OWN_CODE = re.compile(
    r"\basyncio\.(?:semaphore|gather|lock|queue|wait|taskgroup|create_task)|\b(?:thread|process)poolexecutor"
    r"|\bmultiprocess\w*|\bconcurrent\.futures|\bjoblib\b|\bthreading\.\w+|\b(?:aiohttp|httpx) semaphore\b"
)
# What only limits on runs have, or runs that wait.
_OF_RUNS = re.compile(
    r"concurren(?:cy|t runs?|t flows?|t tasks?)|\bslots?\b|\bleases?\b|\bgcls?\b|\bawaiting|\brate_limit\b"
    r"|\b(?:tag|pool|queue|worker|deployment|global|flow|run|task)s?(?:'s)? (?:run )?limits?\b|\btagged\b"
    r"|\blimits? (?:on|of|for) (?:the |a |my |our |this )?(?:tag|pool|queue|worker|global|flow runs?"
    r"|task runs?)\b"
    r"|\bat (?:once|a time|the same time)\b|\bin parallel\b|\bsimultaneous\w*|\boverlap\w*|\blate\b"
    r"|\btask ?runners?\b|\b\w+taskrunner\b|--limit\b|\benqueue\b|\bcancel_new\b"
)
_RUNS = re.compile(r"\b(?:flows?|tasks?|runs?|deployments?)\b")
_WAIT = re.compile(
    r"\bhang\w*|\bhung\b|\bdead ?lock\w*|\bstuck\b|\bwait(?:s|ing)?\b|\bpending\b|\bnever starts?\b|\bfull\b"
)


def of_others(wording: str) -> bool:
    """Tell whether a limit or lease is plainly another system's, with nothing of Prefect beside it."""
    if _LEASE.search(wording) and _LEASES_OF_OTHERS.search(wording):
        return not re.search(r"\bconcurrency\b|\bslots?\b", wording)
    if not _OTHER_SYSTEM.search(wording) or _OURS.search(wording):
        return False
    return not is_compared(wording)


def is_compared(wording: str) -> bool:
    """Tell whether another system is only what the person knows it from."""
    return _COMPARED.search(wording) is not None


def limits_something_else(wording: str) -> bool:
    """Tell whether sizes, pages, times or a person's own threads are limited, and no runs."""
    if not (_MEASURED.search(wording) or _OWN_CODE.search(wording)) or _OF_RUNS.search(wording):
        return False
    return not (_RUNS.search(wording) and _WAIT.search(wording))
