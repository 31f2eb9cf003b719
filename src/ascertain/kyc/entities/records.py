"""Facts to records: one for each subject that is a person or a company."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from ascertain.kyc.documents import Fact
from ascertain.kyc.entities.model import DeclaredCustomer, PropertyValue, Record

PARTY_SCHEMAS = frozenset({"Person", "Company", "LegalEntity", "Organization"})
DECLARED = "customer"


def record_id(case_id: str, document_id: str | None, subject: str) -> str:
    """The same for the same subject, however often its document is read."""
    key = f"{case_id}\n{document_id or ''}\n{subject}"
    return "rec_" + hashlib.sha256(key.encode()).hexdigest()[:26].upper()


def declared_record(case_id: str, customer: DeclaredCustomer) -> Record:
    """The customer as declared."""
    given = {
        "name": customer.name,
        "country": customer.country,
        "birthDate": customer.birth_date,
        "registrationNumber": customer.registration_number,
    }
    properties: dict[str, tuple[PropertyValue, ...]] = {
        name: (PropertyValue(value),) for name, value in given.items() if value
    }
    schema = "Person" if customer.kind == "person" else "Company"
    return Record(record_id(case_id, None, DECLARED), None, DECLARED, schema, properties)


def records_of(case_id: str, facts: Iterable[Fact]) -> list[Record]:
    """A record for each party-like subject, its facts as values; a passport's number belongs to its holder."""
    by_subject: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.document_id, fact.subject].append(fact)
    passports: dict[tuple[str, str], Fact] = {}
    for (document_id, _), found in by_subject.items():
        holder = next((fact.value for fact in found if fact.property == "holder"), None)
        number = next((fact for fact in found if fact.property == "number"), None)
        if holder and number and number.schema == "Passport":
            passports[document_id, holder] = number
    records = []
    for (document_id, subject), found in by_subject.items():
        if found[0].schema in PARTY_SCHEMAS:
            properties: dict[str, list[PropertyValue]] = defaultdict(list)
            for fact in found:
                properties[fact.property].append(PropertyValue(fact.value, fact.id, document_id))
            passport = passports.get((document_id, subject))
            if passport:
                properties["passportNumber"].append(PropertyValue(passport.value, passport.id, document_id))
            # A subject without a name cannot be compared or shown; its facts stay with the document.
            if properties.get("name"):
                values_of = {name: tuple(values) for name, values in properties.items()}
                identifier = record_id(case_id, document_id, subject)
                records.append(
                    Record(identifier, document_id, subject, found[0].schema, values_of, found[0].document_name)
                )
    return records
