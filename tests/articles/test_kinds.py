"""The kind is told by labels, never by a word that stands in a story by chance."""

import pytest

from assistant.articles.kinds import kind_of


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({}, "news"),
        ({"given": "Opinion"}, "opinion"),
        ({"given": "editorial"}, "opinion"),
        ({"given": "news", "section": "Opinion"}, "news"),
        ({"section": "Opinion"}, "opinion"),
        ({"section": "Opinion / Columnists"}, "opinion"),
        ({"section": "Meinung"}, "opinion"),
        ({"section": "Corrections and clarifications"}, "correction"),
        ({"section": "Live updates"}, "live"),
        ({"section": "Public opinion research"}, "news"),
        ({"url": "https://example.org/opinion/2024/a-bridge"}, "opinion"),
        ({"url": "https://example.org/news/poll-of-opinion"}, "news"),
        ({"url": "https://example.org/2024/05/storm-live-updates-rain"}, "live"),
        ({"url": "https://example.org/live/storm"}, "live"),
        ({"url": "https://example.org/music/live-album-out"}, "news"),
        ({"title": "Opinion: Build the bridge"}, "opinion"),
        ({"title": "Opinion is split on the bridge"}, "news"),
        ({"title": "Storm live updates: roads closed"}, "live"),
        ({"title": "Council debate, as it happened"}, "live"),
        ({"title": "Band to live again"}, "news"),
        ({"title": "Correction: Height of the bridge"}, "correction"),
        ({"title": "Corrections system in need of staff"}, "news"),
    ],
)
def test_kind_of(found: dict[str, str], kind: str) -> None:
    assert kind_of(**found) == kind
