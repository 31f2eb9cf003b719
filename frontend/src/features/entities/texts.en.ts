import { namespace } from "@/shared/i18n";

const en = {
  title: "Entity review",
  question: "Are these records the same party?",
  loading: "Loading the pairs",
  which: { label: "Which pairs", open: "To judge", judged: "Judged" },
  verdict: { same: "same", different: "different", unsure: "can't tell" },
  verdictButton: { same: "Same", different: "Different", unsure: "Can't tell" },
  models: {
    loading: "Loading the matching models",
    person: "Persons: version {{version}}, trained on {{judgements}} and {{records}}, {{at}}",
    company: "Companies: version {{version}}, trained on {{judgements}} and {{records}}, {{at}}",
    personDefault: "Persons: default weights",
    companyDefault: "Companies: default weights",
    judgements_one: "{{count}} judgement",
    judgements_other: "{{count}} judgements",
    records_one: "{{count}} record",
    records_other: "{{count}} records",
    retrain: "Retrain on the judgements",
    retraining: "Retraining runs in the background.",
  },
  pair: {
    label: "{{a}} and {{b}}",
    title: "{{a}} ↔ {{b}}",
    position: "{{at}} of {{total}}",
    reason: "Reason",
    reasonHint: "Reason (optional), stored with the judgement",
    undo: "Undo",
    empty:
      "Nothing to judge: every pair of records is clearly the same party or clearly not. New pairs appear here as documents and records come in.",
    probability: "Match probability",
    percent: "{{percent}} %",
    strength: "Strength of evidence",
    bits: "({{bits}} bits)",
    strengths: { veryStrong: "very strong", strong: "strong", moderate: "moderate", weak: "weak", none: "none" },
    noName: "no name",
    declared: "as declared",
    notGiven: "not given",
    for: "evidence for the same party, {{bits}} bits",
    against: "evidence against the same party, {{bits}} bits",
    oneSided: "given on one side only: counts neither way",
    columns: { field: "Field", evidence: "Against · for", explanation: "Explanation" },
    fields: { birthDate: "birth date", country: "country" },
  },
  judged: {
    label: "Judged pairs",
    empty: "No pair has been judged yet. The pairs to judge are listed under “To judge”.",
    columns: {
      a: "Record",
      b: "Other record",
      verdict: "Verdict",
      by: "By",
      probability: "Match probability",
      undo: "Undo",
    },
    undo: "Undo",
  },
  record: {
    title: "Golden record",
    loading: "Loading the record",
    empty: "Nothing is known of this entity yet: values appear when a document or an import names it.",
    columns: { property: "Property", value: "Value", rule: "Why this value", source: "Source" },
    others: "also given: {{values}}",
    declared: "as declared",
  },
  records: {
    title: "Records",
    empty: "This entity has no records.",
    columns: { name: "Name", birthDate: "Birth date", country: "Country", source: "Source" },
    declared: "as declared in the case",
    imported: "imported from {{source}}",
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    entities: typeof en;
  }
}

export const { useTexts } = namespace("entities", en);
