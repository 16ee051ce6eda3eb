"""A question asked again: whether the same archive and settings gave the same evidence, and what is otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.record import EvidenceRecord, Looked, Weighed


@dataclass(frozen=True, slots=True)
class Replay:
    """What asking again gave.

    Attributes:
        same: Whether passages, sentences, citations and the decision to answer are the same.
        differences: What is otherwise, in sentences: first the archive and the settings, then the evidence.
        then: The record that was kept.
        now: That of asking again.
    """

    same: bool
    differences: tuple[str, ...]
    then: EvidenceRecord
    now: EvidenceRecord


def compare(then: EvidenceRecord, now: EvidenceRecord) -> Replay:
    """Compare the record of an answer with that of asking again."""
    evidence = [
        *_differing("passages found", _passages(then.passages), _passages(now.passages)),
        *_differing("sentences weighed", _sentences(then.sentences), _sentences(now.sentences)),
        *_differing("citations", then.cited, now.cited),
    ]
    if then.refused != now.refused:
        was, now_is = ("refused", "answered") if then.refused else ("answered", "refused")
        evidence.append(f"It was {was}, and is {now_is} now.")
    return Replay(not evidence, (*_around(then, now), *evidence), then, now)


def _around(then: EvidenceRecord, now: EvidenceRecord) -> list[str]:
    """Say what of the archive and the settings is otherwise, which may explain other evidence."""
    found = []
    if then.generation != now.generation:
        found.append(f"The vectors are of generation {now.generation}, then of {then.generation}.")
    if then.revision != now.revision:
        count = now.revision - then.revision
        found.append(f"The archive was changed {count} time{'s' * (count != 1)} since: revision {now.revision}.")
    if then.settings_hash != now.settings_hash:
        found.append(f"The settings are other ones: {now.settings_hash}, then {then.settings_hash}.")
    return found


def _differing(what: str, then: Sequence[object], now: Sequence[object]) -> list[str]:
    if list(then) == list(now):
        return []
    same = len(set(then) & set(now))
    return [f"Other {what}: {same} of {len(then)} are the same."]


def _passages(passages: Sequence[Looked]) -> list[tuple[object, ...]]:
    return [(item.article_id, item.version, item.start, item.end, item.score, item.outcome) for item in passages]


def _sentences(sentences: Sequence[Weighed]) -> list[tuple[object, ...]]:
    return [(item.article_id, item.version, item.start, item.end, item.score, item.outcome) for item in sentences]
