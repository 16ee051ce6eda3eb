"""The verb feeds, up to the door of the assistant, and through it over a small internet on this machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.articles import fetching
from assistant.cli import main
from tests.articles.internet import Internet, internet

FEED = "http://news.example/feed.xml"
PAGE = "http://news.example/ferry"
BODY = " ".join(f"The ferry to Port Alder left pier {pier} at noon, and nobody was hurt." for pier in range(8))


def fetcher_of(net: Internet) -> Callable[..., fetching.Fetcher]:
    return lambda **_: net.fetcher()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_without_any_feed_it_says_where_to_name_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "feeds", "--data-dir", str(folder), "--allow-network")
    assert (code, told["error"]["type"]) == (2, "UsageError")
    assert "news-assistant.toml" in told["error"]["remedy"]


def test_without_leave_nothing_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "feeds", FEED, "--data-dir", str(folder))
    assert code == 2
    assert "--allow-network" in told["error"]["remedy"]


def test_the_list_stands_in_the_settings(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "news-assistant.toml").write_text(f'feeds = ["{PAGE}"]\nallow_network = true\n')
    with internet() as net:
        monkeypatch.setattr(fetching, "Fetcher", fetcher_of(net))
        net.page(PAGE, f"<html><body><article><h1>Ferry sails</h1><p>{BODY}</p></article></body></html>", ETag='"1"')
        code, told = run(capsys, "feeds", "--data-dir", str(folder / "indexes"))
        assert (code, told["new"], told["rejected"]) == (0, 1, 0)
        assert told["report"][0]["input"] == PAGE
        code, told = run(capsys, "feeds", "--data-dir", str(folder / "indexes"))
        assert (code, told["new"], told["unchanged"], told["passages_embedded"]) == (0, 0, 1, 0)
        assert net.asked[-1][2]["If-None-Match"] == '"1"'


def test_an_address_given_to_ingest_is_refused_without_leave(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "ingest", PAGE, "--data-dir", str(folder / "indexes"))
    assert (code, told["rejected"]) == (1, 1)
    assert "The network is off" in told["report"][0]["reason"]
