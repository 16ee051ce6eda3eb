"""The reader for real: it finds the words that answer, says when there are none, and any runtime says the same."""

import threading

import pytest

from assistant import Settings
from assistant.answering.reader import Reader, load_reader
from assistant.answering.torch_reader import TorchReader
from assistant.catalog.records import Passage
from tests.answering.conftest import passage_of
from tests.index import tiny

FERRY = passage_of(
    "The ferry Kestrel reached Port Alder at noon on Tuesday. Its captain, Ada Moss, said that 412 passengers were"
    " aboard and that the crossing had taken nine hours because of fog."
)
QUESTIONS = {
    "Who is the captain of the Kestrel?": "Ada Moss",
    "How many passengers were aboard?": "412",
    "Where did the ferry arrive?": "Port Alder",
    "When did the Kestrel reach Port Alder?": "noon",
    "Why did the crossing take so long?": "fog",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return tiny.reader()


def best(reader: Reader, question: str, passage: Passage) -> str:
    span = reader.read(question, [passage])[0].spans[0]
    return passage.text[span.start : span.end]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_words_that_answer_are_found(question: str, reader: Reader) -> None:
    assert QUESTIONS[question] in best(reader, question, FERRY)


def test_a_passage_that_does_not_answer_is_told_from_one_that_does(reader: Reader) -> None:
    asked = "Who is the captain of the Kestrel?"
    other = passage_of("The museum of Port Birch bought a painting of a lighthouse for its new wing on Friday.")
    held, lacking = reader.read(asked, [FERRY, other])
    assert held.none < 0.5 < lacking.none
    assert held.margin > 0 > lacking.margin


def test_nothing_is_read_without_passages(reader: Reader) -> None:
    assert reader.read("Who?", []) == []


def test_torch_reads_the_same(reader: Reader) -> None:
    passages = [FERRY, passage_of("Fog closed the harbour. " * 30), passage_of("Port Alder has two piers.")]
    torch = TorchReader()
    for question in QUESTIONS:
        for ours, theirs in zip(reader.read(question, passages), torch.read(question, passages), strict=True):
            assert ours.none == pytest.approx(theirs.none, abs=0.05)
            assert ours.spans[0].probability == pytest.approx(theirs.spans[0].probability, abs=0.05)


def test_any_number_of_passages_is_read_in_the_order_given(reader: Reader) -> None:
    passages = [passage_of("Fog. " * n + f"The ferry Kestrel{n} has {n + 20} crew.") for n in range(1, 14)]
    together = reader.read("How many crew?", passages)
    assert len(together) == 13
    for passage, reading in zip(passages, together, strict=True):
        alone = reader.read("How many crew?", [passage])[0]
        assert reading.none == pytest.approx(alone.none, abs=0.05)


def test_threads_share_one_reader(reader: Reader) -> None:
    expected = {question: best(reader, question, FERRY) for question in QUESTIONS}
    found: dict[str, str] = {}
    barrier = threading.Barrier(len(QUESTIONS), timeout=20)

    def work(question: str) -> None:
        barrier.wait()
        found[question] = best(reader, question, FERRY)

    threads = [threading.Thread(target=work, args=(question,)) for question in QUESTIONS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == expected


def test_the_runtime_is_the_one_that_the_settings_name() -> None:
    assert isinstance(load_reader(Settings(embedding_runtime="torch")), TorchReader)
    assert not isinstance(tiny.reader(), TorchReader)


@pytest.mark.parametrize("text", ["", " ", "?", "中文字符", "😀" * 50, "[SEP] [CLS] [PAD]", "\n\n", "a" * 5000])
def test_any_text_can_be_read(text: str, reader: Reader) -> None:
    for question in ("Who?", text):
        reading = reader.read(question, [passage_of(text)])[0]
        assert all(0 <= span.start <= span.end <= len(text) for span in reading.spans)
        assert 0 <= reading.none <= 1
