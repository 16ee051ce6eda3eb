"""The archive's pages over a real small archive, as a browser meets them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import build_app
from tests.index.tiny import TinyDesk, story

ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture
def client(desk: TinyDesk) -> Iterator[TestClient]:
    with TestClient(build_app(desk.settings, desk), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def filled(desk: TinyDesk, tmp_path: Path) -> TinyDesk:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2, source="Mast", published_at=None, title="<b>Two")])
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=story(1)["text"].replace("41", "43"))])
    return desk


def ended(client: TestClient) -> str:
    deadline = time.monotonic() + 30
    while 'data-state="running"' in (page := client.get("/archive/job").text):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return page


@pytest.mark.usefixtures("filled")
def test_the_list_searches_and_filters(client: TestClient) -> None:
    page = client.get("/archive").text
    assert "2 articles" in page
    assert "<b>Two" not in page
    assert "1 article" in client.get("/archive?q=Kestrel2").text
    assert "Nothing here" in client.get("/archive?q=zeppelin").text
    assert 'name="q"' in client.get("/timeline").text
    assert "nothing dated" not in client.get("/timeline?q=+").text
    assert "Ferry Kestrel1 arrives" not in client.get("/archive?source=mast").text
    assert client.get("/archive?since=never").status_code == 404


@pytest.mark.usefixtures("filled")
def test_the_article_page_has_versions_and_passages(client: TestClient) -> None:
    page = client.get("/article?id=story-1").text
    assert "Number changed" in page
    assert "all 41 passengers" in page.split("<del")[1]
    assert "all 43 passengers" in page.split("<ins")[1]
    assert "Searched as 1 passage" in page
    assert 'href="/?q=What+happened%3A+Ferry+Kestrel1+arrives%3F"' in page
    assert 'href="/archive/remove?id=story-1"' in page


@pytest.mark.usefixtures("filled")
def test_coverage(client: TestClient) -> None:
    page = client.get("/archive/coverage").text
    assert "1 dated articles from March 2024 to March 2024" in page
    assert "1 of 2 has no date." in page


def test_an_upload_is_taken_in_and_reported(client: TestClient, desk: TinyDesk) -> None:
    assert "There is no archive yet." in client.get("/archive/upkeep").text
    files = [
        ("files", ("ferry.txt", b"A ferry named Plover reached the island on Sunday with forty people on board.")),
        ("files", ("sheet.xlsx", b"\x00\x01\x02")),
    ]
    reply = client.post("/archive/upload", files=files)
    assert str(reply.url).endswith("/archive/upkeep")
    report = ended(client)
    assert "Taking in 2 files: done" in report
    assert '<td><span class="tag rejected">rejected</span></td><td>sheet.xlsx</td>' in report
    assert ">ferry.txt</a>" in report
    assert desk.status().articles == 1
    assert not list((desk.settings.data_dir / "uploads").glob("*"))
    client.post("/archive/upload", files=files[:1])
    assert "unchanged" in ended(client)
    assert 'href="/archive/runs/2"' in client.get("/archive/upkeep").text
    assert "unchanged" in client.get("/archive/runs/2").text


@pytest.mark.usefixtures("filled")
def test_nothing_goes_before_it_was_shown_and_confirmed(client: TestClient, desk: TinyDesk) -> None:
    page = client.get("/archive/remove?source=Mast").text
    assert "Take this article out?" in page
    assert desk.status().articles == 2
    client.post("/archive/remove", data={"source": "Mast"})
    assert "1 article taken out" in ended(client)
    assert desk.status().articles == 1
    assert "No such article" in client.get("/archive/remove?id=nobody").text
    assert client.get("/archive/remove").status_code == 404


@pytest.mark.usefixtures("filled")
def test_rebuild_and_health(client: TestClient) -> None:
    assert "2 passages" in client.get("/archive/rebuild").text
    client.post("/archive/rebuild")
    assert "generation 2 is in use" in ended(client)
    client.post("/archive/health")
    assert "findings" in ended(client)


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
@pytest.mark.parametrize("path", ["upload", "remove", "rebuild", "health"])
def test_another_site_can_start_nothing(client: TestClient, path: str, headers: dict[str, str]) -> None:
    assert client.post(f"/archive/{path}", headers=headers, follow_redirects=False).status_code == 403
    assert client.get("/archive/job").text == ""
