"""A mistake in a knowledge file is refused with its file, its line and what would mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.load import load
from bot.knowledge.signatures import NEVER_DOUBTED
from bot.reading.reader import QUESTIONS

from .conftest import CAUSE


def refused(folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as mistake:
        load(folder)
    return mistake.value


def written(folder: Path, file: str, text: str | bytes) -> KnowledgeError:
    path = folder / file
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return refused(folder)


def test_a_correct_folder_loads(folder: Path) -> None:
    assert [compiled.cause.code for compiled in load(folder).causes] == ["CL01"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "hint"),
    [
        ("slots_used >=", "slot_used >=", 7, "did you mean `slots_used`?"),
        ("{{ slots_used }}", "{{ slots_uesd }}", 8, "did you mean `slots_used`?"),
        ("headline:", "headlin:", 9, "did you mean `headline`?"),
        ("- when:", "- whenn:", 7, "did you mean `when`?"),
        ("proof: {scenario:", "proof: {scenarioo:", 13, "did you mean `scenario`?"),
        ("about: pool", "colour: blue\nabout: pool", 5, ""),
        ("slots_used >= slot_limit", "slots_used >=", 7, "look at `slots_used >=`"),
        ("slots_used >= slot_limit", "limit_kind == 'deploymnt'", 7, "did you mean `deployment`?"),
        ("slots_used >= slot_limit", "limit_kind in ['global', 'task_tags']", 7, "did you mean `task_tag`?"),
        ("slots_used >= slot_limit", "symptom == 'slots_stack'", 7, "did you mean `slots_stuck`?"),
        ("slots_used >= slot_limit", "'pool_fool' not in signatures", 7, "did you mean `pool_full`?"),
        ("slots_used >= slot_limit", "server_version is older_than('3.x')", 7, "such as 3.6.23"),
        ("slots_used >= slot_limit", "server_version is oldr_than('3.6')", 7, "did you mean `older_than`?"),
        ("[runs_late_pending]", "[runs_late_pendin]", 4, "did you mean `runs_late_pending`?"),
        ("[work_pool]", "[work_pol]", 3, "did you mean `work_pool`?"),
        ("`{{ name }}` is full.", "`{{ name` is full.", 9, "look at ``{{ name` is full.`"),
        ("{{ name }}` is full", "{{ name | duraton }}` is full", 9, "did you mean `duration`?"),
        ("title: Raise it", "title: Raise it\n    snippet: raize.py", 12, "did you mean `raise.py`?"),
        ("title: Raise it", "title: Raise it\n    risk: low", 11, "or write `risk: none`"),
        ("title: Raise it", "title: Raise it\n    risk: high\n    danger: Much", 11, "only reads"),
        (
            "title: Raise it",
            "title: Raise it\n    settings: ['A=1']\n    risk: low\n    danger: Much",
            11,
            "or `when: lease_storage != 'memory'`",
        ),
        ("title: Raise it", 'title: Raise it\n    since: "3.x"', 12, ""),
        ("title: Raise it", "title: Raise it\n    fill: {LIMIT: '{{ name }}'}", 12, "needs a `snippet`"),
        (
            "title: Raise it",
            "title: Raise it\n    snippet: raise.py\n    fill: {LIMITS: '{{ name }}'}",
            13,
            "did you mean `LIMIT`?",
        ),
    ],
)
def test_a_typo_is_named_with_its_place(folder: Path, right: str, wrong: str, line: int, hint: str) -> None:
    mistake = written(folder, "causes/CL01.yaml", CAUSE.replace(right, wrong, 1))
    assert (mistake.file, mistake.line) == ("causes/CL01.yaml", line), str(mistake)
    assert hint in str(mistake)
    assert not mistake.others


PHRASE = '- phrase: uses\n  text: "{{ slots_used }} of {{ slot_limit }}"\n'


def test_a_phrase_stands_wherever_a_cause_names_it(folder: Path) -> None:
    (folder / "phrases.yaml").write_text(PHRASE)
    cause = folder / "causes" / "CL01.yaml"
    cause.write_text(
        cause.read_text()
        .replace("{{ slots_used }} of {{ slot_limit }}", "<<uses>>")
        .replace("is full.", "uses <<uses>>.")
    )

    found = load(folder).causes[0].cause

    assert found.headline == "`{{ name }}` uses {{ slots_used }} of {{ slot_limit }}."
    assert found.conditions[0].say == "`{{ name }}` uses {{ slots_used }} of {{ slot_limit }}"


def test_an_unknown_phrase_is_named_with_its_place(folder: Path) -> None:
    (folder / "phrases.yaml").write_text(PHRASE)
    cause = folder / "causes" / "CL01.yaml"
    cause.write_text(cause.read_text().replace("is full.", "<<uses>> <<uses>> <<use>>."))

    refusal = refused(folder)

    assert (refusal.file, refusal.line) == ("causes/CL01.yaml", 9)
    assert "unknown phrase `use`" in str(refusal)
    assert "did you mean `uses`?" in str(refusal)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (PHRASE, 1, "`uses` is not used twice"),
        ('- phrase: uses\n  text: "<<of>>"\n', 2, "a phrase in a phrase"),
        ('- phrase: uses\n  text: ""\n', 2, "at least 1 character"),
    ],
)
def test_a_phrase_that_is_none_is_refused(folder: Path, text: str, line: int, message: str) -> None:
    refusal = written(folder, "phrases.yaml", text)

    assert (refusal.file, refusal.line) == ("phrases.yaml", line)
    assert message in str(refusal)


def test_an_unknown_key_is_no_missing_key(folder: Path) -> None:
    mistake = written(folder, "causes/CL01.yaml", CAUSE.replace("headline:", "headlin:"))
    assert str(mistake) == "causes/CL01.yaml:9: unknown key `headlin` (did you mean `headline`?)"


def test_a_code_that_stands_twice_names_the_other_file(folder: Path) -> None:
    mistake = written(folder, "causes/CL02.yaml", "# the same again\n" + CAUSE)
    assert (mistake.file, mistake.line) == ("causes/CL02.yaml", 2)
    assert mistake.suggestion == "the other is causes/CL01.yaml:1"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "holds no entry"),
        ("# nothing yet\n", 1, "holds no entry"),
        ("[]", 1, "holds no entry"),
        ("- - code: CL03\n", 1, "write `key: value`"),
        ("just words\n", 1, "write `key: value`"),
        ("code: &a [*a]\n", 1, "the alias `*a` is not allowed (write it out)"),
        ("code: CL03\nsay: &a [x, x]\nb: [*a, *a]\n", 3, "the alias `*a` is not allowed (write it out)"),
        ("code: CL03\nsay: " + "[" * 100_000, 2, "levels deep"),
        ("code: CL03\nsay: " + "{a: " * 1000, 2, "levels deep"),
        ("code: CL03\ncode: CL04\n", 2, "`code` stands twice (the first is in line 1)"),
        ("code: CL03\nsay: [open\n", 3, "this is no YAML"),
        ("code: CL03\n? [a, b]\n: c\n", 2, "a key must be one word"),
        ("code: CL03\nsay: 2026-13-45\n", 2, "quote it"),
        ("code: CL03\nsay: !!python/name:os.system x\n", 2, "quote it"),
        (b"code: CL03\nsay: \xff\xfe\n", 2, "save it as UTF-8"),
        (b"code: CL03\ntitle: a\nsay: \x00\n", 3, "remove it"),
    ],
)
def test_a_file_that_holds_no_entry_is_refused_in_one_line(
    folder: Path, text: str | bytes, line: int, what: str
) -> None:
    mistake = written(folder, "causes/CL03.yaml", text)
    assert (mistake.file, mistake.line) == ("causes/CL03.yaml", line), str(mistake)
    assert what in str(mistake)
    assert "\n" not in str(mistake)


@pytest.mark.parametrize("file", ["facts/pools.yaml", "symptoms.yaml"])
def test_an_emptied_file_is_itself_the_mistake(folder: Path, file: str) -> None:
    assert written(folder, file, "").file == file
    (folder / file).unlink()


def test_knowledge_without_symptoms_says_so(folder: Path) -> None:
    (folder / "symptoms.yaml").unlink()
    assert refused(folder).file == "symptoms.yaml"


def test_a_folder_and_a_broken_link_are_no_file(folder: Path) -> None:
    (folder / "causes" / "CL07.yaml").mkdir()
    (folder / "causes" / "CL08.yaml").symlink_to(folder / "nowhere")
    mistake = refused(folder)
    found = [(each.file, each.suggestion) for each in (mistake, *mistake.others)]
    assert found == [
        ("causes/CL07.yaml", "remove it or name it otherwise"),
        ("causes/CL08.yaml", "remove it or name it otherwise"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 1\ndef broken(:\n", 2),
        ("x = 1\n\nreturn x\n", 3),
        (b"x = 1\ny = '\xff'\n", 2),
        (b"x = 1\ny = '\x00'\n", 2),
        ("x = " + "(" * 5000 + ")" * 5000, 1),
    ],
)
def test_a_snippet_that_does_not_compile_is_refused(folder: Path, text: str | bytes, line: int) -> None:
    mistake = written(folder, "snippets/broken.py", text)
    assert (mistake.file, mistake.line) == ("snippets/broken.py", line)
    assert "\n" not in str(mistake)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "hint"),
    [
        ("pool is {0,3}full", r"pool (?:is )*full", 3, "pool (?:is )*` repeats without an end"),
        ("pool is {0,3}full", r"pool (?:\w+ )+full", 3, "such as `{0,6}`"),
        ("pool is {0,3}full", r"pool \w{2,} full", 3, "such as `{0,6}`"),
        ("pool is {0,3}full", r"pool [\s\S]*full", 3, "such as `{0,6}`"),
        ("pool is {0,3}full", "pool (is", 3, "pattern: "),
        ("work_pool", "work_pol", 4, "did you mean `work_pool`?"),
        ("mechanism:", "mechanim:", 4, "did you mean `mechanism`?"),
        ("name: pool_name", "nam: pool_name", 5, "did you mean `name`?"),
        (
            "  facts:",
            "  even_if: [doubted]\n  facts:",
            4,
            "unknown value `doubted`",
        ),
    ],
)
def test_a_wrong_signature_is_refused(folder: Path, right: str, wrong: str, line: int, hint: str) -> None:
    file = folder / "signatures" / "pools.yaml"
    mistake = written(folder, "signatures/pools.yaml", file.read_text().replace(right, wrong, 1))
    assert (mistake.file, mistake.line) == ("signatures/pools.yaml", line), str(mistake)
    assert hint in str(mistake)


def test_a_question_or_a_wish_needs_no_leave_to_be_asked(folder: Path) -> None:
    file = folder / "signatures" / "pools.yaml"
    text = (
        file.read_text().replace("pool_full", "wish_pool").replace("  facts:", "  even_if: [asked]\n  facts:")
    )
    assert "never doubted" in str(written(folder, "signatures/pools.yaml", text))


def test_knowledge_and_reading_agree_on_what_is_never_doubted() -> None:
    assert set(NEVER_DOUBTED) == set(QUESTIONS)


def test_what_only_looks_like_a_repetition_is_allowed(folder: Path) -> None:
    file = folder / "signatures" / "pools.yaml"
    file.write_text(file.read_text().replace("pool is {0,3}full", r"pool[*+] \* \+full\{2,\}"))
    load(folder)


def test_an_answer_that_nobody_can_give_is_refused(folder: Path) -> None:
    (folder / "log_cases").mkdir()
    case = "log_case: full\ntext: It is full.\nanswers: {hosting: clowd}\nexpect: CL01\n"
    mistake = written(folder, "log_cases/pools.yaml", case)
    assert (mistake.file, mistake.line) == ("log_cases/pools.yaml", 3)
    assert mistake.suggestion == "did you mean `cloud`?"


def test_every_mistake_of_a_run_is_told_at_once(folder: Path) -> None:
    (folder / "causes" / "CL02.yaml").write_text(CAUSE.replace("CL01", "CL02").replace("name }", "nam }"))
    mistake = written(folder, "causes/CL01.yaml", CAUSE.replace("slots_used >=", "slot_used >="))
    assert [line.split(": ")[0] for line in str(mistake).splitlines()] == [
        "causes/CL01.yaml:7",
        "causes/CL02.yaml:9",
    ]


def test_a_mistake_in_the_facts_is_not_told_again_where_they_are_used(folder: Path) -> None:
    facts = (folder / "facts" / "slots.yaml").read_text()
    mistake = written(
        folder, "facts/slots.yaml", facts.replace("- fact: slots_used\n", "- fct: slots_used\n")
    )
    assert mistake.suggestion == "did you mean `fact`?"
    assert not mistake.others
