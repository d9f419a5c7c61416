"""Reading YAML with the line of every entry, so that a mistake can be shown where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.reader import Reader

from bot.errors import KnowledgeError

DEEPEST = 50  # levels of nesting; YAML's own reader crashes on far too many
Place = tuple[str | int, ...]
_SCALARS = SafeConstructor()


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a file, its position, and the line of each key path."""

    data: dict[str, Any]
    file: str
    lines: dict[Place, int]

    def line_of(self, path: Place) -> int:
        """Return the line of the nearest known part of a path."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, path: Place, message: str, suggestion: str = "") -> KnowledgeError:
        """Return the error for what stands at a path."""
        return KnowledgeError(message, file=self.file, line=self.line_of(path), suggestion=suggestion)


def knowledge_folder() -> Path:
    """Return the folder of the knowledge: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "knowledge"


def entries(folder: Path, pattern: str) -> Iterator[Entry]:
    """Yield every mapping in the YAML files that match; raises KnowledgeError with file and line."""
    for path in sorted(folder.glob(pattern)):
        yield from file_entries(folder, path)


def file_entries(folder: Path, path: Path) -> list[Entry]:
    """Return every mapping of one YAML file; raises KnowledgeError with file and line."""
    name = path.relative_to(folder).as_posix()
    text = read_text(folder, path)
    try:
        _refuse_tricks(text, name)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        nodes = [] if root is None else root.value if isinstance(root, yaml.SequenceNode) else [root]
        found = [_entry(node, name) for node in nodes]
    except yaml.MarkedYAMLError as mistake:
        mark = mistake.problem_mark or mistake.context_mark
        why = ", ".join(filter(None, (mistake.context, mistake.problem)))
        raise KnowledgeError(
            f"this is no YAML: {why}", file=name, line=mark.line + 1 if mark else 1
        ) from mistake
    if not found:
        raise KnowledgeError("holds no entry", file=name, line=1, suggestion="write one, or remove the file")
    return found


def read_text(folder: Path, path: Path) -> str:
    """Return the text of a file; raises KnowledgeError when it is no readable text."""
    name = path.relative_to(folder).as_posix()
    if not path.is_file():
        raise KnowledgeError("this is not a file", file=name, suggestion="remove it or name it otherwise")
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except OSError as refusal:
        raise KnowledgeError(f"cannot be read: {refusal.strerror}", file=name) from refusal
    except UnicodeDecodeError as mistake:
        line = raw.count(b"\n", 0, mistake.start) + 1
        raise KnowledgeError("not UTF-8", file=name, line=line, suggestion="save it as UTF-8") from mistake
    unreadable = Reader.NON_PRINTABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        raise KnowledgeError(
            f"the character {unreadable[0]!r} is not allowed", file=name, line=line, suggestion="remove it"
        )
    return text


def _refuse_tricks(text: str, file: str) -> None:
    """Refuse what a small file needs to become a huge one or to end Python: aliases and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        opens = isinstance(event, yaml.CollectionStartEvent)
        depth += opens - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise KnowledgeError(
                f"the alias `*{event.anchor}` is not allowed", file=file, line=line, suggestion="write it out"
            )
        if depth > DEEPEST:
            raise KnowledgeError(
                f"nested more than {DEEPEST} levels deep", file=file, line=line, suggestion="close a bracket"
            )


def _entry(node: yaml.Node, file: str) -> Entry:
    lines: dict[Place, int] = {}
    if not isinstance(node, yaml.MappingNode):
        raise KnowledgeError(
            "an entry must be keys with values",
            file=file,
            line=node.start_mark.line + 1,
            suggestion="write `key: value`",
        )
    return Entry(_build(node, (), lines, file), file, lines)


def _build(node: yaml.Node, path: Place, lines: dict[Place, int], file: str) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    try:
        return _SCALARS.construct_document(node)
    except (ValueError, yaml.YAMLError) as mistake:
        why = getattr(mistake, "problem", None) or str(mistake)
        raise KnowledgeError(
            f"`{node.value}`: {why}", file=file, line=line, suggestion="quote it"
        ) from mistake


def _mapping(node: yaml.MappingNode, path: Place, lines: dict[Place, int], file: str) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise KnowledgeError("a key must be one word", file=file, line=line)
        key = str(key_node.value)
        if key in built:
            first = lines[(*path, key)]
            raise KnowledgeError(
                f"`{key}` stands twice", file=file, line=line, suggestion=f"the first is in line {first}"
            )
        lines[(*path, key)] = line
        built[key] = _build(value_node, (*path, key), lines, file)
    return built
