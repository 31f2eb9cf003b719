import { Link } from "@tanstack/react-router";
import type { Pair, PairRecord } from "@/api/types";

const WIDEST = 16; // bits that fill half of a bar

const evidence = (bits: number): string =>
  bits >= 20 ? "very strong" : bits >= 12 ? "strong" : bits >= 6 ? "some" : bits > 0 ? "little" : "none";

function Bits({ bits }: { bits: number }) {
  const wide = (Math.min(Math.abs(bits), WIDEST) / WIDEST) * 50;
  return (
    <span
      className="strength"
      style={{ display: "block" }}
      role="img"
      aria-label={`${bits >= 0 ? "speaks for the same" : "speaks against"}, ${Math.abs(bits).toFixed(1)} bits`}
    >
      <i
        style={{
          left: `${bits < 0 ? 50 - wide : 50}%`,
          width: `${wide}%`,
          background: bits < 0 ? "var(--high)" : "var(--low)",
        }}
      />
    </span>
  );
}

function Head({ record, caseId }: { record: PairRecord; caseId: string | null | undefined }) {
  return (
    <th scope="col">
      <b style={{ fontWeight: 600, color: "var(--ink)" }}>{record.name || "no name"}</b>
      <div className="small muted" style={{ fontWeight: 400 }}>
        {caseId ? (
          <Link to="/cases/$id" params={{ id: caseId }} search={{ tab: "facts" }} className="link">
            {record.document_name === "declared" ? "as declared" : record.document_name}
          </Link>
        ) : (
          record.document_name
        )}
      </div>
    </th>
  );
}

/** Two records side by side: what each says, and how much each likeness or difference weighs. */
export function PairTable({ pair }: { pair: Pair }) {
  const reasons = [...pair.reasons].sort((a, b) => b.bits - a.bits);
  const said = new Set(reasons.map((reason) => reason.feature));
  const bare: [string, string | null, string | null][] = [
    ["birth date", pair.record_a.birth_date, pair.record_b.birth_date],
    ["country", pair.record_a.country, pair.record_b.country],
  ];
  return (
    <>
      <div className="body row wrapx small" style={{ gap: 16 }}>
        <span>
          Match probability <b className="tab-nums">{Math.round(pair.probability * 100)} %</b>
        </span>
        <span>
          Strength of evidence <b>{evidence(pair.strength_bits)}</b>{" "}
          <span className="muted">({pair.strength_bits.toFixed(1)} bits)</span>
        </span>
      </div>
      <div style={{ overflowX: "auto" }}>
        <table className="pairs">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <Head record={pair.record_a} caseId={pair.case_a_id} />
              <Head record={pair.record_b} caseId={pair.case_b_id} />
              <th scope="col">Against · for</th>
              <th scope="col">What it says</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map((reason) => (
              <tr key={reason.feature}>
                <td className="muted nowrap">{reason.feature}</td>
                <td>{reason.ours}</td>
                <td>{reason.theirs}</td>
                <td>
                  <Bits bits={reason.bits} />
                </td>
                <td className="small">{reason.sentence}</td>
              </tr>
            ))}
            {bare
              .filter(([field, ours, theirs]) => !said.has(field) && (ours || theirs))
              .map(([field, ours, theirs]) => (
                <tr key={field}>
                  <td className="muted nowrap">{field}</td>
                  <td>{ours ?? <span className="faint">not given</span>}</td>
                  <td>{theirs ?? <span className="faint">not given</span>}</td>
                  <td />
                  <td className="small muted">one side says nothing: counts neither way</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
