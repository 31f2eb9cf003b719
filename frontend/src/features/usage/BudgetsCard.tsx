import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Budget, Items, TenantUser } from "@/api/types";
import { useMe } from "@/shared/session";
import { money } from "@/shared/format";
import { Card, ErrorState, QueryResult } from "@/shared/ui";

type NewBudget = Pick<Budget, "subject_kind" | "subject_id" | "period" | "limit_usd">;

function useBudgetChange<In>(act: (given: In) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: ["budgets"] }) });
}

function Used({ budget }: { budget: Budget }) {
  const used = budget.spent_usd + budget.reserved_usd;
  const share = budget.limit_usd > 0 ? Math.min(used / budget.limit_usd, 1) : 1;
  return (
    <>
      <span className="meter" style={{ display: "block", width: 160 }} aria-hidden="true">
        <span style={{ width: `${share * 100}%`, background: share >= 0.9 ? "var(--high)" : "var(--accent)" }} />
      </span>
      <span className="small muted">
        {money(budget.spent_usd)} spent{budget.reserved_usd > 0 ? `, ${money(budget.reserved_usd)} reserved` : ""}
        {share >= 0.9 ? " · nearly used up" : ""}
      </span>
    </>
  );
}

function Row({ budget, name, may }: { budget: Budget; name: string; may: boolean }) {
  const [limit, setLimit] = useState(String(budget.limit_usd));
  const change = useBudgetChange((body: NewBudget) => api.put("/budgets", body));
  const remove = useBudgetChange(() => api.delete(`/budgets/${budget.id}`));
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      subject_kind: budget.subject_kind,
      subject_id: budget.subject_id,
      period: budget.period,
      limit_usd: Number(limit),
    });
  };
  return (
    <tr>
      <td>{name}</td>
      <td className="muted">a {budget.period}</td>
      <td>
        <Used budget={budget} />
      </td>
      <td className="right">
        {may ? (
          <form className="row" style={{ justifyContent: "flex-end" }} onSubmit={save}>
            $
            <input
              aria-label={`Limit of ${name} a ${budget.period}, in dollars`}
              type="number"
              min="0"
              step="any"
              required
              value={limit}
              onChange={(event) => setLimit(event.target.value)}
              style={{ width: 100, height: 26 }}
            />
            <button className="btn sm" disabled={change.isPending || Number(limit) === budget.limit_usd}>
              Save
            </button>
            <button
              type="button"
              className="btn sm"
              disabled={remove.isPending}
              onClick={() => remove.mutate(undefined)}
            >
              Remove
            </button>
          </form>
        ) : (
          money(budget.limit_usd)
        )}
        {(change.error ?? remove.error) && <ErrorState error={change.error ?? remove.error} />}
      </td>
    </tr>
  );
}

function Add({ users }: { users: TenantUser[] }) {
  const add = useBudgetChange((body: NewBudget) => api.put("/budgets", body));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const subject = String(form.get("subject"));
    add.mutate({
      subject_kind: subject ? "user" : "tenant",
      subject_id: subject,
      period: form.get("period") === "day" ? "day" : "month",
      limit_usd: Number(form.get("limit")),
    });
  };
  return (
    <>
      <form className="body row wrapx" style={{ alignItems: "end" }} onSubmit={submit}>
        <label className="field grow">
          Whose
          <select name="subject">
            <option value="">the tenant, everybody together</option>
            {users.map((user) => (
              <option key={user.id} value={user.id}>
                {user.name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          For a
          <select name="period" defaultValue="month">
            <option>month</option>
            <option>day</option>
          </select>
        </label>
        <label className="field">
          Limit, USD
          <input name="limit" type="number" min="0" step="any" required />
        </label>
        <button className="btn" disabled={add.isPending}>
          Set budget
        </button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

/** Budgets with what is used of each; those permitted change them. */
export function BudgetsCard() {
  const permissions = useMe()?.permissions ?? [];
  const may = permissions.includes("budget.manage");
  const budgets = useQuery({
    queryKey: ["budgets"],
    queryFn: ({ signal }) => api.get<Items<Budget>>("/budgets", signal),
  });
  const known = useQuery({
    queryKey: ["users"],
    enabled: permissions.includes("case.read"),
    queryFn: ({ signal }) => api.get<Items<TenantUser>>("/users", signal),
  });
  const users = known.data?.items ?? [];
  const name = (budget: Budget) =>
    budget.subject_kind === "tenant"
      ? "The tenant"
      : (users.find((user) => user.id === budget.subject_id)?.name ?? budget.subject_id);
  return (
    <Card title="Budgets for models">
      <QueryResult of={budgets} what="Loading the budgets">
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">No budget is set: nothing but the bound on each single call limits what models cost.</p>
          ) : (
            <table>
              <tbody>
                {items.map((budget) => (
                  <Row key={`${budget.id} ${budget.limit_usd}`} budget={budget} name={name(budget)} may={may} />
                ))}
              </tbody>
            </table>
          )
        }
      </QueryResult>
      {may && <Add users={users} />}
    </Card>
  );
}
