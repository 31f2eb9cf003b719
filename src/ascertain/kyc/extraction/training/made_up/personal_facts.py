"""What made-up pages state: texts that carry facts, and the ledger of all facts that were in fact printed."""

from dataclasses import dataclass, field
from typing import Any

# A subject's id is the name of its schema in lower case, or one of these words, with a number where there are several.
_SCHEMAS = {
    "person": "Person", "company": "Company", "document": "Document", "identity": "Identification", "passport": "Passport",
    "account": "BankAccount", "payment": "Payment", "employment": "Employment",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a subject and its value, as a truth file states it."""

    subject: str
    prop: str
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be printed, with the facts that a reader finds in it (none for a decoy)."""

    text: str
    facts: tuple[Fact, ...] = ()

    def __add__(self, other: "Text | str") -> "Text":
        if isinstance(other, str):
            return Text(self.text + other, self.facts)
        return Text(self.text + other.text, self.facts + other.facts)

    def also(self, subject: str, prop: str, value: str = "") -> "Text":
        """The text with one more fact; the value is the text itself where none is given."""
        return Text(self.text, (*self.facts, Fact(subject, prop, value or self.text)))

    def shown_as(self, text: str) -> "Text":
        """The same facts in another text, such as upper case or with brackets."""
        return Text(text, self.facts)


def stating(text: str, subject: str, prop: str, value: str = "") -> Text:
    """A text that states one fact."""
    return Text(text).also(subject, prop, value)


def join(parts: list[Text | str], separator: str = " ") -> Text:
    """Texts one after the other, with the facts of all."""
    texts = [Text(part) if isinstance(part, str) else part for part in parts]
    return Text(separator.join(part.text for part in texts), tuple(fact for part in texts for fact in part.facts))


@dataclass(slots=True)
class Ledger:
    """All facts that were printed, by subject, and links between subjects."""

    facts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)

    def note(self, text: Text) -> None:
        """The text was printed: its facts hold."""
        for fact in text.facts:
            self.state(fact.subject, fact.prop, fact.value)

    def state(self, subject: str, prop: str, value: str) -> None:
        """A fact that the document implies or prints."""
        values = self.facts.setdefault(subject, {}).setdefault(prop, [])
        if value not in values:
            values.append(value)

    def link(self, schema: str, **ends: str) -> None:
        """A link between two subjects, with its properties."""
        self.links.append({"schema": schema, **{name: value for name, value in ends.items() if value}})

    def subjects(self) -> list[dict[str, Any]]:
        """The subjects in the shape of a truth file."""
        ends = {value for link in self.links for name, value in link.items() if name in _ENDS}
        return [
            {
                "id": subject,
                "schema": schema_of(subject),
                "facts": {prop: values[0] if len(values) == 1 else values for prop, values in props.items()},
            }
            for subject in [*self.facts, *sorted(ends - self.facts.keys())]
            for props in [self.facts.get(subject, {})]
        ]


_ENDS = ("owner", "asset", "director", "organization", "agent", "client")


def schema_of(subject: str) -> str:
    """The FollowTheMoney schema of a subject by its id."""
    return _SCHEMAS[subject.rstrip("0123456789")]
