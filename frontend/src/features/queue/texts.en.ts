import { namespace } from "@/shared/i18n";

const en = {
  title: "Queue",
  views: {
    mine: "My tasks",
    all: "All cases",
    review: "Second review",
    monitoring: "Monitoring",
  },
  newCase: "New case",
  takeNext: "Take next",
  search: { label: "Filter by name or case number", placeholder: "Name or case number" },
  filters: {
    state: {
      label: "State",
      any: "any",
      open: "open",
      proposed: "proposed",
      approved: "approved",
      rejected: "rejected",
    },
    band: { label: "Risk", any: "any", low: "low", medium: "medium", high: "high", prohibited: "prohibited" },
    due: { label: "Due", any: "any", overdue: "overdue", today: "today", week: "this week" },
    customer_kind: { label: "Type", any: "any", company: "company", person: "person" },
    sort: {
      label: "Sort",
      any: "due first",
      "-due_at": "due last",
      "-score": "highest risk",
      score: "lowest risk",
      "-created_at": "newest",
    },
  },
  columns: {
    case: "Case",
    customer: "Customer",
    type: "Type",
    waitingOn: "Waiting on",
    risk: "Risk",
    progress: "Progress",
    due: "Due",
    owner: "Owner",
  },
  kind: { company: "company", person: "person" },
  state: { open: "open", proposed: "proposed", approved: "approved", rejected: "rejected" },
  noOwner: "no owner",
  urgent: "{{due}} !",
  count_one: "{{count}} case",
  count_other: "{{count}} cases",
  changes_one: "{{count}} change in this list · show",
  changes_other: "{{count}} changes in this list · show",
  loading: "Loading the queue",
  nothingToTake: "There is no open case without an owner.",
  empty: {
    filtered: "No cases match these filters.",
    mine: "You have no tasks. Take the next case or open a new one.",
    all: "There are no cases yet. To open the first one, a name and its documents are enough.",
    review: "No decision is waiting for a second review.",
    monitoring: "No approved customer needs a review.",
  },
  clearFilters: "Clear the filters",
  showMore: "Show more",
  keys: { move: "move", open: "open", filter: "filter", all: "all shortcuts" },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    queue: typeof en;
  }
}

export const { useTexts } = namespace("queue", en);
