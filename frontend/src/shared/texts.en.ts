import { namespace } from "./i18n";

const en = {
  loading: "Loading …",
  retry: "Try again",
  close: "Close",
  cancel: "Cancel",
  trace: "trace {{id}}",
  unexpected: "Something went wrong. Try again; if it happens again, reload the page.",
  dropFiles: "Drop files here, or choose files",
  dayFormat: "YYYY-MM-DD",
  sort: { ascending: "Sort ascending", descending: "Sort descending", none: "Remove the sorting" },
  risk: {
    none: "not scored yet",
    score: "{{band}} {{score}}",
    provisional: "{{band}} {{score}} (provisional)",
    band: { low: "low", medium: "medium", high: "high", prohibited: "prohibited" },
  },
  time: {
    now: "now",
    minutes: "{{count}} min",
    hours: "{{count}} h",
    days: "{{count}} d",
    past: "{{span}} ago",
    future: "in {{span}}",
    overdue: "{{span}} overdue",
    tomorrow: "tomorrow",
    hover: "{{relative}} · {{zone}}",
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    shared: typeof en;
  }
}

export const { useTexts, texts } = namespace("shared", en);
