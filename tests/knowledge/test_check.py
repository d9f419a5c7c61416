"""What is wrong between entries is refused with file, line and suggestion: proofs, commands, snippets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.check import check

from .conftest import CAUSE

CASES = """\
- log_case: pool-is-full
  text: The pool is full.
  expect: CL01
- log_case: pool-is-closed
  text: The pool is closed.
  expect: CL02
"""


@pytest.fixture
def whole(folder: Path) -> Path:
    text = CAUSE.replace("title: Raise it", "title: Raise it\n    snippet: raise.py")
    (folder / "causes" / "CL01.yaml").write_text(text)
    (folder / "causes" / "CL02.yaml").write_text(text.replace("CL01", "CL02"))
    (folder / "log_cases").mkdir()
    (folder / "log_cases" / "pools.yaml").write_text(CASES)
    return folder


def refused(folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as mistake:
        check(folder)
    return mistake.value


def test_a_correct_folder_is_all_good(whole: Path) -> None:
    assert len(check(whole).causes) == 2


@pytest.mark.parametrize(
    ("right", "wrong", "line", "hint"),
    [
        ("{scenario: pool-full}", "{}", 14, "name a `scenario` of the lab or a `log_case`"),
        ("pool-full", "pool-ful", 14, "did you mean `pool-full`?"),
        ("{scenario: pool-full}", "\n  log_case: pool-is-fool", 15, "did you mean `pool-is-full`?"),
        ("scenario: pool-full", "log_case: pool-is-closed", 14, "did you mean `pool-is-full`?"),
        ("set-concurrency-limit", "sett-concurrency-limit", 13, 'Did you mean "set-concurrency-limit"?'),
        ("{{ name }} 2", "{{ name }} 2 --zeal", 13, "Unknown option"),
        ("is full.", "is full, see `prefect gcll inspect x`.", 9, 'Did you mean "gcl"?'),
    ],
)
def test_a_proof_or_command_that_does_not_exist_is_refused(
    whole: Path, right: str, wrong: str, line: int, hint: str
) -> None:
    file = whole / "causes" / "CL01.yaml"
    file.write_text(file.read_text().replace(right, wrong, 1))
    mistake = refused(whole)
    assert (mistake.file, mistake.line) == ("causes/CL01.yaml", line), str(mistake)
    assert hint in str(mistake)


def test_a_command_of_a_fact_is_shown_where_it_stands(whole: Path) -> None:
    file = whole / "facts" / "case.yaml"
    text = file.read_text().replace("`prefect config view`", "`prefect config vieww`")
    file.write_text(text)
    mistake = refused(whole)
    lines = text.splitlines()
    assert mistake.file == "facts/case.yaml"
    assert "prefect config vieww" in lines[mistake.line - 1]


def test_a_snippet_that_no_cause_uses_is_refused(whole: Path) -> None:
    (whole / "snippets" / "spare.py").write_text("LIMIT = 1\n")
    assert str(refused(whole)) == "snippets/spare.py:1: no cause uses this snippet (remove it)"
