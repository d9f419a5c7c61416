"""The snippets of Python that fixes show: each compiles, and its constants can be filled."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.errors import KnowledgeError

from .files import read_text
from .problems import Problems


def read_snippets(folder: Path, problems: Problems) -> dict[str, str]:
    """Return the text of every snippet by its file name."""
    snippets = {}
    for path in sorted((folder / "snippets").glob("*.py")):
        with problems.kept():
            text = read_text(folder, path)
            _check_compiles(text, f"snippets/{path.name}")
            snippets[path.name] = text
    return snippets


def _check_compiles(text: str, file: str) -> None:
    try:
        compile(text, file, "exec", dont_inherit=True)
    except SyntaxError as mistake:
        line, written = mistake.lineno or 1, (mistake.text or "").strip()
        raise KnowledgeError(
            f"does not compile: {mistake.msg}", file=file, line=line, suggestion=f"look at `{written}`"
        ) from mistake
    except (ValueError, RecursionError, MemoryError) as mistake:
        why = str(mistake) or "nested too deeply"
        raise KnowledgeError(f"does not compile: {why}", file=file, line=1) from mistake


def constants(text: str) -> frozenset[str]:
    """Return the names in capitals that a snippet sets at its top."""
    targets = [node.targets[0] for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    return frozenset(target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper())
