"""Reading YAML with the line of every entry, so that a mistake can be shown where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from bot.errors import KnowledgeError

LINE = "line"
_SCALARS = SafeConstructor()


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a file, its position, and the line of each key path."""

    data: dict[str, Any]
    file: str
    lines: dict[tuple[str | int, ...], int]

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Return the line of the nearest known part of a path."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def knowledge_folder() -> Path:
    """Return the folder of the knowledge: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "knowledge"


def entries(folder: Path, pattern: str) -> Iterator[Entry]:
    """Yield every mapping in the YAML files that match; raises KnowledgeError with file and line."""
    for path in sorted(folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError) as mistake:
            mark = getattr(mistake, "problem_mark", None)
            raise KnowledgeError(str(mistake), file=name, line=mark.line + 1 if mark else 0) from mistake
        if root is None:
            continue
        for node in root.value if isinstance(root, yaml.SequenceNode) else [root]:
            lines: dict[tuple[str | int, ...], int] = {}
            yield Entry(_build(node, (), lines, name), name, lines)


def _build(
    node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], file: str
) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in built:
                raise KnowledgeError(f"`{key}` stands twice", file=file, line=key_node.start_mark.line + 1)
            built[key] = _build(value_node, (*path, key), lines, file)
        return built
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    return _SCALARS.construct_document(node)
