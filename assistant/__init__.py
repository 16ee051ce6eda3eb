"""Question and answer over a news archive, every sentence tied to the exact words of an article.

from assistant import Filters, NewsAssistant, Settings

with NewsAssistant(Settings(data_dir="indexes")) as desk:
    desk.ingest(["corpus"])
    print(desk.ask("Who commanded Artemis II?").answer)
"""

from assistant.answering.answer import Answer, Citation, Coverage, Disagreement, Sentence, Step, Support, TextDelta
from assistant.answering.changed import Changed
from assistant.answering.record import EvidenceRecord
from assistant.answering.replay import Replay
from assistant.answering.timeline import Timeline
from assistant.articles.article import Article
from assistant.assistant import NewsAssistant
from assistant.catalog.copies import Copy, CopyGroup
from assistant.catalog.filters import Filters
from assistant.errors import NewsAssistantError
from assistant.evaluation.evaluation import EvalReport, evaluate
from assistant.evaluation.question_files import QuestionSet, read_questions
from assistant.index.changes import Change
from assistant.index.history import VersionNote
from assistant.index.ingest import IngestProgress
from assistant.index.report import IngestReport, Proof, Proved, ReportLine
from assistant.retrieval.counting import Overview
from assistant.retrieval.explaining import Explanation
from assistant.retrieval.passages import ScoredPassage
from assistant.retrieval.query import Query
from assistant.runs import RunSummary
from assistant.settings import Settings
from assistant.status import Status

__all__ = [
    "Answer",
    "Article",
    "Change",
    "Changed",
    "Citation",
    "Copy",
    "CopyGroup",
    "Coverage",
    "Disagreement",
    "EvalReport",
    "EvidenceRecord",
    "Explanation",
    "Filters",
    "IngestProgress",
    "IngestReport",
    "NewsAssistant",
    "NewsAssistantError",
    "Overview",
    "Proof",
    "Proved",
    "Query",
    "QuestionSet",
    "Replay",
    "ReportLine",
    "RunSummary",
    "ScoredPassage",
    "Sentence",
    "Settings",
    "Status",
    "Step",
    "Support",
    "TextDelta",
    "Timeline",
    "VersionNote",
    "evaluate",
    "read_questions",
]
