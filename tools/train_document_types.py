"""Train the classifier of document types and fit its temperature: `python -m tools.train_document_types`.

Recipe. Known types: the sample generator's family A, 40 documents a type (seeds 0 to 39), read by pdfium as uploads are, each
once whole and once mutilated (a random half of its words, no headings), so that the model leans on no single title.
Unknown: texts of $ASCERTAIN_DATA that are no document of onboarding: sentences of SEC filings (ner/sec_filings, CC BY 3.0),
e-mails, tables and questions (guardrails: BIPIA, MIT; WildGuardMix, ODC-BY), replies and sources (faithfulness/begin, CC BY 4.0).
The temperature of the sum of cues and model is fitted on seeds 40 to 59 of family A, mutilated, and on the other half of the
unknown texts. Family B, CUAD, ObliQA and the invoices are never seen here.
"""

import csv
import json
import math
import os
import random
from pathlib import Path

import numpy as np
import pypdfium2

from ascertain.ai.reading.pdf import read_words
from ascertain.ai.text import Box, Page, Word
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS
from ascertain.kyc.extraction.classification import classifier
from ascertain.kyc.extraction.classification.cues import TextProfile
from ascertain.kyc.extraction.classification.trained import BUCKETS, MODEL_FILE, features
from ascertain.kyc.extraction.types import UNKNOWN, builtin_catalogue

_TRAIN, _FIT = range(40), range(40, 60)
_STEPS, _RATE, _DECAY = 300, 0.5, 2e-4


def page_of_text(text: str) -> Page:
    """Plain text as a page: words in lines of twelve."""
    words = [
        Word(
            word,
            Box(
                0.08 * (i % 12) + 0.02,
                0.02 * (i // 12 % 45) + 0.05,
                0.08 * (i % 12) + 0.08,
                0.02 * (i // 12 % 45) + 0.064,
            ),
        )
        for i, word in enumerate(text.split())
    ]
    return Page(1, 595, 842, tuple(words), "text")


def generated(kind: str, seed: int) -> list[Page]:
    """The pages of a sample of family A."""
    document = pypdfium2.PdfDocument(render(kind, "A", random_content(kind, seed)))  # type: ignore[arg-type]
    return [read_words(document[number], number + 1) for number in range(len(document))]


def mutilated(profile: TextProfile, rng: random.Random) -> TextProfile:
    """Half of the words, no headings."""
    words = [word for word in profile.text.split() if rng.random() < 0.5]
    return TextProfile.of([page_of_text(" ".join(words))])


def unknown_texts() -> list[str]:
    """Texts that are none of the types, 40 to 200 words each, in a fixed random order."""
    data = Path(os.environ["ASCERTAIN_DATA"])
    texts: list[str] = []
    for file in sorted((data / "ner/sec_filings").rglob("*")):
        if file.is_file() and file.suffix in (".txt", ".conll", ".iob", ".json", ".jsonl", ".csv", ".tsv", ""):
            words = [line.split()[0] for line in file.read_text(errors="ignore").splitlines() if line.split()]
            texts += [" ".join(words[i : i + 120]) for i in range(0, min(len(words), 60_000), 120)]
    for file in sorted((data / "guardrails").rglob("*.json*")):
        texts += [_flat(row)[:1200] for row in _rows(file.read_text(errors="ignore"))[:400]]
    for file in sorted((data / "faithfulness/begin").rglob("*.tsv")):
        with file.open(newline="", errors="ignore") as lines:
            texts += [" ".join(row)[:900] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)][1:300]
    kept = sorted({text for text in texts if len(text.split()) >= 40})
    random.Random(7).shuffle(kept)
    return kept[:1600]


def _rows(raw: str) -> list[object]:
    """A JSON array, the values of a JSON object, or a row of JSON a line."""
    try:
        whole = json.loads(raw)
    except json.JSONDecodeError:
        return [json.loads(line) for line in raw.splitlines() if line.strip()]
    return list(whole.values()) if isinstance(whole, dict) else list(whole)


def _flat(row: object) -> str:
    if isinstance(row, dict):
        return " ".join(_flat(value) for value in row.values())
    return " ".join(map(_flat, row)) if isinstance(row, list) else str(row)


def fit(rows: np.ndarray, labels: np.ndarray, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases by Adam over all rows; each class counts the same."""
    weights, biases = np.zeros((classes, BUCKETS), np.float32), np.zeros(classes, np.float32)
    share = 1.0 / np.bincount(labels, minlength=classes)[labels]
    share = (share / share.sum()).astype(np.float32)
    moments = [np.zeros_like(weights), np.zeros_like(weights)]
    for step in range(1, _STEPS + 1):
        scores = rows @ weights.T + biases
        scores -= scores.max(1, keepdims=True)
        wrong = np.exp(scores)
        wrong /= wrong.sum(1, keepdims=True)
        wrong[np.arange(len(labels)), labels] -= 1
        wrong *= share[:, None]
        slope = wrong.T @ rows + _DECAY * weights
        moments[0] = 0.9 * moments[0] + 0.1 * slope
        moments[1] = 0.999 * moments[1] + 0.001 * slope**2
        weights -= _RATE * (moments[0] / (1 - 0.9**step)) / (np.sqrt(moments[1] / (1 - 0.999**step)) + 1e-4)
        biases -= 2.0 * wrong.sum(0)
    return weights, biases


def main() -> None:
    """Train, keep the model, fit the temperature."""
    names = [*KINDS, UNKNOWN]
    rng = random.Random(11)
    profiles: list[TextProfile] = []
    labels: list[int] = []
    for index, kind in enumerate(KINDS):
        for seed in _TRAIN:
            whole = TextProfile.of(generated(kind, seed)[:3])
            profiles += [whole, mutilated(whole, rng)]
            labels += [index, index]
    texts = unknown_texts()
    half = len(texts) // 2
    profiles += [TextProfile.of([page_of_text(text)]) for text in texts[:half]]
    labels += [len(KINDS)] * half
    weights, biases = fit(np.stack([features(profile) for profile in profiles]), np.array(labels), len(names))
    scales = np.abs(weights).max(1) / 127
    np.savez_compressed(
        MODEL_FILE, names=np.array(names), weights=np.round(weights / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32), biases=biases,
    )  # fmt: skip
    print(f"{len(profiles)} rows, {len(names)} classes, {MODEL_FILE.stat().st_size // 1024} KB")
    fit_temperature(texts[half:], rng)


def fit_temperature(texts: list[str], rng: random.Random) -> None:
    """Print the temperature that makes the held-out answers likeliest; it is written into classifier.py by hand."""
    catalogue = builtin_catalogue()
    held = [(mutilated(TextProfile.of(generated(kind, seed)[:3]), rng), kind) for kind in KINDS for seed in _FIT]
    held += [(TextProfile.of([page_of_text(text)]), UNKNOWN) for text in texts]
    scored = [(classifier.combined_scores(profile, catalogue), truth) for profile, truth in held]
    right = sum(max(found, key=lambda name: found[name]) == truth for found, truth in scored)
    print(f"held out: {right}/{len(scored)} right")

    def loss(temperature: float) -> float:
        return -sum(
            found[truth] / temperature - math.log(sum(math.exp(score / temperature) for score in found.values()))
            for found, truth in scored
        ) / len(scored)

    best = min((round(0.1 * step, 1) for step in range(3, 41)), key=loss)
    print(f"temperature {best}: loss {loss(best):.3f} (at 1: {loss(1.0):.3f})")


if __name__ == "__main__":
    main()
