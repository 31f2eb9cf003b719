import { Button, NumberInput, Progress, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Budget, Items, TenantUser } from "@/api/types";
import { money } from "@/shared/format";
import { useMe } from "@/shared/session";
import { Card, confirmAction, DataTable, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import { useTexts } from "./texts.en";
import classes from "./Usage.module.css";

type NewBudget = Pick<Budget, "subject_kind" | "subject_id" | "period" | "limit_usd">;
const PERIODS = ["month", "day"] as const;
const EVERYONE = "everyone";
/** From this share on a budget is marked, so that it can be raised before calls are refused. */
const NEARLY = 0.9;

function useBudgetChange<In>(act: (given: In) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: ["budgets"] }) });
}

function Used({ budget }: { budget: Budget }) {
  const t = useTexts();
  const used = budget.spent_usd + budget.reserved_usd;
  const share = budget.limit_usd > 0 ? Math.min(used / budget.limit_usd, 1) : 1;
  const amounts = { spent: money(budget.spent_usd), reserved: money(budget.reserved_usd) };
  return (
    <>
      <Progress w={160} size={4} value={share * 100} {...(share >= NEARLY ? { color: "danger" } : {})} aria-hidden />
      <span className={classes["small"]}>
        {t(budget.reserved_usd > 0 ? "budgets.reserved" : "budgets.spent", amounts)}
        {share >= NEARLY && <> · {t("budgets.nearlyUsedUp")}</>}
      </span>
    </>
  );
}

function Limit({ budget, name }: { budget: Budget; name: string }) {
  const t = useTexts();
  const [limit, setLimit] = useState<string | number>(budget.limit_usd);
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
  async function confirmRemoval() {
    const confirmed = await confirmAction({
      title: t("budgets.removal.title"),
      text: t("budgets.removal.text", { name }),
      confirm: t("budgets.removal.confirm"),
      danger: true,
    });
    if (confirmed) remove.mutate(undefined);
  }
  const error = change.error ?? remove.error;
  return (
    <>
      <form className={classes["limit"]} onSubmit={save}>
        <NumberInput
          aria-label={t(`budgets.limitOf.${budget.period}`, { name })}
          w={120}
          size="xs"
          prefix="$"
          min={0}
          hideControls
          required
          value={limit}
          onChange={setLimit}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          h={32}
          disabled={change.isPending || limit === "" || Number(limit) === budget.limit_usd}
        >
          {t("budgets.save")}
        </Button>
        <Button size="xs" variant="default" h={32} disabled={remove.isPending} onClick={() => void confirmRemoval()}>
          {t("budgets.remove")}
        </Button>
      </form>
      {error && <ErrorState error={error} />}
    </>
  );
}

function Add({ users }: { users: TenantUser[] }) {
  const t = useTexts();
  const [subject, setSubject] = useState(EVERYONE);
  const [period, setPeriod] = useState<Budget["period"]>("month");
  const [limit, setLimit] = useState<string | number>("");
  const add = useBudgetChange((body: NewBudget) => api.put("/budgets", body));
  function submit(event: FormEvent) {
    event.preventDefault();
    const everyone = subject === EVERYONE;
    add.mutate(
      {
        subject_kind: everyone ? "tenant" : "user",
        subject_id: everyone ? "" : subject,
        period,
        limit_usd: Number(limit),
      },
      { onSuccess: () => setLimit("") },
    );
  }
  return (
    <>
      <form className={classes["form"]} onSubmit={submit}>
        <Select
          className={classes["grow"]!}
          label={t("budgets.subject")}
          allowDeselect={false}
          searchable
          value={subject}
          onChange={(value) => value !== null && setSubject(value)}
          data={[
            { value: EVERYONE, label: t("budgets.everyone") },
            ...users.map((user) => ({ value: user.id, label: user.name })),
          ]}
        />
        <Select
          label={t("budgets.per")}
          w={110}
          allowDeselect={false}
          value={period}
          onChange={(value) => setPeriod(value === "day" ? "day" : "month")}
          data={PERIODS.map((value) => ({ value, label: t(`budgets.periods.${value}`) }))}
        />
        <NumberInput
          label={t("budgets.limit")}
          w={160}
          prefix="$"
          min={0}
          hideControls
          required
          withAsterisk={false}
          value={limit}
          onChange={setLimit}
        />
        <Button type="submit" variant="default" h={32} disabled={add.isPending || limit === ""}>
          {t("budgets.add")}
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

/** Budgets with what is used of each; those permitted change them. */
export function BudgetsCard() {
  const t = useTexts();
  const permissions = useMe()?.permissions ?? [];
  const may = permissions.includes("budget.manage");
  const budgets = useQuery({
    queryKey: ["budgets"],
    queryFn: ({ signal }) => api.get<Items<Budget>>("/budgets", signal),
  });
  const known = useQuery({
    queryKey: ["users"],
    enabled: permissions.includes("case.read"),
    queryFn: ({ signal }) => api.all<TenantUser>("/users", signal),
  });
  const users = known.data?.items;
  const columns = useMemo((): Column<Budget>[] => {
    const name = (budget: Budget) =>
      budget.subject_kind === "tenant"
        ? t("budgets.organisation")
        : (users?.find((user) => user.id === budget.subject_id)?.name ?? budget.subject_id);
    return [
      { id: "subject", header: t("budgets.columns.subject"), cell: name },
      {
        id: "period",
        header: t("budgets.columns.period"),
        secondary: true,
        nowrap: true,
        cell: (budget) => t(`budgets.period.${budget.period}`),
      },
      { id: "used", header: t("budgets.columns.used"), cell: (budget) => <Used budget={budget} /> },
      {
        id: "limit",
        header: t("budgets.columns.limit"),
        align: "right",
        cell: (budget) => (may ? <Limit budget={budget} name={name(budget)} /> : money(budget.limit_usd)),
      },
    ];
  }, [t, users, may]);
  return (
    <Card title={t("budgets.title")}>
      <QueryResult of={budgets} what={t("budgets.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("budgets.empty")} />
          ) : (
            <DataTable
              label={t("budgets.title")}
              columns={columns}
              rows={items}
              // A changed limit begins a new row, so that its field shows it.
              rowKey={(budget) => `${budget.id} ${budget.limit_usd}`}
            />
          )
        }
      </QueryResult>
      {may && <Add users={users ?? []} />}
    </Card>
  );
}
