"""Make the weights that ship: estimated without labels from the records of `benchmarks/entities/generator.py`.

    python -m tools.entity_models

writes src/ascertain/kyc/entities/trained/{person,company}.json. Fields that the generator does not fill (identity number, LEI, tax
number, e-mail, telephone, street, occupation, gender, ordinal, region) are set below by hand, each with its reason.
"""

from dataclasses import replace

from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.estimation import fit
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.engine.weights import MODELS, FieldWeights
from benchmarks.entities.generator import make_companies, make_people

RECORDS = 20_000

# m, u by level. Identifiers: nearly unique; as often mistyped or renewed as the generator's passports.
_UNIQUE = FieldWeights((0.90, 0.03, 0.07), (1e-6, 2e-6, 0.999997))
# A telephone or e-mail address may be an agent's or a family's: less sure, and people change theirs.
_CONTACT = FieldWeights((0.60, 0.05, 0.35), (1e-4, 1e-4, 0.9998))
BY_HAND = {
    "id_number": _UNIQUE,
    "tax_number": _UNIQUE,
    "lei": _UNIQUE,
    "email": _CONTACT,
    "phone": _CONTACT,
    # Streets are written in many ways and people move.
    "street": FieldWeights((0.40, 0.20, 0.12, 0.08, 0.20), (5e-4, 5e-4, 4e-3, 5e-2, 0.945)),
    "region": FieldWeights((0.90, 0.10), (0.15, 0.85)),
    "gender": FieldWeights((0.99, 0.01), (0.5, 0.5)),
    "ordinal": FieldWeights((0.85, 0.15), (0.2, 0.8)),
    "position": FieldWeights((0.45, 0.05, 0.05, 0.10, 0.35), (0.01, 0.001, 0.002, 0.02, 0.967)),
}

# Made-up records are cleaner than the world. One true pair in fifty differs in a field for a reason that no generator thinks of, so
# no difference speaks louder than log2(1/50); a date of birth or a registration
# number never changes and keeps what was estimated.
MIXED_IN = 0.02
_NEVER_CHANGE = frozenset({"birth_date", "incorporated", "registration"})


def _mixed(name: str, weights: FieldWeights) -> FieldWeights:
    if name in _NEVER_CHANGE:
        return weights
    return FieldWeights(
        tuple((1 - MIXED_IN) * m + MIXED_IN * u for m, u in zip(weights.m, weights.u, strict=True)), weights.u
    )


def main() -> None:
    """Estimate both models and write them."""
    MODELS.mkdir(exist_ok=True)
    for kind, make in (("person", make_people), ("company", make_companies)):
        columns = Columns.of(kind, [fields_of(kind, made.properties) for made in make(RECORDS)])
        note = f"{RECORDS} made-up records (benchmarks/entities/generator.py), without labels; tools/entity_models.py"
        model = fit(columns, trained_on=note)
        named = {field.name for field in SCHEMAS[kind]}
        missing = {
            name: weights
            for name, weights in BY_HAND.items()
            if name in named and (name not in model.fields or name == "ordinal")
        }
        # Names that are used for one another are learned where they are used: only the table of nicknames ships.
        fields = {name: _mixed(name, weights) for name, weights in model.fields.items()} | missing
        model = replace(model, fields=fields, aliases=frozenset())
        (MODELS / f"{kind}.json").write_text(model.to_json() + "\n", encoding="utf-8")
        print(kind, f"{model.matches_per_record:.2f} matches a record")


if __name__ == "__main__":
    main()
