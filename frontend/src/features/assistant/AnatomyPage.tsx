import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "@/api/client";
import type { Anatomy } from "@/api/types";
import { money, seconds, whole } from "@/shared/format";
import { Card, QueryResult } from "@/shared/ui";

export function AnatomyPage() {
  const { id } = useParams({ from: "/in/runs/$id" });
  const anatomy = useQuery({
    queryKey: ["anatomy", id],
    queryFn: ({ signal }) => api.get<Anatomy>(`/runs/${id}/anatomy`, signal),
  });
  return (
    <QueryResult of={anatomy} what="Loading the anatomy of the answer">
      {({ run, spans, sources, checks, attempts, prompt, provider, guardrails, steps, searched, cache }) => {
        const all = Math.max(run.total_ms ?? 0, ...spans.map((span) => span.start_ms + span.ms), 1);
        return (
          <div className="wrap" style={{ gridTemplateColumns: "minmax(0, 1fr) 380px", alignItems: "start" }}>
            <section className="card">
              <div className="body" style={{ borderBottom: "1px solid var(--line)" }}>
                <div className="faint small">{run.id}</div>
                <h1 style={{ fontSize: 16, fontWeight: 600 }}>“{run.question}”</h1>
                <div className="row small muted wrapx" style={{ marginTop: 4, gap: 16 }}>
                  <span>
                    first word <b>{seconds(run.first_token_ms)}</b>
                  </span>
                  <span>
                    all <b>{seconds(run.total_ms)}</b>
                  </span>
                  <span>
                    {whole(run.tokens.input)} tokens in, {whole(run.tokens.output)} out, {whole(run.tokens.cached)}{" "}
                    cached
                  </span>
                  <span>{money(run.cost_usd)}</span>
                  {cache !== "none" && <span>given before ({cache} match)</span>}
                  {prompt && (
                    <span>
                      {prompt.name}@{prompt.version}
                    </span>
                  )}
                </div>
              </div>
              <div className="w faint small">
                <span>stage</span>
                <span>0 to {seconds(all)} · line: its budget</span>
                <span className="right">took / budget</span>
              </div>
              {spans.map((span) => {
                const over = span.budget_ms !== null && span.ms > span.budget_ms;
                return (
                  <div className="w" key={`${span.name}-${span.start_ms}`}>
                    <span>{span.label}</span>
                    <span className="bar" aria-hidden="true">
                      <i
                        className={`${over ? "over" : ""} ${span.beside ? "beside" : ""}`}
                        style={{ left: `${(100 * span.start_ms) / all}%`, width: `${(100 * span.ms) / all}%` }}
                      />
                      {span.budget_ms !== null && (
                        <u
                          style={{
                            left: 0,
                            width: `${Math.min(100, (100 * (span.start_ms + span.budget_ms)) / all)}%`,
                          }}
                        />
                      )}
                    </span>
                    <span className="right" style={over ? { color: "var(--medium)" } : undefined}>
                      {over ? "! " : ""}
                      {span.ms.toFixed(span.ms < 10 ? 1 : 0)}
                      {span.budget_ms !== null ? ` / ${whole(span.budget_ms)}` : ""} ms{span.beside ? ", beside" : ""}
                    </span>
                  </div>
                );
              })}
              {searched !== run.question && (
                <div className="body small" style={{ borderBottom: "1px solid var(--line)" }}>
                  <span className="muted">Looked up as</span> “{searched}”
                </div>
              )}
              {steps.length > 0 && (
                <div className="body small" style={{ borderBottom: "1px solid var(--line)" }}>
                  <b>What was looked up</b> <span className="faint">(read only)</span>
                  {steps.map((step, index) => (
                    <div className="row" key={index}>
                      <span className="grow">
                        {step.label} <code className="faint">{step.tool}</code>
                        {step.asked_by === "model" && (
                          <span className="faint">
                            {" "}
                            asked for by the model
                            {Object.keys(step.arguments).length > 0 &&
                              `: ${Object.entries(step.arguments)
                                .map(([name, value]) => `${name} ${String(value)}`)
                                .join(", ")}`}
                          </span>
                        )}
                        {step.why && (
                          <div style={{ color: "var(--medium)" }}>
                            {step.outcome}: {step.why}
                          </div>
                        )}
                      </span>
                      <span className="right">
                        {step.outcome !== "done"
                          ? step.outcome
                          : step.tool === "draft_note"
                            ? "shown"
                            : `${whole(step.found)} found`}
                      </span>
                      <span className="right faint" style={{ minWidth: 72 }}>
                        {step.ms.toFixed(0)} ms
                      </span>
                    </div>
                  ))}
                </div>
              )}
              <div className="body">
                <b>Answer</b>
                <p style={{ whiteSpace: "pre-wrap" }}>{run.answer || "none"}</p>
              </div>
            </section>
            <div className="stack">
              <Card title="What the model was given">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Source</th>
                      <th scope="col" className="right">
                        Score
                      </th>
                      <th scope="col">Used</th>
                    </tr>
                  </thead>
                  <tbody>
                    {sources.map((source, index) => (
                      <tr key={index} className={source.used ? "" : "muted"}>
                        <td>
                          {source.title}
                          {source.page_number ? ` p${source.page_number}` : ""}{" "}
                          <span className="faint small">{source.kind}</span>
                          {source.suspicious.length > 0 && (
                            <div className="small" style={{ color: "var(--high)" }}>
                              ! tries to instruct: {source.suspicious.join(", ")}
                            </div>
                          )}
                        </td>
                        <td
                          className="right"
                          title={Object.entries(source.parts)
                            .map(([name, value]) => `${name} ${value}`)
                            .join(", ")}
                        >
                          {source.score.toFixed(2)}
                        </td>
                        <td>{source.used ? <span className="cite">{source.n ?? "yes"}</span> : "no"}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {sources.length === 0 && <p className="note">No source was found.</p>}
              </Card>
              <Card title="Checks">
                <div className="body stack small">
                  {checks.map((check, index) => (
                    <div key={index}>
                      <span style={{ color: check.verdict === "supported" ? "var(--low)" : "var(--high)" }}>
                        {check.verdict === "supported" ? "✓ supported" : "✕ withdrawn"}
                      </span>{" "}
                      {check.text ?? `sentence ${check.sentence + 1}`}{" "}
                      <span className="faint">{check.score.toFixed(2)}</span>
                      {check.reasons.length > 0 && <div className="muted">{check.reasons.join("; ")}</div>}
                    </div>
                  ))}
                  {checks.length === 0 && <span className="muted">No sentence to check.</span>}
                </div>
              </Card>
              {guardrails.length > 0 && (
                <Card title="Guardrails">
                  <div className="body stack small">
                    {guardrails.map((one, index) => (
                      <div key={index}>
                        {one.check}: <b>{one.decision}</b> <span className="muted">{one.reasons.join(", ")}</span>
                      </div>
                    ))}
                  </div>
                </Card>
              )}
              <p className="small muted">
                Provider: {provider ?? run.model}.{" "}
                {(attempts ?? [])
                  .map((one) => `${one.provider} (${one.model}): ${one.outcome}, ${seconds(one.ms)}`)
                  .join("; ")}
              </p>
            </div>
          </div>
        );
      }}
    </QueryResult>
  );
}
