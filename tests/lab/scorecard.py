"""From the results of `make lab` to docs/scorecard.json and the page that shows it.

`python -m tests.lab.scorecard RESULTS` reads what the tests recorded. A run of a part of the lab renews
that part; what the knowledge no longer has is dropped.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bot.knowledge.load import knowledge
from bot.lab.releases import covered
from bot.lab.scenario import find_play, find_plays, find_scenarios

from .trial import fixes_of

DOCS = Path(__file__).parents[2] / "docs"
DATA, PAGE = DOCS / "scorecard.json", DOCS / "scorecard.md"
MADE = "<!-- written by `make lab` from docs/scorecard.json; change neither by hand -->"
Score = Mapping[str, Any]


def condense(recorded: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Keep what the page shows; one entry for each trial, in a fixed order."""
    scores = [
        {**each["value"], "passed": each["outcome"] == "passed", "seconds": each["seconds"]}
        for each in recorded
        if each["what"] == "score" and each["outcome"] != "skipped"
    ]
    figures = {
        each["value"]["name"]: {**each["value"], "passed": each["outcome"] == "passed"}
        for each in recorded
        if each["what"] == "figure"
    }
    commands = {
        each["value"]["release"]: _marks(each["value"]["marks"].values())
        for each in recorded
        if each["what"] == "commands"
    }
    ablated = {
        each["value"]["scenario"]: {key: each["value"][key] for key in ("looks", "flips")}
        for each in recorded
        if each["what"] == "ablated"
    }
    return {"scores": scores, "figures": figures, "commands": commands, "ablated": ablated}


def _marks(marks: Collection[str]) -> dict[str, int]:
    return {"lines": len(marks), "refused": list(marks).count("refused")}


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Renew what was run; keep of the rest what still exists."""
    kept = {_key(score): score for score in old.get("scores", []) if _exists(score)}
    kept |= {_key(score): score for score in new["scores"]}
    parts = {part: {**old.get(part, {}), **new[part]} for part in ("figures", "commands", "ablated")}
    parts["commands"] = {key: each for key, each in parts["commands"].items() if key in covered()}
    parts["ablated"] = {key: each for key, each in parts["ablated"].items() if key in find_plays()}
    return {"scores": [kept[key] for key in sorted(kept)], **parts}


def _key(score: Score) -> tuple[str, str, int]:
    return score["release"], score["scenario"], -1 if score["fix"] is None else score["fix"]


def _exists(score: Score) -> bool:
    play = find_plays().get(score["scenario"])
    if play is None or play.scenario.cause != score["expected"] or score["release"] not in covered():
        return False
    if not play.scenario.exists_on(score["release"]):
        return False
    tried: list[int | None] = [*fixes_of(play.scenario)] or [None]
    return score["fix"] in (tried if score["release"] == covered()[-1] else tried[:1])


def page(data: Mapping[str, Any]) -> str:
    """Write the scorecard."""
    scores: list[Score] = data["scores"]
    newest = [score for score in scores if score["release"] == covered()[-1]]
    parts = [
        MADE,
        "# Scorecard",
        "",
        "Each scenario breaks a real Prefect server; the bot is asked in a person's words; then",
        "what its reply says is run as written, and the check-up must find nothing. Each fix has a trial.",
        "",
        *_totals(newest),
        f"| scenarios not tried yet | {len(missing(data))} |",
        *(f"| {figure['says']} | {figure['value']} |" for _, figure in sorted(data["figures"].items())),
        *_sums(data),
        "",
        "## By release",
        "",
        *_releases(scores),
        "",
        "## Told, by mechanism",
        "",
        *_confusion(newest),
        "",
        "## Every scenario",
        "",
        *_scenarios(scores),
    ]
    return "\n".join(parts) + "\n"


def _sums(data: Mapping[str, Any]) -> list[str]:
    commands, ablated = data["commands"].values(), data["ablated"].values()
    lines, refused = (sum(each[key] for each in commands) for key in ("lines", "refused"))
    looks, flips = (sum(each[key] for each in ablated) for key in ("looks", "flips"))
    said = f"lines of replies given to the command line, on {len(commands)} releases; refused"
    taken = f"looks with a source taken away, at {len(ablated)} scenarios; wrong verdicts"
    return [f"| {said} | {lines}; {refused} |", f"| {taken} | {looks}; {flips} |"]


def _totals(newest: Sequence[Score]) -> list[str]:
    names = {score["scenario"] for score in newest}
    right = {score["scenario"] for score in newest if told_right(score)}
    told = [score for score in newest if score["expected"]]
    mended = [score["mended"] for score in newest if score["fix"] is not None]
    asked = _all(told, "questions")
    return [
        f"| Prefect {covered()[-1]} | |",
        "| --- | --- |",
        f"| scenarios, twins included | {len(names)} |",
        f"| told right by code | {len(right)} of {len(names)} |",
        f"| causes confirmed wrongly | {sum(len(score['wrong']) for score in newest)} |",
        f"| fixes that mended it, run as written | {sum(mended)} of {len(mended)} |",
        f"| questions asked, median and most | {median(asked):g}, {max(asked)} |",
        f"| seconds of all trials together | {sum(_all(newest, 'seconds')):.0f} |",
    ]


def _all(scores: Iterable[Score], key: str) -> list[float]:
    return [score[key] for score in scores] or [0]


def told_right(score: Score) -> bool:
    """Tell whether the cause was told first and nothing else was accused."""
    expected = score["expected"]
    return not score["wrong"] and (expected is None or score["told"] == expected)


def _releases(scores: Sequence[Score]) -> list[str]:
    by_release: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_release[score["release"]].append(score)
    rows = [
        "| Prefect | trials | told right | wrongly confirmed | mended |",
        "| --- | --- | --- | --- | --- |",
    ]
    for release in covered():
        tried = by_release.get(release, [])
        mended = [score["mended"] for score in tried if score["fix"] is not None]
        right = sum(map(told_right, tried))
        wrong = sum(len(score["wrong"]) for score in tried)
        rows.append(f"| {release} | {len(tried)} | {right} | {wrong} | {sum(mended)} of {len(mended)} |")
    return rows


def _confusion(newest: Sequence[Score]) -> list[str]:
    counts = Counter((_mechanism(score["expected"]), _mechanism(score["told"])) for score in newest)
    names = sorted({name for pair in counts for name in pair})
    head = f"| is ↓ told → | {' | '.join(names)} |"
    rows = [f"| {row} | {' | '.join(str(counts[row, name] or '') for name in names)} |" for row in names]
    return [head, "| --- " * (len(names) + 1) + "|", *rows]


def _mechanism(code: str | None) -> str:
    cause = knowledge().cause(code or "")
    return cause.mechanisms[0] if cause else "nothing wrong"


def _scenarios(scores: Sequence[Score]) -> list[str]:
    rows = [
        f"| scenario | cause | looks like | {' | '.join(covered())} |",
        "| --- | --- | --- " + "| --- " * len(covered()) + "|",
    ]
    for name in find_plays():
        own = [score for score in scores if score["scenario"] == name]
        marks = " | ".join(_mark([s for s in own if s["release"] == release]) for release in covered())
        scenario = find_play(name).scenario
        cause = f"[{scenario.cause}](causes/{scenario.cause}.md)" if scenario.cause else "none"
        rows.append(f"| {name} | {cause} | {scenario.twin_of} | {marks} |")
    return rows


def _mark(scores: Sequence[Score]) -> str:
    if not scores:
        return ""
    return "✓" if all(score["passed"] for score in scores) else "✗"


def missing(data: Mapping[str, Any]) -> set[str]:
    """Return the scenarios that the scorecard does not show on the newest release that has the fault."""
    shown = {(score["scenario"], score["release"]) for score in data["scores"]}
    return {each.name for each in find_scenarios() if (each.name, each.release) not in shown}


def main(results: Path) -> None:
    """Write both files."""
    old = json.loads(DATA.read_text()) if DATA.exists() else {}
    data = merged(old, condense([json.loads(line) for line in results.read_text().splitlines()]))
    DATA.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(page(data), encoding="utf-8")
    print(f"{len(data['scores'])} trials in {PAGE}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
