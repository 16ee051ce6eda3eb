from assistant.errors import UsageError
from assistant.web.pages import article_page, error_page
from tests.web.fake_desk import ARCHIVE


def test_an_article_page_holds_no_script_of_its_own_and_no_other_host() -> None:
    page = article_page(ARCHIVE[0], 0, 10)
    assert page.count("<script") == page.count('<script src="/ui/')
    assert "Crew Dragon" in page
    assert "<title>Two astronauts lift off from Florida in a privately built capsule · News assistant</title>" in page
    assert '<mark id="cited">Two NASA a</mark>' in page


def test_an_error_page_has_message_and_remedy() -> None:
    page = error_page(UsageError("There is no <b> here.", remedy="Run `status`."))
    assert "There is no &lt;b&gt; here." in page
    assert "<code>status</code>" in page
