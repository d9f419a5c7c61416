"""A small knowledge folder to damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.files import knowledge_folder

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
SIGNATURE = """\
- signature: pool_full
  says: The pool is full.
  pattern: '(?P<name>\\w{1,9}) pool is {0,3}full'
  facts: {mechanism: work_pool}
  captures: {name: pool_name}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("facts", "mechanisms"):
        shutil.copytree(knowledge_folder() / part, tmp_path / part)
    shutil.copy(knowledge_folder() / "symptoms.yaml", tmp_path)
    for part in ("causes", "snippets", "signatures"):
        (tmp_path / part).mkdir()
    (tmp_path / "causes" / "CL01.yaml").write_text(CAUSE)
    (tmp_path / "signatures" / "pools.yaml").write_text(SIGNATURE)
    (tmp_path / "snippets" / "raise.py").write_text('LIMIT = "db"\n')
    return tmp_path
