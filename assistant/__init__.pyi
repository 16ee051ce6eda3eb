from .answering.answer import Answer, Citation, Coverage, Disagreement, Sentence, Step, Support, TextDelta
from .answering.changed import Changed
from .answering.record import EvidenceRecord
from .answering.replay import Replay
from .answering.timeline import Timeline
from .articles.article import Article
from .assistant import NewsAssistant
from .catalog.copies import Copy, CopyGroup
from .catalog.filters import Filters
from .errors import NewsAssistantError
from .evaluation.evaluation import EvalReport, evaluate
from .evaluation.question_files import QuestionSet, read_questions
from .index.changes import Change
from .index.history import VersionNote
from .index.ingest import IngestProgress
from .index.report import IngestReport, Proof, Proved, ReportLine
from .retrieval.counting import Overview
from .retrieval.explaining import Explanation
from .retrieval.passages import ScoredPassage
from .retrieval.query import Query
from .runs import RunSummary
from .settings import Settings
from .status import Status

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
