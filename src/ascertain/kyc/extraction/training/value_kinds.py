"""Training of the kinds of texts, on names, firms, addresses, places and offices of seventy countries made up by Faker."""

import random
from collections.abc import Callable, Iterator

import faker
import numpy as np
from faker.config import AVAILABLE_LOCALES
from numpy.typing import NDArray
from scipy import sparse

from ascertain.kyc.extraction.learned.keys import contrasts, keys, sections
from ascertain.kyc.extraction.learned.value_kinds import MODEL_FILE, VALUE_KINDS, letter_runs

_OF_EACH = 220  # texts of each kind a locale
_EPOCHS = 150
_L2 = 2e-6
_FORMS = {
    "gb": "Limited Ltd PLC LLP", "de": "GmbH AG KG UG", "fr": "SARL SAS SA", "es": "S.L. S.A.", "it": "S.r.l. S.p.A.",
    "nl": "B.V. N.V. BV", "pl": "sp. z o.o.;S.A.", "us": "LLC Inc. Corp.", "se": "AB", "no": "AS", "dk": "ApS A/S",
    "fi": "Oy", "cz": "s.r.o. a.s.", "hu": "Kft. Zrt.", "bg": "ООД ЕООД АД", "ru": "ООО АО", "gr": "Α.Ε. Ε.Π.Ε.",
    "tr": "A.Ş. Ltd.Şti.", "br": "Ltda. S.A.", "au": "Pty Ltd", "ee": "OÜ", "sg": "Pte. Ltd.", "ch": "AG GmbH SA Sàrl",
}  # fmt: skip


def _spelt(rng: random.Random, text: str) -> str:
    roll = rng.random()
    return text.upper() if roll < 0.25 else text


def _person(rng: random.Random, fake: faker.Faker) -> str:
    first, last = fake.first_name(), fake.last_name()
    roll = rng.random()
    if roll < 0.45:
        return f"{first} {last}"
    if roll < 0.55:
        return f"{first} {fake.first_name()} {last}"
    if roll < 0.65:
        return f"{last}, {first}"
    if roll < 0.75:
        return f"{last.upper()} {first}"
    if roll < 0.82:
        return f"{first[:1]}. {last}"
    if roll < 0.9:
        return f"{first} {last}-{fake.last_name()}"
    return f"{last} {first}"


def _address(rng: random.Random, fake: faker.Faker) -> str:
    """A whole address, or one of its lines."""
    roll = rng.random()
    if roll < 0.5:
        return fake.address().replace("\n", rng.choice([", ", " ", ", "]))
    return fake.street_address() if roll < 0.75 else f"{fake.postcode()} {fake.city()}"


def _company(rng: random.Random, fake: faker.Faker) -> str:
    name = fake.company()
    if rng.random() < 0.4:
        forms = rng.choice(list(_FORMS.values()))
        form = rng.choice(forms.split(";") if ";" in forms else forms.split())
        stem = rng.choice([fake.last_name(), fake.city(), f"{fake.last_name()} & {fake.last_name()}"])
        name = f"{stem} {rng.choice(_TRADES)} {form}"
    return name


_TRADES = (
    "Trading Holding Holdings Capital Logistics Consulting Invest Partners Group International Bau Immobilien Energy Foods Marine "
    "Software Services Investments Ventures Industries Solutions Handel Transport Design Media Pharma Finance Estates Trust Bank"
).split()


def _texts(rng: random.Random) -> Iterator[tuple[str, int]]:
    makers: dict[str, Callable[[faker.Faker], str]] = {
        "person": lambda fake: _person(rng, fake),
        "company": lambda fake: _company(rng, fake),
        "address": lambda fake: _address(rng, fake),
        "place": lambda fake: rng.choice([fake.city(), f"{fake.city()}, {fake.country()}", fake.country()]),
        "office": lambda fake: fake.job(),
        "text": lambda fake: fake.sentence(nb_words=rng.randint(3, 14)),
    }
    for locale in AVAILABLE_LOCALES:
        fake = faker.Faker(locale)
        fake.seed_instance(rng.randrange(1 << 30))
        for kind, make in makers.items():
            for _ in range(_OF_EACH):
                try:
                    text = make(fake)
                except (AttributeError, TypeError, NotImplementedError):
                    break  # the locale has no such values
                yield _spelt(rng, text), VALUE_KINDS.index(kind)
        for _ in range(
            _OF_EACH // 2
        ):  # a label with the beginning of its value, two values, a value without its beginning
            key = rng.choice(keys())
            label, value = (
                rng.choice(key.wordings),
                rng.choice([makers["person"], makers["company"], makers["place"]])(fake),
            )
            yield rng.choice([f"{label} {value}", f"{label}: {value}", f"{value} {label}"]), VALUE_KINDS.index("text")
    for _ in range(3):
        for key in (*keys(), *contrasts(), *sections()):
            for wording in key.wordings:
                text = wording if rng.random() < 0.6 else wording.title() if rng.random() < 0.5 else wording.upper()
                yield text + rng.choice(["", "", ":"]), VALUE_KINDS.index("label")
                if key.name in ("director", "agent", "link.role", "person.position"):
                    yield text, VALUE_KINDS.index("office")


def train_value_kinds(seed: int = 7) -> float:
    """Train and write the model; returns its accuracy on a tenth left out (by text, not by locale)."""
    rng = random.Random(seed)
    pairs = list(dict.fromkeys(_texts(rng)))
    rng.shuffle(pairs)
    features, labels = letter_runs([text for text, _ in pairs]), np.array([kind for _, kind in pairs])
    cut = len(pairs) * 9 // 10
    weights, biases = _fit(features[:cut], labels[:cut])
    guessed = (features[cut:] @ weights + biases).argmax(1)
    scale = float(np.abs(weights).max()) / 127
    np.savez_compressed(
        MODEL_FILE, weights=np.round(weights / scale).astype(np.int8), scale=scale, biases=biases.astype(np.float32)
    )
    return float((guessed == labels[cut:]).mean())


def _fit(features: sparse.csr_matrix, labels: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Softmax regression by Adam over the whole set."""
    count, kinds = features.shape[0], len(VALUE_KINDS)
    weights = np.zeros((features.shape[1], kinds), np.float32)
    biases = np.zeros(kinds, np.float32)
    wanted = np.eye(kinds, dtype=np.float32)[labels]
    balance = (count / kinds / np.maximum(wanted.sum(0), 1)) ** 0.5
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    turned = features.T.tocsr()
    for step in range(1, _EPOCHS + 1):
        scores = features @ weights + biases
        scores -= scores.max(1, keepdims=True)
        odds = np.exp(scores)
        error = (odds / odds.sum(1, keepdims=True) - wanted) * (wanted @ balance)[:, None] / count
        gradient = turned @ error + _L2 * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights -= 0.15 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-7)
        biases -= 0.5 * error.sum(0)
    return weights, biases
