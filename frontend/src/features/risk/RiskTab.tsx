import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { api, Problem } from "@/api/client";
import type { Assessment, Ref } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { words } from "@/shared/format";
import { Card, QueryResult, RiskBadge, DateTime } from "@/shared/ui";
import { waterfall } from "./waterfall";

const FEW = 2;

/** What a factor rests on, each named by what it says and where; the first few until all are asked for. */
function Sources({ of }: { of: Ref[] }) {
  const { facts, openEvidence } = useCaseView();
  const [all, setAll] = useState(false);
  const nameOf = (ref: Ref) => {
    const fact = ref.kind === "fact" ? facts.data?.items.find((one) => one.id === ref.id) : undefined;
    return fact ? `${fact.label} ${fact.display_value}, ${fact.document_name} p${fact.page_number}` : words(ref.kind);
  };
  const shown = all ? of : of.slice(0, FEW);
  return (
    <>
      {shown.map((ref) => (
        <button
          type="button"
          className="src"
          key={`${ref.kind}-${ref.id}`}
          onClick={() => openEvidence(ref)}
          style={{ marginRight: 8 }}
        >
          {nameOf(ref)}
        </button>
      ))}
      {of.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {of.length - shown.length} more
        </button>
      )}
    </>
  );
}

export function RiskTab() {
  const { caseId } = useCaseView();
  const risk = useQuery({
    queryKey: ["case", caseId, "risk"],
    queryFn: ({ signal }) => api.get<Assessment>(`/cases/${caseId}/risk`, signal),
    retry: false,
  });
  if (risk.error instanceof Problem && risk.error.status === 404)
    return (
      <p className="note">
        Not scored yet. The score follows once the documents are read, the owners found and everybody screened.
      </p>
    );
  return (
    <QueryResult of={risk} what="Loading the score">
      {(found) => {
        const bars = waterfall(found.base, found.factors);
        return (
          <div className="stack" style={{ padding: 16, maxWidth: 1280 }}>
            <Card title={`Score ${found.score} of 100`} extra={<RiskBadge band={found.band} score={found.score} />}>
              <div className="body fall">
                <span className="muted">base</span>
                <span className="bar" aria-hidden="true">
                  <i className="sum" style={{ left: 0, width: `${found.base}%` }} />
                </span>
                <span className="right">{found.base}</span>
                {found.factors.map((factor, index) => (
                  <Fragment key={factor.code}>
                    <span>{factor.label}</span>
                    <span className="bar" aria-hidden="true">
                      <i
                        className={factor.points >= 0 ? "up" : "down"}
                        style={{
                          left: `${bars[index]?.from ?? 0}%`,
                          width: `${(bars[index]?.to ?? 0) - (bars[index]?.from ?? 0)}%`,
                        }}
                      />
                    </span>
                    <span className="right">{factor.points >= 0 ? `+${factor.points}` : factor.points}</span>
                    <span />
                    <span className="small muted" style={{ gridColumn: "2 / 4", marginBottom: 6 }}>
                      {factor.reason} <Sources of={factor.evidence} />
                    </span>
                  </Fragment>
                ))}
                <b>score</b>
                <span className="bar" aria-hidden="true">
                  <i className="sum" style={{ left: 0, width: `${found.score}%` }} />
                </span>
                <b className="right">{found.score}</b>
              </div>
            </Card>
            <Card title="What changed since last time">
              <div className="body">
                {found.previous ? (
                  <>
                    <p className="muted">
                      Before: {found.previous.band} {found.previous.score}, <DateTime at={found.previous.computed_at} />
                      .
                    </p>
                    {found.changes.length === 0 && <p>The reasons are the same as then.</p>}
                    <ul style={{ margin: "6px 0 0", paddingLeft: 20 }}>
                      {found.changes.map((sentence) => (
                        <li key={sentence}>{sentence}</li>
                      ))}
                    </ul>
                  </>
                ) : (
                  <p className="muted">This is the first score of the case.</p>
                )}
              </div>
            </Card>
            <p className="small faint">
              By {found.policy.name}, version {found.policy.version}, <DateTime at={found.computed_at} />.
            </p>
          </div>
        );
      }}
    </QueryResult>
  );
}
