import { namespace } from "@/shared/i18n";

const en = {
  title: "Facts",
  loading: "Loading the facts",
  empty: "No facts yet. They appear while the documents are read: add documents in the pane on the left.",
  conflicts_one: "{{count}} conflict",
  conflicts_other: "{{count}} conflicts",
  toCheck: "{{count}} to check",
  unreviewed_one: "{{unreviewed}} of {{count}} value not reviewed",
  unreviewed_other: "{{unreviewed}} of {{count}} values not reviewed",
  next: "Next to check",
  columns: { field: "Field", value: "Value", confidence: "Confidence", source: "Source", review: "Review" },
  topic: "({{topic}})",
  acrossCases: "All that is known of this party across cases",
  groupUnreviewed: "{{count}} not reviewed",
  percent: "{{percent}} %",
  percentConfidence: "{{percent}} % confidence",
  quote: "“{{quote}}”",
  source: {
    chip: "{{document}} p{{page}}",
    title: "{{document}}, page {{page}}: “{{quote}}”",
    more_one: "and {{count}} more",
    more_other: "and {{count}} more",
  },
  review: {
    accept: "Accept",
    correct: "Correct",
    reject: "Reject",
    acceptField: "Accept {{field}}",
    correctField: "Correct {{field}}",
    rejectField: "Reject {{field}}",
    reason: "Reason (optional)",
    save: "Save",
    cancel: "Cancel",
  },
  state: {
    accepted: "accepted",
    rejected: "rejected",
    withdrawn: "withdrawn: the document type was corrected",
    withdrawnMore: "Accepted under another document type. It is not in force until it is accepted again.",
    conflict: "conflict",
    flagged: "flagged",
  },
  conflict: {
    badge: "conflict",
    title: "{{subject}}: conflicting values for {{field}}",
    label: "Conflict: {{field}} of {{subject}}",
    choose: "Use this value",
  },
  method: {
    label: "label",
    table: "table",
    form: "form field",
    mrz: "machine-readable zone",
    barcode: "barcode",
    rule: "text",
    llm: "language model",
    model: "model",
    person: "person",
  },
  provenance: {
    readBy: "Read by {{method}}",
    confirmed: "Read by {{method}}, confirmed by {{others}}",
    part: "{{name}}: {{value}}",
    alternative: "{{method}} reads {{value}}",
    alternativeWhere: "“{{quote}}” on page {{page}}",
    checksum: "check digit valid",
    format: "format valid",
    invalid: "check digit wrong",
  },
  pairs: {
    unsure_one: "{{count}} pair of records may be the same party",
    unsure_other: "{{count}} pairs of records may be the same party",
    merged_one: "{{count}} pair was merged below full confidence",
    merged_other: "{{count}} pairs were merged below full confidence",
    title: "{{a}} ({{sourceA}}) and {{b}} ({{sourceB}})",
    declared: "as declared",
    probability: "match probability {{percent}} %",
    mergedBadge: "merged",
    undecided: "undecided",
    verdict: { same: "Same", different: "Different", unsure: "Can't tell" },
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    facts: typeof en;
  }
}

export const { useTexts } = namespace("facts", en);
