"""Facts keep their provenance: live beats log beats person, and missing is never absent."""

from __future__ import annotations

from bot.engine.facts import Case, Fact


def test_a_live_reading_beats_what_a_person_said() -> None:
    case = Case().with_facts([Fact("hosting", "self_hosted", "live"), Fact("hosting", "cloud", "person")])
    assert case.value("hosting") == "self_hosted"


def test_a_later_answer_of_the_same_person_corrects_the_earlier() -> None:
    case = (
        Case()
        .with_facts([Fact("hosting", "cloud", "person")])
        .with_facts([Fact("hosting", "self_hosted", "person")])
    )
    assert case.value("hosting") == "self_hosted"


def test_a_known_fact_does_not_become_unavailable() -> None:
    case = (
        Case()
        .with_facts([Fact("hosting", "cloud", "person")])
        .with_unavailable({"hosting": "no", "x": "why"})
    )
    assert dict(case.unavailable) == {"x": "why"}


def test_learning_a_fact_ends_its_being_unavailable() -> None:
    case = Case().with_unavailable({"hosting": "403"}).with_facts([Fact("hosting", "cloud", "person")])
    assert not case.unavailable


def test_what_was_only_assumed_gives_way_to_every_statement() -> None:
    assumed = Fact("client_version", "3.8.8", "live", assumed=True)
    said = Fact("client_version", "3.6.20", "person")
    for facts in ([assumed, said], [said, assumed]):
        assert Case().with_facts(facts).value("client_version") == "3.6.20"
    read = Fact("client_version", "3.8.8", "live")
    assert Case().with_facts([said, read]).value("client_version") == "3.8.8"
