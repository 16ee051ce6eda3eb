"""Train the reader: from the examples to the weights that ship inside the package.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.train_reader --work /tmp/reader --out NEW_FILE

The embedder's own network is the start; its embeddings stay as they are, so that only the six layers and the head are
shipped. Four runs, which differ in their seed and in the order of what they read, are averaged weight by weight, which
read better than any one of them: see `docs/measurements.md`. Some twenty minutes on a graphics card, days on two cores
of a CPU; `--share 0.01` is for trying it. The examples are made once below `--work`. Prints what the texts held out and
the quiz questions of 2022, none of which are trained on, say of each run and of the average.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.answering.reader_network import ReaderNetwork
from assistant.answering.reader_weights import packed
from assistant.answering.reading import CLS, SEP, SPAN_TOKENS
from assistant.index.weights import packaged_model
from benchmarks.machine import progress
from benchmarks.reader_examples import write_arrays

Part = Literal["all", "people", "cloze"]

RUNS: tuple[tuple[tuple[Part, float], ...], ...] = (
    (("all", 4.0),),
    (("all", 4.0),),
    (("cloze", 2.0), ("people", 6.5)),
    (("cloze", 2.0), ("all", 2.5)),
)
"""Of each run what it reads, and how many times, in turn."""

BATCH = 96
RATE = 2e-4
WARM_UP = 0.06
DECAY = 0.01
CLIP = 1.0
SORTED = 50
"""Batches among which examples are sorted by length, so that little is padded."""

SAID = 500
"""Steps after which it says how far it is."""

READING = ("squad2", "shifts_wiki", "shifts_reddit", "shifts_amazon", "cloze")

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Examples:
    """What `reader_examples.write_arrays` writes; `rows` hold question, text, first and last token, source, held."""

    questions: NDArray[np.uint16]
    question_ends: NDArray[np.int64]
    texts: NDArray[np.uint16]
    text_ends: NDArray[np.int64]
    bodies: NDArray[np.int16]
    rows: NDArray[np.int32]
    golds: NDArray[np.int16]
    sources: NDArray[np.str_]

    @classmethod
    def read(cls, path: Path) -> "Examples":
        """Read the file."""
        with np.load(path) as file:
            return cls(**{name: file[name] for name in file.files})

    def question(self, row: int) -> NDArray[np.uint16]:
        """Return the tokens of a row's question."""
        return _piece(self.questions, self.question_ends, int(self.rows[row, 0]))

    def text(self, row: int) -> NDArray[np.uint16]:
        """Return the tokens of a row's text, its header first."""
        return _piece(self.texts, self.text_ends, int(self.rows[row, 1]))

    def lengths(self) -> Rows:
        """Return the number of tokens of every row, special ones included."""
        questions, texts = np.diff(self.question_ends, prepend=0), np.diff(self.text_ends, prepend=0)
        return np.asarray(3 + questions[self.rows[:, 0]] + texts[self.rows[:, 1]], dtype=np.int64)

    def part(self, part: Part) -> Rows:
        """Return the rows to train on of one part."""
        cloze = np.char.startswith(self.sources[self.rows[:, 4]], "cloze")
        chosen = {"all": np.ones_like(cloze), "people": ~cloze, "cloze": cloze}[part]
        return np.flatnonzero(chosen & (self.rows[:, 5] == 0))

    def held_out(self, source: str) -> Rows:
        """Return the rows of one source that only judge."""
        return np.flatnonzero((self.rows[:, 5] == 1) & (self.sources[self.rows[:, 4]] == source))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, judge and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for the examples, made on first use")
    parser.add_argument("--out", type=Path, required=True, help="file to write the weights to")
    parser.add_argument("--share", type=float, default=1.0, help="share of the training, for trying it")
    options = parser.parse_args(arguments)
    file = options.work / "examples.npz"
    if not file.exists():
        progress("making the examples")
        print(write_arrays(packaged_model(), file))
    examples, device = Examples.read(file), "cuda" if torch.cuda.is_available() else "cpu"
    networks = []
    for number, stages in enumerate(RUNS, start=1):
        networks.append(train(examples, [(part, passes * options.share) for part, passes in stages], number, device))
        print(f"run {number}", json.dumps(judge(examples, networks[-1], device)), flush=True)
    mean = averaged(networks)
    print("average", json.dumps(judge(examples, mean, device)), flush=True)
    print("sha256", write(mean, options.out))
    return 0


def train(examples: Examples, stages: Sequence[tuple[Part, float]], seed: int, device: str) -> ReaderNetwork:
    """Return a network trained on the parts in turn, each so many times."""
    torch.manual_seed(seed)
    chooser = np.random.default_rng(seed)
    network = _network(device).train()
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    batches = [batch for part, passes in stages for batch in _batches(examples, part, passes, chooser)]
    optimizer = torch.optim.AdamW(
        [
            {"params": [weight for weight in weights if weight.ndim > 1], "weight_decay": DECAY},
            {"params": [weight for weight in weights if weight.ndim == 1], "weight_decay": 0.0},
        ],
        lr=RATE,
    )
    for step, rows in enumerate(batches):
        done = step / len(batches)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min((done + 1 / len(batches)) / WARM_UP, (1 - done) / (1 - WARM_UP))
        ids, types, mask, allowed, labels = _tensors(examples, rows, device)
        scores = _scores(network, ids, types, mask, allowed, device)
        loss = sum(torch.nn.functional.cross_entropy(scores[side], labels[:, side]) for side in (0, 1))
        assert isinstance(loss, torch.Tensor)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % SAID == 0:
            progress(f"run {seed}: step {step} of {len(batches)}, loss {float(loss.detach()) / 2:.3f}")
    return network.eval()


def judge(examples: Examples, network: ReaderNetwork, device: str) -> dict[str, float]:
    """Return token F1 on what is held out, with and without an answer, and how the quiz's passages are told apart."""
    figures: dict[str, float] = {}
    for source in READING:
        spans, margins, golds = _answered(examples, network, examples.held_out(source), device)
        overlap = np.array([_overlap(span, gold) for span, gold in zip(spans, golds, strict=True)])
        has = golds[:, 0, 0] >= 0
        figures[f"{source} F1 where there is an answer"] = float(overlap[has].mean())
        figures[f"{source} F1"] = float(np.where(has, overlap * (margins > 0), margins <= 0).mean())
    rows = examples.held_out("quiz")
    spans, margins, golds = _answered(examples, network, rows, device)
    has = golds[:, 0, 0] >= 0
    right = np.array([_overlap(span, gold) > 0 for span, gold in zip(spans, golds, strict=True)])
    figures["quiz AUC of passages"] = _auc(margins[has], margins[~has])
    questions = [np.flatnonzero(examples.rows[rows, 0] == n) for n in np.unique(examples.rows[rows, 0])]
    for most in (1, 3):
        hits = [right[q[np.argsort(-margins[q])[:most]]].any() for q in questions if has[q].any()]
        figures[f"quiz hit@{most}"] = float(np.mean(hits))
    return {name: round(value, 4) for name, value in figures.items()}


def averaged(networks: Sequence[ReaderNetwork]) -> ReaderNetwork:
    """Return a network whose every weight is the mean of theirs."""
    states = [network.state_dict() for network in networks]
    first = states[0]
    mean = {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(first[name].dtype) for name in first
    }
    network = _network(next(networks[0].parameters()).device.type)
    network.load_state_dict(mean)
    return network.eval()


def write(network: ReaderNetwork, path: Path) -> str:
    """Write the weights that ship, and return the file's sha256."""
    from safetensors.numpy import save_file

    state = {name: weight.float().cpu().numpy() for name, weight in network.state_dict().items()}
    save_file(packed({name: weight for name, weight in state.items() if "embeddings" not in name}), str(path))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _network(device: str) -> ReaderNetwork:
    network = ReaderNetwork(packaged_model(), attention="sdpa").to(device)
    network.encoder.embeddings.requires_grad_(requires_grad=False)
    return network


def _batches(examples: Examples, part: Part, passes: float, chooser: np.random.Generator) -> Iterator[Rows]:
    """Yield the rows of each batch, shuffled, those of like length together."""
    rows, lengths = examples.part(part), examples.lengths()
    left = int(passes * len(rows))
    while left > 0:
        order = chooser.permutation(rows)[:left]
        left -= len(order)
        blocks = [order[n : n + BATCH * SORTED] for n in range(0, len(order), BATCH * SORTED)]
        blocks = [block[np.argsort(lengths[block], kind="stable")] for block in blocks]
        batches = [block[n : n + BATCH] for block in blocks for n in range(0, len(block), BATCH)]
        yield from (batches[n] for n in chooser.permutation(len(batches)))


def _tensors(examples: Examples, rows: Rows, device: str) -> tuple[torch.Tensor, ...]:
    """Return ids, types, mask, which tokens may begin or end an answer, and the first and the last of each."""
    width = -(-int(examples.lengths()[rows].max()) // 16) * 16
    ids = np.zeros((len(rows), width), dtype=np.int64)
    types, mask, allowed = np.zeros_like(ids), np.zeros_like(ids), np.zeros(ids.shape, dtype=bool)
    labels = np.zeros((len(rows), 2), dtype=np.int64)
    for place, row in enumerate(rows):
        question, text = examples.question(row), examples.text(row)
        second = len(question) + 2
        end = second + len(text) + 1
        ids[place, :end] = [CLS, *question, SEP, *text, SEP]
        types[place, second:end] = 1
        mask[place, :end] = 1
        allowed[place, 0] = True
        allowed[place, second + examples.bodies[examples.rows[row, 1]] : end - 1] = True
        first, last = examples.rows[row, 2:4]
        if first >= 0:
            labels[place] = second + first, second + last
    return tuple(torch.from_numpy(array).to(device) for array in (ids, types, mask, allowed, labels))


def _scores(network: ReaderNetwork, *inputs: Any) -> torch.Tensor:  # noqa: ANN401 - four tensors and a device
    """Return scores of each token as the first and as the last, shape (2, texts, tokens)."""
    ids, types, mask, allowed, device = inputs
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu"):
        scores = network(ids, types, mask)
    by_side: torch.Tensor = scores.float().permute(2, 0, 1)
    return by_side.masked_fill(~allowed, -1e4)


@torch.no_grad()
def _answered(
    examples: Examples, network: ReaderNetwork, rows: Rows, device: str
) -> tuple[Rows, NDArray[np.float64], NDArray[np.int16]]:
    """Return the best span of each row in tokens of its text, how far it is above none, and the right ones."""
    spans, margins = np.zeros((len(rows), 2), dtype=np.int64), np.zeros(len(rows))
    order = np.argsort(examples.lengths()[rows], kind="stable")
    for start in range(0, len(order), BATCH):
        part = order[start : start + BATCH]
        ids, types, mask, allowed, _ = _tensors(examples, rows[part], device)
        first, last = _scores(network, ids, types, mask, allowed, device)
        together = first[:, :, None] + last[:, None, :]
        forward = torch.ones_like(together[0], dtype=torch.bool).triu().tril(SPAN_TOKENS - 1)
        forward[0] = False
        best, where = together.masked_fill(~forward, -1e9).flatten(1).max(1)
        seconds = np.array([len(examples.question(row)) + 2 for row in rows[part]])
        places = np.array(np.unravel_index(where.cpu().numpy(), together.shape[1:])) - seconds
        spans[part] = places.T
        margins[part] = (best - first[:, 0] - last[:, 0]).cpu().numpy()
    return spans, margins, examples.golds[rows]


def _overlap(span: Rows, golds: NDArray[np.int16]) -> float:
    """Return the best F1 of tokens over the right spans."""
    best = 0.0
    for start, end in golds[golds[:, 0] >= 0].astype(int):
        common = min(span[1], end) - max(span[0], start) + 1
        if common > 0:
            best = max(best, 2 * common / (span[1] - span[0] + end - start + 2))
    return best


def _auc(above: NDArray[np.float64], below: NDArray[np.float64]) -> float:
    ranks = np.argsort(np.argsort(np.concatenate((above, below)))) + 1
    return float((ranks[: len(above)].sum() - len(above) * (len(above) + 1) / 2) / (len(above) * len(below)))


def _piece(tokens: NDArray[np.uint16], ends: NDArray[np.int64], number: int) -> NDArray[np.uint16]:
    return tokens[ends[number - 1] if number else 0 : ends[number]]


if __name__ == "__main__":
    sys.exit(main())
