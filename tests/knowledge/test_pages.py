"""The pages written from the knowledge are current; `make docs` renews them."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.doors.terminal import app
from bot.knowledge.load import knowledge

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_each_cause_the_index_and_the_tree_are_current(tmp_path: Path) -> None:
    written = CliRunner().invoke(app, ["knowledge", "pages", str(tmp_path)])
    assert written.exit_code == 0, written.output
    made = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.md")}
    assert len(made) == len(knowledge().causes) + 2
    kept = {path.relative_to(DOCS) for path in DOCS.glob("causes/*.md")} | {Path("tree.md")}
    assert kept == set(made), "run `make docs`"
    stale = [str(path) for path, text in made.items() if (DOCS / path).read_text() != text]
    assert not stale, "run `make docs`"


def test_a_page_of_a_cause_that_is_gone_goes_too(tmp_path: Path) -> None:
    (tmp_path / "causes").mkdir()
    stale = tmp_path / "causes" / "CL00.md"
    stale.write_text("old")
    assert CliRunner().invoke(app, ["knowledge", "pages", str(tmp_path)]).exit_code == 0
    assert not stale.exists()


def test_no_page_shows_a_template() -> None:
    for page in [*DOCS.glob("causes/*.md"), DOCS / "tree.md"]:
        assert not {"{{", "{%"} & set(page.read_text().split()), page
