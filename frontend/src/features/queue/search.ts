import type { View } from "@/api/types";
import type { Sort } from "@/shared/ui";

/** The queue's filters in the URL; what is not set is not filtered by. */
export interface QueueSearch {
  view: View;
  state?: string;
  band?: string;
  customer_kind?: string;
  due?: string;
  q?: string;
  sort?: string;
}

export const VIEWS = ["mine", "all", "review", "monitoring"] as const satisfies View[];
export const SORTS = ["", "-due_at", "-score", "score", "-created_at"] as const;

/** Columns that the server sorts by, with their field. The queue without a sort is by due date. */
const FIELDS: Record<string, string> = { due: "due_at", risk: "score" };

export function sortOf(search: QueueSearch): Sort | null {
  const code = search.sort || "due_at";
  const field = code.replace(/^-/, "");
  const id = Object.keys(FIELDS).find((column) => FIELDS[column] === field);
  return id ? { id, desc: code.startsWith("-") } : null;
}

/** The parameter of a sort, empty for the order that the queue has without one. */
export function sortParameter(sort: Sort | null): string {
  const field = sort && FIELDS[sort.id];
  if (!field || (field === "due_at" && !sort.desc)) return "";
  return `${sort.desc ? "-" : ""}${field}`;
}

export const isFiltered = (search: QueueSearch): boolean =>
  Boolean(search.q || search.state || search.band || search.due || search.customer_kind);
