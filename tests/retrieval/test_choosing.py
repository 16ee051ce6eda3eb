"""Which of the ranked passages a result shows."""

from assistant.catalog.records import Outline
from assistant.retrieval.choosing import choose
from tests.retrieval.conftest import line


def never(_key: int, _other: int) -> bool:
    return False


def falling(lines: list[Outline]) -> list[dict[int, float]]:
    """Scores in the order of the lines, close together."""
    return [{item.key: -place / 1000 for place, item in enumerate(lines)}]


def chosen(lines: list[Outline], k: int, per_article: int) -> list[Outline]:
    return [choice.line for choice in choose(lines, falling(lines), k, per_article, never)]


def test_at_most_so_many_passages_of_one_article() -> None:
    lines = [line(key, "abc"[key % 3], start=key * 10) for key in range(12)]
    for per_article in (1, 2, 3):
        found = chosen(lines, 12, per_article)
        assert [sum(item.article_id == name for item in found) for name in "abc"] == [per_article] * 3
    assert [item.key for item in chosen(lines, 2, 1)] == [0, 1]
    assert chosen([], 5, 2) == []


def test_copies_of_one_text_count_once_and_the_best_one_stays() -> None:
    lines = [*(line(key, f"copy{key}", text_hash="same") for key in range(5)), line(9, "other")]
    assert [item.article_id for item in chosen(lines, 10, 2)] == ["copy0", "other"]


def test_near_copies_count_once_where_they_show_the_same() -> None:
    lines = [*(line(key, f"copy{key}", group=1) for key in range(4)), line(9, "other")]
    found = choose(lines, falling(lines), 10, 2, lambda key, other: (key, other) in {(1, 0), (3, 2)})
    assert [choice.line.article_id for choice in found] == ["copy0", "copy2", "other"]
    same_text = [line(0, "a", text_hash="same", group=1), line(1, "b", text_hash="same", group=2)]
    assert len(chosen(same_text, 10, 2)) == 2, "a reader took them apart"


def test_a_question_about_one_article_may_be_answered_from_it_alone() -> None:
    one = [line(key, "one", start=key * 10) for key in range(8)]
    others = [line(30 + key, f"two{key}") for key in range(3)]
    assert len(chosen([*one[:3], others[0], *one[3:]], 8, 2)) == 8
    found = chosen([*one[:2], *others, *one[2:]], 8, 2)
    assert sum(item.article_id == "one" for item in found) == 2


def test_one_article_gives_way_where_others_are_nearly_as_good() -> None:
    lines = [line(0, "one"), line(1, "one", start=20), line(2, "two")]
    near, far, none = {0: 3.0, 1: 2.9, 2: 2.8}, {0: 3.0, 1: 2.9, 2: 1.0}, dict.fromkeys(range(3), -9.0)
    assert [choice.line.key for choice in choose(lines, [near, none], 3, 5, never)] == [0, 2, 1]
    assert [choice.line.key for choice in choose(lines, [far, none], 3, 5, never)] == [0, 1, 2]


def test_a_question_of_one_piece_shows_the_best_in_order_with_the_scores_they_have() -> None:
    lines = [line(0, "one"), line(1, "one", start=20), line(2, "two")]
    found = choose(lines, [{0: 3.0, 1: 2.9, 2: 2.8}], 3, 5, never)
    assert [(choice.line.key, choice.score) for choice in found] == [(0, 3.0), (1, 2.9), (2, 2.8)]


def test_every_part_is_covered_before_one_fills_up() -> None:
    lines = [line(key, f"article{key}") for key in range(6)]
    first = {0: 5.0, 1: 4.9, 2: 4.8, 3: 4.7, 4: 0.0, 5: 0.0}
    second = {0: 0.0, 1: 0.0, 2: 0.0, 3: 0.0, 4: 4.6, 5: 0.0}
    found = choose(lines, [first, second], 3, 2, never)
    assert [(choice.line.key, choice.part) for choice in found] == [(0, 0), (4, 1), (1, 0)]
    scores = [choice.score for choice in choose(lines, [first, second], 6, 2, never)]
    assert scores == sorted(scores, reverse=True)


def test_a_choice_knows_what_it_stands_for() -> None:
    lines = [*(line(key, f"copy{key}", text_hash="same") for key in range(3)), line(9, "other")]
    first, last = choose(lines, falling(lines), 10, 2, never)
    assert [item.article_id for item in first.copies] == ["copy1", "copy2"]
    assert last.copies == ()
    [alone] = choose(lines, falling(lines), 1, 2, never)
    assert alone.copies == (), "the result was full before they were met"


def test_held_back_is_what_the_limit_alone_kept_out() -> None:
    lines = [*(line(key, "one", start=key * 10) for key in range(4)), *(line(10 + key, f"o{key}") for key in range(3))]
    scores = [{0: 9.0, 1: 8.0, 2: 7.0, 3: -5.0, 10: 8.5, 11: 8.4, 12: 2.0}]
    found = choose(lines, scores, 4, 1, never)
    assert [(choice.line.key, choice.held_back) for choice in found] == [(0, 2), (10, 0), (11, 0), (12, 0)]
    everything = choose(lines, scores, 10, 1, never)
    assert everything[0].held_back == 3, "there was room for all"
