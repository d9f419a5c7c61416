"""What the last `make lab` saw of the commands on each release, kept as JSON beside the releases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.lab.releases import covered, releases_directory

# ran: it did its work on a server of that release; parsed: the parser takes it, or the text only names it;
# replaced: it is not there and the reply shows what is; refused: it would be shown and is not taken;
# not offered: the fix that it belongs to is only given on newer releases.
Mark = Literal["ran", "parsed", "replaced", "refused", "not offered"]


@dataclass(frozen=True)
class CommandRow:
    """One command, with stand-ins for its values, and its mark on each release it was tried on."""

    command: str
    marks: Mapping[str, Mark]


def keep_marks(release: str, marks: Mapping[str, Mark]) -> None:
    """Write what was seen on one release."""
    folder = releases_directory()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"commands-{release}.part"
    part.write_text(json.dumps(dict(marks), indent=1, sort_keys=True), encoding="utf-8")
    part.replace(part.with_suffix(".json"))


def command_rows(releases: Iterable[str] | None = None) -> list[CommandRow]:
    """Return a row for each command, in alphabetical order; a release that was not tried has no marks."""
    seen: dict[str, dict[str, Mark]] = {}
    for release in covered() if releases is None else releases:
        file = releases_directory() / f"commands-{release}.json"
        if file.is_file():
            for command, mark in json.loads(file.read_text(encoding="utf-8")).items():
                seen.setdefault(command, {})[release] = mark
    return [CommandRow(command, seen[command]) for command in sorted(seen)]
