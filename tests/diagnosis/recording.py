"""What the bot read while a scenario was broken on a real server, kept as data in `recorded/`.

Written only by `make recordings`, never by hand.
"""

from __future__ import annotations

import json
import re
import socket
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).parents[2]
# where a worker runs a flow
WORKERS_FOLDER = re.compile(re.escape(str(Path(tempfile.gettempdir(), "tmp"))) + r"\w+")
RECORDED = Path(__file__).with_name("recorded")
API_URL = "http://127.0.0.1:4200/api"  # said in every recording, whatever port the server had
HOME = "/home/person"  # said in every recording, wherever the server and its flows were
# Long, and read by nothing that is diagnosed.
LEFT_OUT = frozenset(
    {
        *("base_job_template", "parameter_openapi_schema", "job_variables", "pull_steps"),
        *("created_by", "updated_by", "code_repository_url", "default_queue_id"),
        *("storage_configuration", "infrastructure_document_id", "storage_document_id"),
    }
)
# All that a server's settings say of its limits; the rest is about the machine.
SETTINGS = ("concurrency", "deployments", "docket", "events", "services", "tasks")


class Source(BaseModel):
    """What one source of a look answered: in the order it was asked, or why it could not be read.

    `paths` are the requests it is made of.
    """

    model_config = ConfigDict(frozen=True)

    paths: tuple[str, ...]
    answers: tuple[Any, ...] = ()
    failed: str | None = None


class Recording(BaseModel):
    """The server of one scenario as it was when the bot was asked; the words are the scenario's.

    `confirmed` are the codes told then, best first, guides left out. `flows` and `runs` are all that the
    server knew, newest first, so that any name in a text can be looked up.
    """

    model_config = ConfigDict(frozen=True)

    scenario: str
    confirmed: tuple[str, ...]
    now: datetime
    silent_after: float
    flows: tuple[Mapping[str, Any], ...]
    runs: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Source]


def file_of(name: str) -> Path:
    """Return where a scenario's recording is kept."""
    return RECORDED / f"{name}.json"


@cache
def recording_of(name: str) -> Recording:
    """Return a scenario's recording; raises FileNotFoundError where there is none."""
    return Recording.model_validate_json(file_of(name).read_text(encoding="utf-8"))


def write(recording: Recording, api_url: str, places: Mapping[str, str]) -> Recording:
    """Keep a recording without the machine it was made on, and return it as it is kept.

    `places` are folders → what stands for them.
    """
    plain = recording.model_dump(mode="json")
    if settings := plain["sources"].get("settings"):
        settings["answers"] = [{"server": _some(each["server"], SETTINGS)} for each in settings["answers"]]
    stands_for = {
        api_url: API_URL,
        **places,
        str(ROOT): HOME,
        str(Path.home()): HOME,
        socket.gethostname(): "host",
    }
    data = _bare(plain, stands_for)
    text = "{\n" + ",\n".join(f"{json.dumps(key)}: {_lines(value)}" for key, value in data.items()) + "\n}\n"
    file_of(recording.scenario).write_text(text, encoding="utf-8")
    recording_of.cache_clear()
    return recording_of(recording.scenario)


def _some(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _bare(value: Any, stands_for: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner, stands_for) for key, inner in value.items() if key not in LEFT_OUT}
    if isinstance(value, list):
        return [_bare(inner, stands_for) for inner in value]
    if isinstance(value, str):
        for here, there in stands_for.items():
            value = value.replace(here, there)
        return WORKERS_FOLDER.sub(f"{HOME}/run", value)
    return value


def _lines(value: Any, depth: int = 0) -> str:
    """Write JSON with one row to a line, so that a change can be read as one."""
    rows = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    if not value or not (rows or (isinstance(value, dict) and depth < 3)):
        return json.dumps(value, ensure_ascii=False)
    pad = " " * (depth + 1)
    if isinstance(value, dict):
        inner = [f"{pad}{json.dumps(key)}: {_lines(each, depth + 1)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner) + f"\n{pad[1:]}}}"
    inner = [
        pad + json.dumps(each, ensure_ascii=False) if depth > 3 else pad + _lines(each, 3) for each in value
    ]
    return "[\n" + ",\n".join(inner) + f"\n{pad[1:]}]"
