import type { ListEntry, MatchedWord, Part } from "@/api/types";
import { Marked } from "@/shared/ui";

export function Strength({ value }: { value: number }) {
  const wide = Math.abs(value) * 50;
  return (
    <span className="strength" style={{ display: "block" }} role="img" aria-label={`strength ${value.toFixed(2)} of 1`}>
      <i
        style={{
          left: `${value < 0 ? 50 - wide : 50}%`,
          width: `${wide}%`,
          background: value < 0 ? "var(--low)" : "var(--medium)",
        }}
      />
    </span>
  );
}

/** The entry's name or alias that was compared, as the list writes it. */
function theirs(compared: string | null | undefined, entry: ListEntry): string {
  return [entry.name, ...entry.aliases].find((name) => name.toLowerCase() === compared?.toLowerCase()) ?? entry.name;
}

/** Ours and theirs, feature by feature; the words that match are lit. */
export function Comparison({
  ours,
  entry,
  parts,
  matched,
}: {
  ours: string;
  entry: ListEntry;
  parts: Part[];
  matched: MatchedWord[];
}) {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col">Ours</th>
            <th scope="col">Theirs</th>
            <th scope="col">Against · for</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.feature}>
              <td className="muted nowrap">{part.label}</td>
              {part.feature === "name" ? (
                <>
                  <td>
                    <b style={{ fontWeight: 600 }}>
                      <Marked text={ours} words={matched.map((word) => word.ours)} />
                    </b>
                  </td>
                  <td>
                    <b style={{ fontWeight: 600 }}>
                      <Marked text={theirs(part.theirs, entry)} words={matched.map((word) => word.theirs)} />
                    </b>
                  </td>
                </>
              ) : (
                <>
                  <td>{part.ours ?? <span className="faint">not known</span>}</td>
                  <td>{part.theirs ?? <span className="faint">not given</span>}</td>
                </>
              )}
              <td>
                <Strength value={part.strength} />
              </td>
              <td className="small muted">{part.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="body small muted" style={{ padding: "8px 16px", borderTop: "1px solid var(--line)" }}>
        {[
          entry.aliases.length ? `also ${entry.aliases.slice(0, 5).join("; ")}` : "",
          entry.topics.length ? entry.topics.join(", ") : "",
          entry.birth_dates.length ? `born ${entry.birth_dates.join(" or ")}` : "",
          entry.countries.length ? entry.countries.join(", ").toUpperCase() : "",
          entry.program ?? "",
          entry.remarks ?? "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
    </>
  );
}
