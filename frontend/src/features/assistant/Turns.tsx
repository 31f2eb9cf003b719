import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { DateTime } from "@/shared/ui";
import type { Citation, Message } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { money, seconds } from "@/shared/format";
import { Actions, type Deeds } from "./Actions";
import { Drafts } from "./Drafts";
import { pieces, textOf, type Live } from "./reducer";

function useOpenCitation(): (citation: Citation) => void {
  const { show, openEvidence } = useCaseView();
  return (citation) => {
    if (citation.document_id)
      show(
        {
          document: citation.document_id,
          page: citation.page_number ?? 1,
          fact: citation.ref?.kind === "fact" ? citation.ref.id : undefined,
        },
        citation.boxes,
      );
    else openEvidence(citation.ref ?? { kind: citation.kind, id: "" });
  };
}

function Answer({ text, citations }: { text: string; citations: Citation[] }) {
  const open = useOpenCitation();
  return (
    <div className="answer">
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index} style={{ whiteSpace: "pre-wrap" }}>
          {pieces(paragraph).map((piece, at) => {
            if ("text" in piece) return <span key={at}>{piece.text}</span>;
            const citation = citations.find((one) => one.n === piece.cite);
            return (
              <button
                type="button"
                key={at}
                className="cite"
                disabled={!citation}
                title={citation ? `${citation.title}: “${citation.quote}”` : ""}
                aria-label={`Source ${piece.cite}`}
                onClick={() => citation && open(citation)}
              >
                {piece.cite}
              </button>
            );
          })}
        </p>
      ))}
      {citations.length > 0 && (
        <div className="cites">
          {citations.map((one) => (
            <button type="button" key={one.n} onClick={() => open(one)}>
              <span className="cite">{one.n}</span>{" "}
              {one.document_name ? `${one.document_name} p${one.page_number ?? 1}` : one.title}{" "}
              {one.quote && (
                <span className="faint">“{one.quote.length > 110 ? `${one.quote.slice(0, 108)}…` : one.quote}”</span>
              )}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Asked({ text, onEdit }: { text: string; onEdit?: ((text: string) => void) | undefined }) {
  const [editing, setEditing] = useState(false);
  if (!editing)
    return (
      <div style={{ alignSelf: "flex-end", maxWidth: "92%" }}>
        <div className="bubble">{text}</div>
        {onEdit && (
          <div className="right">
            <button type="button" className="btn sm bare" onClick={() => setEditing(true)}>
              Edit
            </button>
          </div>
        )}
      </div>
    );
  return (
    <form
      className="stack"
      style={{ gap: 6 }}
      onSubmit={(event) => {
        event.preventDefault();
        const worded = String(new FormData(event.currentTarget).get("question") ?? "").trim();
        setEditing(false);
        if (worded && worded !== text) onEdit?.(worded);
      }}
    >
      <textarea
        className="input"
        name="question"
        aria-label="Your question"
        defaultValue={text}
        maxLength={20_000}
        autoFocus
        required
      />
      <div className="row">
        <button className="btn sm go">Ask this instead</button>
        <button type="button" className="btn sm" onClick={() => setEditing(false)}>
          Cancel
        </button>
      </div>
    </form>
  );
}

export function Turn({ message, deeds }: { message: Message; deeds: Deeds }) {
  const runId = message.run_id;
  if (message.role === "user")
    return (
      <Asked
        text={message.text}
        onEdit={deeds.own && !deeds.busy && runId ? (text) => deeds.edit(runId, text) : undefined}
      />
    );
  return (
    <div>
      <Answer text={message.text} citations={message.citations} />
      <div className="row small faint" style={{ marginTop: 8 }}>
        <span>
          {message.state === "stopped" ? "stopped · " : message.state === "failed" ? "failed · " : ""}
          <DateTime at={message.created_at} />
        </span>
        <span className="grow" />
        {runId && (
          <Link to="/runs/$id" params={{ id: runId }} className="src">
            anatomy
          </Link>
        )}
      </div>
      <Drafts runId={runId} drafts={message.drafts} own={deeds.own} onDecided={deeds.changed} />
      <Actions message={message} deeds={deeds} />
    </div>
  );
}

/** What is being done; once it is done one line, which opens. */
function Steps({ live }: { live: Live }) {
  const asked = live.steps.filter((step) => step.asked_by === "model");
  const all = (
    <div className="steps">
      {live.stages.map((stage) => (
        <span key={stage.name}>
          {stage.state === "done" ? "✓" : "…"} {stage.label}
        </span>
      ))}
      {live.steps.map((step, index) => (
        <span key={index} title={step.why || step.tool}>
          {step.asked_by === "model" ? "→" : "·"} {step.label}:{" "}
          {step.tool === "draft_note" && step.outcome === "done"
            ? "yours to decide"
            : step.outcome === "done"
              ? step.found
              : step.outcome}
        </span>
      ))}
      {live.stages.length === 0 && !live.error && <span>looking for evidence …</span>}
    </div>
  );
  if (!live.done) return <div aria-label="Steps">{all}</div>;
  return (
    <details aria-label="Steps">
      <summary className="small faint">
        looked up {live.steps.length} times{asked.length > 0 && `, ${asked.length} asked for by the model`}
      </summary>
      {all}
    </details>
  );
}

export function LiveTurn({
  live,
  kept,
  deeds,
  onStop,
}: {
  live: Live;
  kept: Message | undefined;
  deeds: Deeds;
  onStop: () => void;
}) {
  const run = live.done;
  const text = textOf(live);
  return (
    <>
      <Asked
        text={live.question}
        onEdit={run && kept && !deeds.busy ? (text) => deeds.edit(live.runId, text) : undefined}
      />
      <div>
        <Steps live={live} />
        {run?.no_evidence && (
          <p className="state plain" style={{ whiteSpace: "normal", marginTop: 8 }}>
            Nothing in this case or the library answers that.
          </p>
        )}
        <div style={{ marginTop: 8 }} aria-live="polite">
          <Answer text={text} citations={run?.citations ?? live.citations} />
        </div>
        {live.withdrawn.length > 0 && (
          <p className="small muted">
            {live.withdrawn.length} unsupported {live.withdrawn.length === 1 ? "sentence was" : "sentences were"}{" "}
            withdrawn.
          </p>
        )}
        {live.error && (
          <p className="problem" role="alert" style={{ margin: "8px 0" }}>
            {live.error.detail} <code>{live.error.code}</code>{" "}
            <button type="button" className="btn sm" disabled={deeds.busy} onClick={() => deeds.again(live.runId)}>
              Ask again
            </button>
          </p>
        )}
        {run ? (
          <div className="row small faint wrapx" style={{ marginTop: 8, gap: "2px 8px" }}>
            <span className="nowrap">
              {run.state === "stopped" ? "stopped · " : ""}first word {seconds(run.first_token_ms)} · all{" "}
              {seconds(run.total_ms)} · {money(run.cost_usd)}
            </span>
            <span className="grow" />
            <Link to="/runs/$id" params={{ id: run.id }} className="src">
              anatomy
            </Link>
          </div>
        ) : (
          !live.error && (
            <button type="button" className="btn sm" style={{ marginTop: 8 }} onClick={onStop}>
              Stop
            </button>
          )
        )}
        {run && <Drafts runId={run.id} drafts={(kept ?? run).drafts} own={deeds.own} onDecided={deeds.changed} />}
        {run && kept && <Actions message={kept} deeds={deeds} />}
      </div>
    </>
  );
}
