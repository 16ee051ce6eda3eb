"""How many tell what an answer cites: articles, outlets, and independent origins."""

from collections.abc import Iterable, Sequence

from assistant.answering.answer import Citation, Support
from assistant.answering.evidence import Candidate, Evidence
from assistant.answering.extractive import tells_the_same
from assistant.catalog.copies import Member, members_of
from assistant.catalog.snapshot import Snapshot


def support_of(snapshot: Snapshot, evidence: Evidence, citations: Sequence[Citation]) -> Support:
    """Count who tells what is cited: the cited articles, those with a sentence that says the same, and their copies."""
    names = {citation.article_id for citation in citations}
    names |= {item.passage.article_id for item in repeating(evidence, cited_candidates(evidence, citations))}
    members = members_of(snapshot, sorted(names))
    outlets = {member.source.casefold() for member in members if member.source}
    return Support(len(members), len(outlets), len(set(_origins(members))))


def cited_candidates(evidence: Evidence, citations: Sequence[Citation]) -> list[Candidate]:
    """Return the sentences that are cited, whole or in part."""
    spans = [(item.article_id, item.version, item.start, item.end) for item in citations]
    return [
        item
        for item in evidence.candidates
        if any(
            (name, version) == (item.passage.article_id, item.passage.version) and start < item.end and item.start < end
            for name, version, start, end in spans
        )
    ]


def repeating(evidence: Evidence, cited: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences of other articles that say what a cited one says."""
    return [
        item
        for item in evidence.candidates
        if any(item.passage.article_id != other.passage.article_id and tells_the_same(item, other) for other in cited)
    ]


def _origins(members: Sequence[Member]) -> Iterable[str]:
    """Yield who each text comes from: the agency that one of its copies names, else the outlet that had it first."""
    texts: dict[int, list[Member]] = {}
    for member in members:
        texts.setdefault(member.group, []).append(member)
    for copies in texts.values():
        agency = next((member.wire_origin for member in copies if member.wire_origin), None)
        yield (agency or copies[0].source or copies[0].article_id).casefold()
