"""Archives: every member is an input of its own, hostile ones are named, and no bomb goes off."""

import gzip
import io
import json
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.articles.archives import read_zip
from assistant.articles.article import Reading
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.read import count_inputs, read_paths
from assistant.errors import InputError
from tests.articles.conftest import NOW, ReadFile, refused

STORY = b"Bridge opens\n\nThe bridge over the Lune opened on Friday."
LINES = b'{"id": "a1", "text": "It opened."}\n{"id": "a2", "text": "It closed."}\n'
MEMBERS = {"a.txt": STORY, "in/b.jsonl": LINES, "in/README.md": b"x", ".hidden/c.txt": STORY, "__MACOSX/d.txt": b"x"}


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def outcomes(readings: list[Reading]) -> dict[str, str]:
    """Returns what became of each member by its name inside the archive."""
    result = {
        reading.input.partition("!/")[2]: "" if reading.article else reading.reason.split(".")[0]
        for reading in readings
    }
    assert len(result) == len(readings)
    return result


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        ("a.tar", tarred({f"./{name}": content for name, content in MEMBERS.items()})),
        ("a.tar.gz", tarred(MEMBERS, "w:gz")),
        ("a.tgz", tarred(MEMBERS, "w:gz")),
        ("a.tar.bz2", tarred(MEMBERS, "w:bz2")),
        ("a.tar.xz", tarred(MEMBERS, "w:xz")),
        ("a.zip.gz", gzip.compress(zipped(MEMBERS))),
    ],
)
def test_members_are_read_as_files_are(read_file: ReadFile, tmp_path: Path, name: str, data: bytes) -> None:
    readings = read_file(name, data)
    assert [reading.input for reading in readings] == [
        f"{tmp_path / name}!/{member}" for member in ("a.txt", "in/b.jsonl:1", "in/b.jsonl:2")
    ]
    assert all(reading.article for reading in readings)
    assert [reading.article for reading in read_file(name, data)] == [reading.article for reading in readings]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_archives_in_archives_down_to_the_third(read_file: ReadFile) -> None:
    second = zipped({"deep.txt": STORY})
    data = zipped(
        {"1.tar": tarred({"2.zip": second, "3.zip": zipped({"too.zip": second})}), "4.txt.gz": gzip.compress(STORY)}
    )
    assert outcomes(read_file("a.zip", data)) == {
        "1.tar!/2.zip!/deep.txt": "",
        "1.tar!/3.zip!/too.zip!/deep.txt": "It lies in more than 3 archives",
        "4.txt.gz": "",
    }


def test_the_same_name_in_two_archives_is_two_articles(read_file: ReadFile) -> None:
    first, second = (read_file(name, zipped({"a.txt": STORY}))[0].article for name in ("a.zip", "b.zip"))
    assert first
    assert second
    assert first.article_id != second.article_id
    assert first.article_id.startswith("a-")


HOSTILE = ("../out.txt", "/etc/out.txt", "in/../../out.txt", "C:\\out.txt", "..\\out.txt", "\\out.txt")


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_hostile_names_are_reported_one_by_one(
    read_file: ReadFile, tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    found = outcomes(read_file(name, pack({**dict.fromkeys(HOSTILE, STORY), "good.txt": STORY})))
    reasons = {name: reason for name, reason in found.items() if reason}
    assert len(reasons) == len(HOSTILE)
    assert set(reasons.values()) == {"Its name leads out of the archive, as an honest one does not"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [name, "temporary"]


def test_names_that_do_not_print_are_shown_escaped(read_file: ReadFile) -> None:
    assert list(outcomes(read_file("a.tar", tarred({"a\x1b[31m\u202e.txt": STORY})))) == ["a\\x1b[31m\\u202e.txt"]


def test_what_is_no_file_in_a_tar(read_file: ReadFile) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("dev", tarfile.CHRTYPE),
            ("dir", tarfile.DIRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert outcomes(read_file("a.tar", data.getvalue())) == {
        "link": "It is a link, not a file, and was not followed",
        "hard": "It is a link, not a file, and was not followed",
        "dev": "It is a device or a pipe, not a file",
    }


def test_what_is_no_readable_file_in_a_zip(read_file: ReadFile) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there already
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("twice.txt", STORY)
        archive.writestr("twice.txt", STORY + b" Again.")
        archive.writestr("secret.txt", STORY)
        archive.writestr("torn.txt", STORY * 2)
        archive.writestr("good.txt", STORY)
    packed = bytearray(data.getvalue())
    at = packed.index(b"PK\x01\x02", packed.index(b"PK\x01\x02") + 1)
    for _ in range(2):
        at = packed.index(b"PK\x01\x02", at + 1)
    packed[at + 8] |= 1  # the flag of encryption
    packed[packed.index(STORY * 2) + 5] ^= 0x20
    readings = read_file("a.zip", bytes(packed))
    assert [reading.reason.split(".")[0].split(" (")[0] for reading in readings] == [
        "It is a link or a device, not a file, and was not followed",
        "",
        "There is another member of this name before it; that one was read",
        "It is encrypted",
        "It is damaged",
        "",
    ]


@pytest.mark.parametrize("members", [{}, {"README.md": b"x"}])
def test_archives_without_anything_to_read(read_file: ReadFile, members: dict[str, bytes]) -> None:
    assert "holds no file" in refused(read_file("a.zip", zipped(members)))
    assert "holds no file" in refused(read_file("a.tar", tarred({"d/": b"", **members})))


def test_a_torn_archive_gives_what_came_before(read_file: ReadFile) -> None:
    assert "damaged" in refused(read_file("a.zip", zipped(MEMBERS)[:-30]))
    *good, last = read_file("a.tar", tarred({f"{n}.txt": STORY for n in range(9)})[: 4096 + 300])
    assert [bool(reading.article) for reading in good] == [True] * 4
    assert "damaged" in last.reason
    data = bytearray(tarred({"a.txt": STORY, "b.txt": STORY}))
    data[1024 + 3] ^= 1
    assert [bool(reading.article) for reading in read_file("a.tar", bytes(data))] == [True, False]


def test_members_over_the_limit_are_not_read(tmp_path: Path) -> None:
    for name, data in (
        ("a.zip", zipped({f"{n}.txt": STORY for n in range(5)})),
        ("b.tar", tarred({f"{n}.txt": STORY for n in range(5)})),
    ):
        (tmp_path / name).write_bytes(data)
        readings = list(
            read_paths([tmp_path / name], file_megabytes=1, article_characters=1000, archive_members=3, now=NOW)
        )
        assert [bool(reading.article) for reading in readings] == [True, True, True, False]
        assert "archive_members" in readings[-1].reason


def test_a_member_larger_than_a_file_may_be(read_file: ReadFile) -> None:
    data = zipped({"large.txt": bytes(2_000_000), "good.txt": STORY})
    assert list(outcomes(read_file("a.zip", data, file_megabytes=1)).values()) == ["It unpacks to more than 1 MB", ""]


def test_a_bomb_stops_the_archive(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.articles.input._FREE", 1_000_000)
    inner = zipped({f"{n}.txt": bytes(3_000_000) for n in range(4)})
    *rest, last = read_file("a.zip", zipped({"good.txt": STORY, "1.zip": inner, "2.zip": inner, "3.zip": inner}))
    assert rest[0].article
    assert any("bomb" in reading.reason for reading in rest)
    assert "rest of the archive was not read" in last.reason
    assert not any("3.zip" in reading.input for reading in rest)


def test_a_directory_too_long_for_memory_is_refused_before_it_is_read(tmp_path: Path, limits: Limits) -> None:
    data = zipped({f"{'n' * 900}{n}": b"" for n in range(40)})
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError, match="list of members"):
        list(read_zip(Input.of(tmp_path / "a.zip"), replace(limits, archive_members=10)))


def test_office_documents_are_no_archives(read_file: ReadFile) -> None:
    reason = refused(read_file("a.xlsx", zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"})))
    assert "format .xlsx is not read" in reason


def test_counts(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": STORY for n in range(7)}))
    (tmp_path / "b.tar.gz").write_bytes(tarred({f"{n}.txt": STORY for n in range(8)}, "w:gz"))
    assert count_inputs([tmp_path / "a.zip"]) == 7
    assert count_inputs([tmp_path / "b.tar.gz"]) == 8


def test_fields_of_a_member_are_told(read_file: ReadFile) -> None:
    (reading,) = read_file("a.zip", zipped({"a.json": json.dumps([{"Headline": "A", "text": "It opened."}]).encode()}))
    assert reading.reason == "fields: text, title=Headline"
