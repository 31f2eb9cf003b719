import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { ApiKey, AuditEntry, DeadLetter, Items, Page, Verification, Webhook } from "@/api/types";
import { useMe } from "@/shared/session";
import { BudgetsCard } from "@/features/usage";
import { RoutesCard } from "@/features/usage";
import { whole, words } from "@/shared/format";
import { Card, ErrorState, QueryResult, DateTime } from "@/shared/ui";
import { fields, Heads, useChange } from "./forms";
import { Prompts } from "./Prompts";
import { Users } from "./Users";

function Secret({ what, secret }: { what: string; secret: string }) {
  return (
    <div className="body" role="status" style={{ background: "var(--accent-soft)" }}>
      <b>{what}, shown this once:</b> <code style={{ userSelect: "all", overflowWrap: "anywhere" }}>{secret}</code>
    </div>
  );
}

function Keys() {
  const me = useMe();
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useQuery({
    queryKey: ["api-keys"],
    queryFn: ({ signal }) => api.get<Items<ApiKey>>("/api-keys", signal),
  });
  const add = useChange("api-keys", async (body: { name: string; permissions: string[] }) =>
    setSecret((await api.post<{ secret: string }>("/api-keys", body)).secret),
  );
  const revoke = useChange("api-keys", (id: string) => api.delete(`/api-keys/${id}`));
  return (
    <Card title="API keys">
      {secret && <Secret what="The new key" secret={secret} />}
      <QueryResult of={keys} what="Loading the keys">
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">No key yet. A key lets a program in with just the permissions it needs.</p>
          ) : (
            <table>
              <Heads of={["Key", "May", ""]} />
              <tbody>
                {items.map((key) => (
                  <tr key={key.id}>
                    <td>
                      {key.name} <span className="faint">…{key.hint}</span>
                    </td>
                    <td className="muted small">{key.permissions.join(", ")}</td>
                    <td className="right">
                      {key.revoked_at ? (
                        <span className="muted">revoked</span>
                      ) : (
                        <button type="button" className="btn sm" onClick={() => revoke.mutate(key.id)}>
                          Revoke
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryResult>
      <form
        className="body row wrapx"
        style={{ alignItems: "end" }}
        onSubmit={(event) => {
          const permissions = new FormData(event.currentTarget).getAll("permissions").map(String);
          add.mutate({ name: fields(event)("name"), permissions });
        }}
      >
        <label className="field grow">
          Name
          <input name="name" required />
        </label>
        <label className="field grow">
          May (several with Ctrl)
          <select name="permissions" multiple required style={{ height: 92 }}>
            {me?.permissions.map((permission) => (
              <option key={permission}>{permission}</option>
            ))}
          </select>
        </label>
        <button className="btn" disabled={add.isPending}>
          Make key
        </button>
      </form>
      {(add.error ?? revoke.error) && <ErrorState error={add.error ?? revoke.error} />}
    </Card>
  );
}

function Webhooks() {
  const [secret, setSecret] = useState<string | null>(null);
  const hooks = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => api.get<Items<Webhook>>("/webhooks", signal),
  });
  const add = useChange("webhooks", async (body: unknown) =>
    setSecret((await api.post<{ secret: string }>("/webhooks", body)).secret),
  );
  const remove = useChange("webhooks", (id: string) => api.delete(`/webhooks/${id}`));
  return (
    <Card title="Webhooks">
      {secret && <Secret what="The signing secret" secret={secret} />}
      <QueryResult of={hooks} what="Loading the webhooks">
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">No webhook yet. Events go to an address of yours, signed, and are retried.</p>
          ) : (
            <table>
              <Heads of={["Address", "Topics", "State", ""]} />
              <tbody>
                {items.map((hook) => (
                  <tr key={hook.id}>
                    <td>{hook.url}</td>
                    <td className="muted small">{hook.topics.join(", ")}</td>
                    <td className="small">{hook.active ? "active" : `off: ${hook.disabled_reason ?? ""}`}</td>
                    <td className="right">
                      <button type="button" className="btn sm" onClick={() => remove.mutate(hook.id)}>
                        Remove
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryResult>
      <form
        className="body row wrapx"
        style={{ alignItems: "end" }}
        onSubmit={(event) => {
          const of = fields(event);
          add.mutate({
            url: of("url"),
            topics: of("topics")
              .split(/[\s,]+/)
              .filter(Boolean),
          });
        }}
      >
        <label className="field grow">
          URL
          <input name="url" type="url" required />
        </label>
        <label className="field grow">
          Topics
          <input name="topics" defaultValue="*" required />
        </label>
        <button className="btn" disabled={add.isPending}>
          Add webhook
        </button>
      </form>
      {(add.error ?? remove.error) && <ErrorState error={add.error ?? remove.error} />}
    </Card>
  );
}

function Audit() {
  const [action, setAction] = useState("");
  const entries = useQuery({
    queryKey: ["audit", action],
    queryFn: ({ signal }) => api.get<Page<AuditEntry>>(`/audit${query({ action, limit: 30 })}`, signal),
  });
  const verify = useMutation({ mutationFn: () => api.get<Verification>("/audit/verification") });
  return (
    <Card
      title="Audit log"
      extra={
        <button type="button" className="btn sm" onClick={() => verify.mutate()} disabled={verify.isPending}>
          {verify.isPending ? "Verifying …" : "Verify the chain"}
        </button>
      }
    >
      {verify.data && (
        <p className="body" role="status" style={{ color: verify.data.intact ? "var(--low)" : "var(--high)" }}>
          {verify.data.intact
            ? `✓ The chain holds: ${whole(verify.data.sealed)} entries sealed, ${whole(verify.data.unsealed)} not yet.`
            : `✕ The chain is broken at ${verify.data.broken_at ?? "?"} (${verify.data.broken_entry_id ?? ""}).`}
        </p>
      )}
      {verify.error && <ErrorState error={verify.error} retry={() => verify.mutate()} />}
      <div className="body">
        <label className="field" style={{ maxWidth: 320 }}>
          Action ("fact." stands for all of facts)
          <input value={action} onChange={(event) => setAction(event.target.value)} />
        </label>
      </div>
      <QueryResult of={entries} what="Loading the log">
        {({ items }) => (
          <table>
            <Heads of={["When", "Who", "Did", "To"]} />
            <tbody>
              {items.map((entry) => (
                <tr key={entry.id}>
                  <td className="muted small nowrap">
                    <DateTime at={entry.at} />
                  </td>
                  <td>{entry.actor_kind === "system" ? `automatic: ${entry.actor_name}` : entry.actor_name}</td>
                  <td>{entry.action}</td>
                  <td className="small muted">
                    {entry.object_kind === "case" ? (
                      <Link
                        className="link"
                        to="/cases/$id"
                        params={{ id: entry.object_id }}
                        search={{ tab: "timeline" }}
                      >
                        case …{entry.object_id.slice(-6)}
                      </Link>
                    ) : (
                      <span title={entry.object_id}>
                        {words(entry.object_kind)} …{entry.object_id.slice(-6)}
                      </span>
                    )}
                    {entry.reason ? ` “${entry.reason}”` : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </QueryResult>
    </Card>
  );
}

function DeadLetters() {
  const letters = useQuery({
    queryKey: ["dead"],
    queryFn: ({ signal }) => api.get<Page<DeadLetter>>("/jobs/dead-letters", signal),
  });
  const replay = useChange("dead", (id: string) => api.post(`/jobs/dead-letters/${id}/replay`));
  return (
    <Card title="Jobs that were given up">
      <QueryResult of={letters} what="Loading the jobs">
        {({ items }) => (
          <>
            <table>
              <tbody>
                {items.map((letter) => (
                  <tr key={letter.id}>
                    <td className="nowrap">{letter.kind}</td>
                    <td className="small muted">
                      {letter.error} · {letter.attempts} attempts · <DateTime at={letter.parked_at} />
                    </td>
                    <td className="right">
                      {letter.replayed_at ? (
                        <span className="muted">replayed</span>
                      ) : (
                        <button type="button" className="btn sm" onClick={() => replay.mutate(letter.id)}>
                          Try again
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {items.length === 0 && <p className="note">✓ None.</p>}
          </>
        )}
      </QueryResult>
      {replay.error && <ErrorState error={replay.error} />}
    </Card>
  );
}

export function AdminPage() {
  const may = useMe()?.permissions ?? [];
  const shown = [
    may.includes("admin.manage") && <Users key="users" />,
    may.includes("admin.manage") && <Keys key="keys" />,
    may.includes("usage.read") && <RoutesCard key="routes" />,
    may.includes("usage.read") && <BudgetsCard key="budgets" />,
    may.includes("admin.manage") && <Webhooks key="hooks" />,
    may.includes("usage.read") && <Prompts key="prompts" />,
    may.includes("audit.read") && <Audit key="audit" />,
    may.includes("system.read") && <DeadLetters key="dead" />,
  ].filter(Boolean);
  return (
    <div className="wrap">
      <h1 className="vh">Admin</h1>
      {shown.length ? (
        shown
      ) : (
        <p className="note">
          Your role sees nothing here. An admin manages users, keys and webhooks; an auditor reads the log.
        </p>
      )}
    </div>
  );
}
