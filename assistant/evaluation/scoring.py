"""What one answer scores on every metric that applies to its question; what does not apply is left out, never NaN."""

from collections.abc import Iterable, Sequence

from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.labels import Archive, heads_in_order
from assistant.evaluation.questions import Question
from assistant.evaluation.ranking import CUTOFFS, DEPTH, evidence_recall, multihop, rankings
from assistant.evaluation.wording import contained, exact_match, normalised, packed, stands_in, token_f1

Scores = dict[str, float]


def score_all(archive: Archive, questions: Sequence[Question], answers: Iterable[AnswerRow]) -> dict[str, Scores]:
    """Return the scores of every question by its id, in order; a question that could not be asked scores nothing."""
    pairs = [(question, row) for question, row in zip(questions, answers, strict=True) if "error" not in row]
    unanswerable = any(question.answerable is False for question in questions)
    ranked = rankings(
        {question.id: archive.gold(question) for question, _ in pairs if question.answerable is not False},
        {question.id: heads_in_order(archive, row["passages"]) for question, row in pairs},
    )
    return {
        question.id: ranked.get(question.id, {})
        | evidence_scores(question, row)
        | wording_scores(question, row)
        | citation_scores(archive, question, row)
        | refusal_scores(question, row, precision=unanswerable)
        | time_scores(row)
        for question, row in pairs
    }


def evidence_scores(question: Question, row: AnswerRow) -> Scores:
    """Return how much of the labelled quotes and answers stands in the evidence that was found.

    `answer_in_passages@k` is 1 if one of the answers stands in one of the first k passages, else 0: answer recall, or
    "top-k accuracy", of Karpukhin et al. 2020, "Dense Passage Retrieval", section 4.
    """
    if question.answerable is False:
        return {}
    texts = [passage["text"] for passage in row["passages"]]
    quotes = [label.quote for label in question.evidence if label.quote]
    scores: Scores = {}
    if quotes:
        scores |= {f"evidence_recall@{k}": evidence_recall(quotes, texts, k) for k in CUTOFFS}
        scores |= multihop(quotes, texts)
    if question.answers:
        held = [stands_in(question.answers, text) for text in texts[:DEPTH]]
        scores |= {f"answer_in_passages@{k}": float(any(held[:k])) for k in CUTOFFS}
    return scores


def wording_scores(question: Question, row: AnswerRow) -> Scores:
    """Return whether it says what it should; a refusal of a question that can be answered says nothing.

    Exact match and token F1 are of the short answer, or of the whole one where there is none; `contained` looks at the
    sentences and `contained_first` at the first of them. Choice accuracy is the share of right choices.
    """
    if question.answerable is False or not question.answers:
        return {}
    refused = row["refused"]
    said = "" if refused else row["short_answer"] or row["answer"]
    texts = [sentence["text"] for sentence in row["sentences"]]
    scores = {
        "exact_match": 0.0 if refused else exact_match(question.answers, said),
        "token_f1": 0.0 if refused else token_f1(question.answers, said),
        "contained": contained(question.answers, " ".join(texts)),
        "contained_first": contained(question.answers, texts[0] if texts else ""),
    }
    if row.get("choices"):
        right = {normalised(answer) for answer in question.answers}
        scores["choice_accuracy"] = float(not refused and normalised(row["short_answer"]) in right)
    return scores


def citation_scores(archive: Archive, question: Question, row: AnswerRow) -> Scores:
    """Return how true the citations of an answer are; a refusal cites nothing and is scored by itself.

    Citation precision is the share of cited articles that the labels name, citation recall the share of those that are
    cited: the set measures of information retrieval, as Gao et al. 2023, "Enabling Large Language Models to Generate
    Text with Citations" (ALCE), section 4, use them for citations, with people's labels in place of a model's
    judgement. `evidence_cited` is the share of the labelled quotes that overlap a cited span of any article. Quote
    fidelity is the share of citations whose quote is, character for character, the cited slice of the article. The
    supported share is that of sentences whose verdict is supported.
    """
    if row["refused"]:
        return {}
    citations, sentences = row["citations"], row["sentences"]
    scores: Scores = {}
    if citations:
        true = sum(
            archive.text(item["article_id"], item["version"])[item["start"] : item["end"]] == item["quote"]
            for item in citations
        )
        scores["quote_fidelity"] = true / len(citations)
    if sentences:
        scores["supported_share"] = sum(item["verdict"] == "supported" for item in sentences) / len(sentences)
    gold = set(archive.gold(question))
    if gold and question.answerable is not False:
        cited = set(heads_in_order(archive, citations))
        scores["citation_precision"] = len(cited & gold) / len(cited) if cited else 0.0
        scores["citation_recall"] = len(cited & gold) / len(gold)
    if question.quotes and question.answerable is not False:
        spans = [packed(item["quote"]) for item in citations]
        scores["evidence_cited"] = sum(_overlaps(packed(quote), spans) for quote in question.quotes) / len(
            question.quotes
        )
    return scores


def refusal_scores(question: Question, row: AnswerRow, *, precision: bool = True) -> Scores:
    """Return whether it was right to refuse, or not to.

    Precision is the share of refused questions that cannot be answered, recall the share of those that were refused: a
    refusal is the positive class, as in Rajpurkar et al. 2018, "Know What You Don't Know" (SQuAD 2.0).
    `wrongly_refused` is the share of answerable questions that were refused. All three are means over the questions
    they are about, so a run in which nothing was refused has no precision; nor has a set without a question that cannot
    be answered, for which `precision` is False.
    """
    if question.answerable is None:
        return {}
    refused = float(row["refused"])
    scores = {"wrongly_refused" if question.answerable else "refusal_recall": refused}
    if row["refused"] and precision:
        scores["refusal_precision"] = float(not question.answerable)
    return scores


def time_scores(row: AnswerRow) -> Scores:
    """Return the seconds that the answer took, and its length in words."""
    scores = {"seconds_per_question": row["timings"]["total"] / 1000} if "total" in row["timings"] else {}
    return scores | ({} if row["refused"] else {"answer_words": float(len(row["answer"].split()))})


def is_right(scores: Scores) -> bool | None:
    """Return whether an answer was right, by its choice where there were some, else by its words; None if not known."""
    value = scores.get("choice_accuracy", scores.get("contained"))
    return None if value is None else value > 0


def confidence(row: AnswerRow) -> float | None:
    """Return how sure the program was that its evidence holds the answer, from 0 to 1; None where it does not say."""
    record = row.get("record")
    return None if record is None else float(record["confidence"])


def _overlaps(quote: str, spans: Sequence[str]) -> bool:
    """Whether a labelled quote stands in a cited span, or the span in it."""
    return any(quote in span or span in quote for span in spans if span)
