"""A mistake in a knowledge file is refused with its file, its line and what would mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.files import knowledge_folder
from bot.knowledge.load import load

CAUSE = """\
code: CL01
title: The pool is full
mechanisms: [work_pool]
symptoms: [runs_late_pending]
about: pool
conditions:
  - when: "slots_used >= slot_limit"
    say: "`{{ name }}` uses {{ slots_used }} of {{ slot_limit }}"
headline: "`{{ name }}` is full."
fixes:
  - title: Raise it
    commands: ["prefect work-pool set-concurrency-limit {{ name }} 2"]
proof: {scenario: pool-full}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("facts", "mechanisms"):
        shutil.copytree(knowledge_folder() / part, tmp_path / part)
    shutil.copy(knowledge_folder() / "symptoms.yaml", tmp_path)
    for part in ("causes", "snippets", "signatures"):
        (tmp_path / part).mkdir()
    (tmp_path / "causes" / "CL01.yaml").write_text(CAUSE)
    return tmp_path


def test_a_correct_folder_loads(folder: Path) -> None:
    assert [compiled.cause.code for compiled in load(folder).causes] == ["CL01"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "hint"),
    [
        ("slots_used >=", "slot_used >=", 7, "slots_used"),
        ("{{ slots_used }}", "{{ slots_uesd }}", 8, "slots_used"),
        ("headline:", "headlin:", 1, "headline"),
        ("- when:", "- whenn:", 7, "when"),
        ("slots_used >= slot_limit", "slots_used >=", 7, ""),
        ("[runs_late_pending]", "[runs_late]", 4, ""),
        ("`{{ name }}` is full.", "`{{ name` is full.", 9, ""),
        ("  - title: Raise it", "  - title: Raise it\n    snippet: none.py", 11, ""),
        ("  - title: Raise it", "  - title: Raise it\n    risk: high\n    danger: Much", 11, "needs `check`"),
    ],
)
def test_a_typo_is_named_with_its_place(folder: Path, right: str, wrong: str, line: int, hint: str) -> None:
    file = folder / "causes" / "CL01.yaml"
    file.write_text(CAUSE.replace(right, wrong, 1))
    with pytest.raises(KnowledgeError) as mistake:
        load(folder)
    assert mistake.value.file == "causes/CL01.yaml"
    assert mistake.value.line == line, str(mistake.value)
    assert hint in str(mistake.value)


def test_a_code_that_stands_twice_is_refused(folder: Path) -> None:
    (folder / "causes" / "CL02.yaml").write_text(CAUSE)
    with pytest.raises(KnowledgeError, match="CL01 stands twice"):
        load(folder)


def test_a_snippet_that_does_not_compile_is_refused(folder: Path) -> None:
    (folder / "snippets" / "broken.py").write_text("x = 1\ndef broken(:\n")
    with pytest.raises(KnowledgeError) as mistake:
        load(folder)
    assert (mistake.value.file, mistake.value.line) == ("snippets/broken.py", 2)
