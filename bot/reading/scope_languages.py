"""German, French, Spanish and Chinese words for a run that waits and for a limit that is full."""

from __future__ import annotations

import re

_RUNS = re.compile(
    r"\b(?:runs?|flows?|tasks?|jobs?|deployments?|worker|pool|queue|alles|alle|tout|todos?|todas?|nichts"
    r"|l(?:a|ä|ae)ufe?n?|ausführung(?:en)?|aufgaben?|warteschlange|ex[ée]cutions?|t[âa]ches?|flux"
    r"|d[ée]ploiements?|ejecuci(?:[óo]n|ones)|tareas?|flujos?|trabajos?|despliegues?)\b"
    r"|运行|任务|流程|作业|部署|队列|工作池|并发|工作流"
)
_WAIT = re.compile(
    r"\b(?:wart(?:et|en)|häng(?:t|en)|haeng(?:t|en)|steck(?:t|en)|blockiert|start(?:et|en) nicht"
    r"|(?:läuft|laufen) nicht|(?:startet|läuft|passiert) nichts|nichts (?:startet|läuft|geht|passiert)"
    r"|(?<!to )(?<!will )attend(?:ent)?|en attente|bloqu[ée]e?s?|bloquent|coinc[ée]e?s?"
    r"|ne (?:se )?(?:d[ée]marr|lanc|tourn|termin|finiss)\w{1,5}|rien ne (?:d[ée]marre|tourne|se passe)"
    r"|esperan(?:do)?|espera|atascad[oa]s?|bloquead[oa]s?|colgad[oa]s?|pendientes?"
    r"|no (?:se )?(?:inici|arranc|ejecut|empiez|comienz|termin)\w{1,4}|nada (?:arranca|empieza|se ejecuta))"
    r"(?!\w)|等待|等着|一直等|卡住|卡在|挂起|排队|阻塞|不启动|没有启动|无法启动|不运行|不执行|没有执行|延迟"
)
_LIMIT = re.compile(
    r"\b(?:grenze|obergrenze|limit[eé]s?|l[íi]mites?|begrenz\w{0,6}|limitier\w{0,5}|limiter|limitar"
    r"|nebenläufigkeit\w{0,8}|concurrence|concurrencia)\b|限制|限流|上限|槽位|名额|限额"
)
_HOW = re.compile(
    r"\b(?:kann man|kann ich|wie|wo|soll(?:te)? ich|m[öo]chte|comment|peut-on|puis-je|est-ce qu\w*|o[ùu]"
    r"|je (?:veux|voudrais)|c[óo]mo|se puede|puedo|d[óo]nde|quiero|quisiera)\b|如何|怎么|怎样|能不能|可以"
)
_ANY_LIMIT = re.compile(r"\blimits?\b|\bslots?\b")
_FULL = re.compile(
    r"\b(?:voll|ausgelastet|ausgeschöpft|erschöpft|erreicht|belegt|pleine?s?|atteinte?s?|satur[ée]e?s?"
    r"|épuisée?s?|llen[oa]s?|alcanzad[oa]s?|agotad[oa]s?|ocupad[oa]s?)\b|满|达到|用完|耗尽|占用"
)


def waits_elsewhere(wording: str) -> bool:
    """Tell whether runs wait, or a limit makes something wait, in another language than English."""
    if not _WAIT.search(wording):
        return False
    return any(regex.search(wording) for regex in (_RUNS, _LIMIT, _ANY_LIMIT))


def limits_elsewhere(wording: str) -> bool:
    """Tell whether a limit is full, or runs are limited, in another language than English."""
    limit = _LIMIT.search(wording) is not None
    if _FULL.search(wording):
        return limit or _ANY_LIMIT.search(wording) is not None
    return limit and _RUNS.search(wording) is not None


def asks_how_elsewhere(wording: str) -> bool:
    """Tell whether somebody asks in another language how runs are limited, and nothing waits or is full."""
    if _WAIT.search(wording) or _FULL.search(wording):
        return False
    return _HOW.search(wording) is not None and limits_elsewhere(wording)
