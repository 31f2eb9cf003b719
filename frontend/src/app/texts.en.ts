import { namespace } from "@/shared/i18n";

const en = {
  brand: "Ascertain",
  skip: "Skip to the content",
  main: "Main",
  places: {
    queue: "Queue",
    screening: "Screening",
    review: "Review",
    library: "Library",
    insights: "Insights",
    admin: "Admin",
  },
  search: "Search or jump to",
  menu: {
    open: "Menu of {{name}}",
    account: "Account",
    keys: "Keyboard shortcuts",
    documentation: "Documentation",
    api: "API reference",
    signOut: "Sign out",
  },
  login: {
    intro: "Sign in to your queue.",
    email: "E-mail",
    password: "Password",
    submit: "Sign in",
    busy: "Signing in …",
    code: "Code",
    codeHint: "Of your authenticator app, or a recovery code",
  },
  setPassword: {
    intro: "Choose a password for your account.",
    password: "New password",
    hint: "12 characters or more. Several unrelated words make a good one.",
    repeat: "Repeat it",
    differs: "The two passwords differ.",
    submit: "Set password",
    invalid: "This link is not complete. Open it exactly as you received it.",
  },
  notFound: { title: "Page not found", text: "There is nothing at this address.", toQueue: "Go to the queue" },
  palette: {
    label: "Search or jump to",
    placeholder: "A customer, a case number, a party, a policy or a page",
    none: "No results for “{{query}}”",
    searching: "Searching …",
    groups: { case: "Cases", party: "Parties", tab: "This case", place: "Pages", policy: "Policies" },
    tabs: {
      overview: "Overview",
      facts: "Facts",
      ownership: "Ownership",
      screening: "Screening",
      risk: "Risk",
      timeline: "Timeline",
      decision: "Decision",
    },
    places: {
      mine: "Queue: my tasks",
      all: "Queue: all cases",
      review: "Queue: second review",
      newCase: "New case",
      screening: "Screening: lists and name search",
      pairs: "Review: records that may be the same",
      library: "Library: policies and procedures",
      insights: "Insights: usage and cost",
      admin: "Admin: users, keys, audit",
    },
    passage: "{{document}} p{{page}}: {{text}}",
  },
  keys: {
    title: "Keyboard shortcuts",
    rows: {
      move: "next, previous row",
      open: "open the row",
      filter: "filter the queue; Enter or Escape goes back to the rows",
      take: "take the next case",
      next: "next fact to check",
      judge: "accept, correct or reject the selected fact",
      pair: "review: the same, different, cannot decide",
      undo: "review: undo",
      search: "search or jump to",
      keys: "this list",
    },
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    app: typeof en;
  }
}

export const { useTexts } = namespace("app", en);
