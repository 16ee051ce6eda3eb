"""The sample archive is found in an installed package and in a checkout, and is missed in words."""

from pathlib import Path

import pytest

import assistant.sample
from assistant.errors import InputError
from assistant.sample import sample_archive


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "site" / "assistant"
    package.mkdir(parents=True)
    monkeypatch.setattr(assistant.sample, "__file__", str(package / "sample.py"))
    return package


def test_a_checkout_has_it_beside_the_package() -> None:
    assert sample_archive() == Path(__file__).parents[1] / "corpus"
    assert any(sample_archive().glob("*.jsonl"))


def test_an_installed_package_has_it_inside(package: Path) -> None:
    (package.parent / "corpus").mkdir()
    assert sample_archive() == package.parent / "corpus"
    (package / "sample_archive").mkdir()
    assert sample_archive() == package / "sample_archive"


def test_an_installation_without_it_says_so(package: Path) -> None:
    assert package.exists()
    with pytest.raises(InputError, match="no sample archive") as caught:
        sample_archive()
    assert caught.value.remedy


def test_the_wheel_takes_it_along() -> None:
    pyproject = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"corpus" = "assistant/sample_archive"' in pyproject
