import { namespace } from "@/shared/i18n";

const en = {
  title: "Screening",
  percentMatch: "{{percent}} % match",
  verdict: { same: "same", different: "different", unsure: "can't tell" },
  verdictButton: { same: "Same", different: "Different", unsure: "Can't tell" },
  comparison: {
    label: "{{ours}} compared with {{theirs}}",
    feature: "Feature",
    ours: "Ours",
    theirs: "List entry",
    evidence: "Against · for",
    note: "Note",
    strength: "strength {{value}} of 1",
    unknown: "not known",
    notGiven: "not given",
    aliases: "also known as {{names}}",
    born: "born {{days}}",
    or: " or ",
  },
  hits: {
    loading: "Loading the hits",
    noMatches: "No matches. All parties were screened against every list.",
    notScreened: "Not screened yet. Screening starts once the parties are known from the documents.",
    label: "{{party}} and {{entry}}",
    version: "version {{version}}",
    toJudge: "to judge",
    reason: "Reason",
    reasonHint: "Reason for the verdict",
    adjudicated: "{{person}}: “{{reason}}”",
    adjudicatedNoReason: "{{person}}: no reason given",
    undo: "Undo",
  },
  search: {
    title: "Search a name",
    name: "Name, in any script",
    kind: "Kind",
    kinds: { LegalEntity: "any", Person: "person", Company: "company" },
    birthDate: "Birth date or year",
    birthDateHint: "YYYY-MM-DD",
    country: "Country",
    countryHint: "GB",
    submit: "Search",
    searching: "Searching …",
    noMatches: "No matches · {{ms}} ms",
    matches_one: "{{count}} match · {{ms}} ms",
    matches_other: "{{count}} matches · {{ms}} ms",
  },
  lists: {
    title: "Lists",
    loading: "Loading the lists",
    empty: "No list is loaded. Run `ascertain lists update` to download the lists.",
    columns: { name: "List", source: "Source", version: "Version", entries: "Entries", loaded: "Loaded" },
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    screening: typeof en;
  }
}

export const { useTexts } = namespace("screening", en);
