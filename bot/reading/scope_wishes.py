"""Wishes that can be for nothing but Prefect's runs, whatever else is named, and the paths of its own API."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty)"
_RUNS = r"(?:(?:flow |task )?runs?|tasks?|flows?)"
# Tasks and runs on a page, or tasks of another kind, are limited in other ways.
_LISTED = (
    r"(?![^.?!\n]{0,80}\b(?:show\w*|display\w*|list\w*|return\w*|fetch\w*|pages?|boards?|histor\w*|keep|kept"
    r"|quer(?:y|ied)|results?|read|retr(?:y|ies)|attempts?|logs?|artifacts?|parameters?|inputs?|outputs?"
    r"|dashboards?|ui|assign\w*|sprints?|tickets?|memory|cpus?|timeout)\b)"
)
_OF_THEM = r"(?: (?:that|which|tagged|with|of|using|for|in|on|from|called|named)\b[^.?!\n]{0,60}?)?"
_MORE = (
    r"(?=\W*$|[.,;:!?)]| (?:at|in parallel|concurrent\w*|simultan\w*|runs?|tasks?|slots?|please|pls|and)\b)"
)
_LIMITS_RUNS = re.compile(
    r"\b(?:limit|cap|restrict|throttle|bound)(?: (?:the|my|our|all|these|those|concurrent|parallel|mapped"
    rf"|number of|prefect))* {_LISTED}{_RUNS}{_OF_THEM}"
    rf" (?:to|at) (?:at most |only |just |max )?{_NUMBER}{_MORE}"
)
_RATE = (
    r"\d[\d.,_]{0,8}k? ?(?:\w+ )?(?:per|an?|each|every|/) ?(?:s|sec|second|m|min|minute|h|hour|day|week)s?\b"
)
_MOVES_A_LIMIT = re.compile(
    r"\b(?:raise|lower|increase|decrease|reduce|bump) (?:the |my |our )?(?:work )?(?:pool|queue|gcl) "
    r"(?!(?:sizes?|temperatures?|time ?outs?|recycle|memory|overflow|counts?|connections?|length|depth)\b)"
    rf"[\w.:/-]{{2,60}} (?:from {_NUMBER} )?to {_NUMBER}{_MORE}"
)
# Servers limit those who call them, Prefect what its runs call.
_OF_SERVERS = (
    r"(?![^.?!\n]{0,80}\b(?:nginx|apache|caddy|envoy|kong|traefik|haproxy|istio|cloudflare|flask|django|express"
    r"|rails|spring|laravel|ingress|gateway|endpoints?|middleware|customers|visitors|clients)\b)"
)
_ADDS_RATE_LIMIT = re.compile(
    rf"(?:^\W*(?:please |pls )?|\b(?:how (?:do|can|to|could)|want|need|like)\b(?: (?:to|i|we|you))* )"
    rf"(?:add|create|set(?: up)?|make|configure|define|put) (?:an? |the )?{_OF_SERVERS}rate limit"
    rf" (?:of |to |at )?{_RATE}"
)
_OVERLOADED = re.compile(
    r"\bworkers?\b[^.?!\n]{0,40}\b(?:runs?|starts?|launches|takes?|picks? up|executes?|submits?|spawns?)"
    rf" (?:up to |all |about |over )?{_NUMBER} (?:\w+ )?(?:flows?|runs?|jobs?|processes)\b[^.?!\n]{{0,60}}"
    r"\b(?:oom\w*|out of memory|overload\w*|swap\w*|(?:runs|ran) out|falls? over|dies|die|killed)\b"
)
# An order that is the whole message, and tells of no trouble.
_NO_TROUBLE = (
    r"(?![^\n]*\b(?:but|not|no|never|error\w*|fail\w*|still|why|stuck|wait\w*|hang\w*|late|pending|ignor\w*|although"
    r"|does|did|says?|refus\w*|reject\w*|nothing|when|after|while|crash\w*|what|is|are|was|were|keeps?)\b)"
)
_ORDER = re.compile(
    rf"^\W*(?:@\w+ )?(?:(?:please|pls|hi|hey|hello|can you|could you)\W+)*{_NO_TROUBLE}"
    r"(?=[^\n]*\b(?:limit|cap|restrict|throttle|gcl|tag|pool|queue|deployment)s?\b)"
    r"(?:set|limit|cap|restrict|throttle|create|add|make|define|put|raise|lower|increase|decrease|reduce|bump)"
    rf"(?: [^\s?!]+){{1,14}}(?: |\b)(?:{_NUMBER}|hundred|thousand)\b[^?!\n]{{0,40}}\W*$"
)
_API = re.compile(r"/(?:v2/)?concurrency_limits(?=/|['\"\s?]|$)")


def wishes_for_runs(wording: str) -> bool:
    """Tell whether normal wording wants fewer tasks, flows or runs at a time, or a rate limit."""
    return any(
        regex.search(wording) for regex in (_LIMITS_RUNS, _MOVES_A_LIMIT, _ADDS_RATE_LIMIT, _OVERLOADED)
    )


def orders_a_limit(wording: str) -> bool:
    """Tell whether normal wording is nothing but an order: "set the tag limit db to 5"."""
    return _ORDER.match(wording) is not None


def names_the_api_of_limits(text: str) -> bool:
    """Tell whether a text holds a path of Prefect's API under which limits are."""
    return _API.search(text) is not None
