"""Every snippet compiles, names constants at its top, and imports only what exists."""

from __future__ import annotations

import ast
import importlib
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import httpx
import pytest
from prefect.exceptions import ObjectAlreadyExists, PrefectHTTPStatusError

from bot.knowledge.files import knowledge_folder
from bot.knowledge.load import knowledge
from bot.knowledge.snippets import constants

SNIPPETS = sorted((knowledge_folder() / "snippets").glob("*.py"))


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.stem)
def test_a_snippet_compiles_and_has_constants(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    compile(text, path.name, "exec")
    assert constants(text)


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.stem)
def test_what_a_snippet_imports_exists(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            assert all(hasattr(module, alias.name) for alias in node.names)


def test_no_fix_serves_a_sample_flow_under_a_person_s_own_names() -> None:
    """It would take the place of the deployment's code, schedules and tags."""
    for entry in knowledge().causes:
        for fix in entry.cause.fixes:
            if "serve(" in knowledge().snippets.get(fix.snippet or "", ""):
                assert not {"FLOW", "DEPLOYMENT"} & fix.fill.keys(), entry.cause.code


@pytest.mark.parametrize("name", ["limited_block", "strict_limit", "async_limit", "rate_limited_loop"])
def test_code_that_takes_a_slot_fails_where_the_limit_does_not_exist(name: str) -> None:
    assert "strict=True" in knowledge().snippets[f"{name}.py"]


CONFLICT = httpx.Response(409, request=httpx.Request("POST", "http://prefect/api"), json={})


@pytest.mark.parametrize(
    "error",
    [
        ObjectAlreadyExists(Exception("409")),
        PrefectHTTPStatusError("409", request=CONFLICT.request, response=CONFLICT),
    ],
)
def test_a_key_whose_limit_another_run_made_meanwhile_is_taken_all_the_same(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old clients tell of the conflict by the plain HTTP error; a limit that is there is not changed."""
    monkeypatch.syspath_prepend(knowledge_folder() / "snippets")
    snippet: Any = importlib.import_module("one_per_key")
    client, taken = MagicMock(), MagicMock(return_value=nullcontext())
    client.create_global_concurrency_limit.side_effect = error
    monkeypatch.setattr(snippet, "get_client", lambda sync_client: nullcontext(client))
    monkeypatch.setattr(snippet, "concurrency", taken)

    snippet.load.fn("acme")

    assert [call[0] for call in client.method_calls] == ["create_global_concurrency_limit"]
    taken.assert_called_once_with("customer-acme", strict=True)
