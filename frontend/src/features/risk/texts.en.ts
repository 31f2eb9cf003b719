import { namespace } from "@/shared/i18n";

const en = {
  notScored: "Not scored yet. The score follows once documents are read, owners identified and parties screened.",
  loading: "Loading the score",
  title: "Score {{score}} of 100",
  base: "Base",
  total: "Score",
  points: "+{{points}}",
  fact: "{{label}} {{value}}, {{document}} p{{page}}",
  evidence: {
    fact: "fact",
    document: "document",
    ownership: "ownership",
    owner: "owner",
    hit: "screening hit",
    list_entry: "list entry",
    party: "party",
    case: "case",
    policy: "policy",
  },
  more_one: "{{count}} more",
  more_other: "{{count}} more",
  changes: {
    title: "Changes since the last score",
    before: "Before: {{band}} {{score}}",
    none: "The factors are the same.",
    first: "This is the first score of the case.",
  },
  band: { low: "low", medium: "medium", high: "high", prohibited: "prohibited" },
  policy: "{{policy}}, version {{version}}",
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    risk: typeof en;
  }
}

export const { useTexts } = namespace("risk", en);
