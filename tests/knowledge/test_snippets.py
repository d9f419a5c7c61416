"""Every snippet compiles, names constants at its top, and imports only what exists."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

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
