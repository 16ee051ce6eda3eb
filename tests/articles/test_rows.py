"""Fields are known by their usual names, by those of --map before all, and told where they are not ours."""

import pytest

from assistant.articles.rows import Fields, known_fields, own_fields, parse_row
from assistant.errors import InputError, UsageError


def test_our_fields_in_any_spelling() -> None:
    assert own_fields({"published": "pub_date", "Published_At": "seen", "body": " story "}) == {
        "published": "seen",
        "text": "story",
    }


@pytest.mark.parametrize(("ours", "theirs"), [("colour", "x"), ("title", " "), ("", "x")])
def test_a_field_that_articles_do_not_have(ours: str, theirs: str) -> None:
    with pytest.raises(UsageError, match=r"maps no field of an article\. Write OURS=THEIRS"):
        own_fields({ours: theirs})


def test_the_likeliest_filled_name_counts() -> None:
    row = {"Body": "", "content": "It opened.", "story": "Other", "date": None, "publishDate": "2024"}
    draft = Fields({}).draft(row)
    assert (draft.text, draft.published) == ("It opened.", "2024")


def test_objects_that_hold_a_name() -> None:
    row = {"text": "It opened.", "source": {"id": None, "name": "Courier"}, "authors": [{"name": "Ada Moss"}, None]}
    draft = Fields({}).draft(row)
    assert (draft.source, draft.authors) == ("Courier", ("Ada Moss",))


def test_a_resembling_name_with_another_thing_is_passed_over_and_ours_is_a_mistake() -> None:
    assert Fields({}).draft({"text": "It opened.", "headline": ["x"], "heading": "Bridge"}).title == "Bridge"
    with pytest.raises(InputError, match="field title is a list and should be a string"):
        Fields({}).draft({"text": "It opened.", "title": ["x"]})
    with pytest.raises(InputError, match="field headline is a list"):
        Fields({"title": "headline"}).draft({"text": "It opened.", "headline": ["x"]})


def test_what_was_taken_is_told_with_the_first_article() -> None:
    fields = Fields({})
    assert fields.draft({"text": "It opened.", "title": "A"}).remarks == ()
    fields = Fields({})
    assert fields.draft({"text": "It opened.", "Headline": "A"}).remarks == ("fields: text, title=Headline",)
    assert fields.draft({"text": "It opened.", "Headline": "A"}).remarks == ()
    assert Fields({}, always_told=True).draft({"text": "It opened."}).remarks == ("fields: text",)


def test_a_row_without_text_names_what_it_has() -> None:
    with pytest.raises(InputError, match=r"its fields are a, b\. .*--map text=NAME"):
        Fields({}).draft({"a": 1, "b": 2})
    with pytest.raises(InputError, match=r"looked for in story\.html, as --map says"):
        Fields({"text": "story.html"}).draft({"text": "x", "story": {"html": ""}})


def test_known_fields_of_a_header() -> None:
    assert known_fields(("Title", "Full Text", "x"), {"kind": "x"}) == {"title", "text", "kind"}


def test_json_that_is_no_row() -> None:
    with pytest.raises(InputError, match="The item is not UTF-8"):
        parse_row(b'"\xff"', "item")
