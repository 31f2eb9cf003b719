import type { Fact } from "@/api/types";
import { words } from "@/shared/format";

/** How a value was found, in a word. */
export const METHODS: Record<string, string> = {
  label: "label",
  table: "table",
  form: "form field",
  mrz: "zone",
  rule: "text",
  llm: "model",
  model: "model",
  person: "person",
};

const MARKS: Record<string, [string, string]> = {
  "checksum ok": ["✓ checksum ok", "var(--low)"],
  "format ok": ["format ok", "var(--ink-3)"],
  invalid: ["! check digit wrong", "var(--high)"],
};

/** The whole story of a value on hover: the method, who agrees, its pieces. */
export function howRead(fact: Fact): string {
  const agreed = fact.agreed.length
    ? `, the same by ${fact.agreed.map((method) => METHODS[method] ?? method).join(", ")}`
    : "";
  const parts = Object.entries(fact.value_parts).map(([name, value]) => `${words(name)}: ${value}`);
  return [`read by ${METHODS[fact.method] ?? fact.method}${agreed}`, ...parts].join("\n");
}

/** What vouches for a value, what has to be known of it, and what another method read instead. */
export function Vouched({ fact }: { fact: Fact }) {
  const mark = fact.validity ? (MARKS[fact.validity] ?? [fact.validity, "var(--ink-3)"]) : null;
  return (
    <>
      {mark && (
        <span className="small" style={{ color: mark[1] }}>
          {mark[0]}
        </span>
      )}
      {fact.notes.map((note) => (
        <div key={note} className="small faint">
          {note}
        </div>
      ))}
      {fact.alternatives.map((other) => (
        <div
          key={`${other.method} ${other.value}`}
          className="small"
          style={{ color: "var(--medium)" }}
          title={`“${other.quote}” on page ${other.page_number}`}
        >
          ≠ {METHODS[other.method] ?? other.method} reads: {other.value}
        </div>
      ))}
    </>
  );
}
