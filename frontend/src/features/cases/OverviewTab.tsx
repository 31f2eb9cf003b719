import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Items, Step, TenantUser } from "@/api/types";
import { words } from "@/shared/format";
import { Card, ErrorState, RiskBadge, DateTime } from "@/shared/ui";
import { Blockers } from "./Blockers";
import { Who } from "./Who";
import { useCaseView } from "@/shared/caseView";

const STEPS: Record<string, string> = {
  read: "read",
  classify: "type found",
  extract: "facts found",
  index: "searchable",
  resolve: "parties",
  own: "owners",
  screen: "screened",
  score: "scored",
};
const SIGNS: Record<Step["state"], [string, string]> = {
  waiting: ["○", "var(--ink-3)"],
  running: ["◐", "var(--accent)"],
  done: ["✓", "var(--low)"],
  failed: ["✕", "var(--high)"],
};

function Pipeline({ steps }: { steps: Step[] }) {
  return (
    <ol
      className="row wrapx"
      style={{ listStyle: "none", margin: 0, padding: 0, gap: "4px 16px" }}
      aria-label="How far the case is"
      aria-live="polite"
    >
      {steps.map((step) => {
        const [sign, colour] = SIGNS[step.state];
        return (
          <li key={step.name} className="small nowrap" title={step.detail}>
            <span style={{ color: colour }} aria-hidden="true">
              {sign}
            </span>{" "}
            {STEPS[step.name] ?? words(step.name)} <span className="vh">{step.state}</span>
            {step.state === "failed" && <span style={{ color: "var(--high)" }}> {step.detail}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function Owner() {
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => api.get<Items<TenantUser>>("/users", signal),
    staleTime: 300_000,
  });
  const give = useMutation({
    mutationFn: (owner: string) => api.patch(`/cases/${caseId}`, { owner_id: owner || null }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  return (
    <>
      <label className="pick">
        Owner
        <select
          value={one.owner?.id ?? ""}
          disabled={give.isPending}
          onChange={(event) => give.mutate(event.target.value)}
        >
          <option value="">nobody</option>
          {one.owner && !users.data?.items.some((user) => user.id === one.owner?.id) && (
            <option value={one.owner.id}>{one.owner.name}</option>
          )}
          {users.data?.items.map((user) => (
            <option key={user.id} value={user.id}>
              {user.name}
            </option>
          ))}
        </select>
      </label>
      {give.error && <ErrorState error={give.error} />}
    </>
  );
}

function Notes() {
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const add = useMutation({
    mutationFn: () => api.post(`/cases/${caseId}/notes`, { text }),
    onSuccess: () => {
      setText("");
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add.mutate();
  };
  return (
    <Card title="Notes">
      <div className="body stack">
        {one.notes.map((note) => (
          <div key={note.id}>
            <div className="small faint">
              {note.author.name} · <DateTime at={note.created_at} />
            </div>
            <div style={{ whiteSpace: "pre-wrap" }}>{note.text}</div>
          </div>
        ))}
        <form className="stack" onSubmit={submit}>
          <label className="field">
            A note for whoever works on this case
            <textarea value={text} onChange={(event) => setText(event.target.value)} maxLength={4000} />
          </label>
          <button className="btn sm" style={{ justifySelf: "start" }} disabled={!text.trim() || add.isPending}>
            Add note
          </button>
        </form>
        {add.error && <ErrorState error={add.error} />}
      </div>
    </Card>
  );
}

export function OverviewTab() {
  const { caseId, one, show, openEvidence } = useCaseView();
  const client = useQueryClient();
  const complete = useMutation({
    mutationFn: (id: string) => api.post(`/tasks/${id}/completion`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const open = one.tasks.filter((task) => task.state === "open");
  return (
    <div className="cards">
      <Card title="How far it is" extra={<Owner />}>
        <div className="body">
          <Pipeline steps={one.steps} />
        </div>
      </Card>
      <Card title="What stands in the way" extra={<span className="count">{one.blockers.length}</span>}>
        <Blockers />
      </Card>
      <Card title="Risk" extra={<RiskBadge band={one.band} score={one.score} provisional={one.provisional} />}>
        <table>
          <tbody>
            {one.top_factors.map((factor) => (
              <tr key={factor.code}>
                <td>
                  <b style={{ fontWeight: 550 }}>{factor.label}</b> <span className="muted small">{factor.reason}</span>
                </td>
                <td className="right">{factor.points > 0 ? `+${factor.points}` : factor.points}</td>
                <td className="right">
                  {factor.evidence.slice(0, 1).map((ref) => (
                    <button type="button" className="src" key={ref.id} onClick={() => openEvidence(ref)}>
                      source
                    </button>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="body">
          {one.top_factors.length === 0 && (
            <p className="muted">
              {one.band ? "No factor raises the score." : "Scored as soon as the documents are read."}
            </p>
          )}
          <button type="button" className="link" onClick={() => show({ tab: "risk" })}>
            How the score came about
          </button>
        </div>
      </Card>
      <Who />
      {open.length > 0 && (
        <Card title="Tasks" extra={<span className="count todo">{open.length}</span>}>
          {complete.error && <ErrorState error={complete.error} />}
          <table>
            <tbody>
              {open.map((task) => (
                <tr key={task.id}>
                  <td>{task.title}</td>
                  <td className="right">
                    <button
                      type="button"
                      className="btn sm"
                      disabled={complete.isPending}
                      onClick={() => complete.mutate(task.id)}
                    >
                      Done
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
      <Notes />
    </div>
  );
}
