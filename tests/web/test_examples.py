from assistant.articles.article import Article
from assistant.web.examples import SHOWN, from_archive
from tests.web.fake_desk import FakeDesk


def test_stories_come_from_different_outlets_and_stay_the_same() -> None:
    desk = FakeDesk()
    stories = from_archive(desk)
    assert len(stories) == SHOWN
    assert len({story.source for story in stories}) == SHOWN
    assert stories == from_archive(desk)
    assert stories[0].question == "What happened: Two astronauts lift off from Florida in a privately built capsule?"


def test_one_outlet_fills_all_places_and_no_title_comes_twice() -> None:
    archive = tuple(Article(str(n), "Text.", f"Title {n % 3}", "Only") for n in range(9))
    assert [story.title for story in from_archive(FakeDesk(archive=archive))] == ["Title 0", "Title 1", "Title 2"]


def test_what_makes_no_good_question_is_left_out() -> None:
    archive = (
        Article("a", "Text.", None, "Only"),
        Article("b", "Text.", "x" * 500, "Only"),
        Article("c", "Texte.", "Un titre", "Only", language="fr"),
    )
    assert from_archive(FakeDesk(archive=archive)) == ()
