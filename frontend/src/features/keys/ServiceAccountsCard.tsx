import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { ServiceAccount, TenantUser } from "@/api/types";
import { useChange } from "@/shared/change";
import { useMe } from "@/shared/session";
import { Card, DataTable, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Keys.module.css";
import { useTexts } from "./texts.en";

const ROLES = ["analyst", "auditor", "engineer", "scientist"];

function NewServiceAccount({ users }: { users: TenantUser[] }) {
  const t = useTexts();
  const me = useMe();
  const [name, setName] = useState("");
  const [role, setRole] = useState("analyst");
  const [responsible, setResponsible] = useState<string | null>(null);
  const add = useChange("service-accounts", () =>
    api.post("/service-accounts", {
      name: name.trim(),
      roles: [role],
      responsible_id: responsible ?? me?.user.id ?? null,
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    add.mutate(undefined, { onSuccess: () => setName("") });
  }
  return (
    <>
      <form className={classes["form"]} onSubmit={submit}>
        <TextInput
          className={classes["grow"]!}
          label={t("accounts.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <Select
          label={t("accounts.role")}
          w={130}
          allowDeselect={false}
          value={role}
          onChange={(value) => value !== null && setRole(value)}
          data={ROLES}
        />
        <Select
          label={t("accounts.responsible")}
          w={200}
          allowDeselect={false}
          searchable
          value={responsible ?? me?.user.id ?? null}
          onChange={setResponsible}
          data={users.filter((user) => user.active).map((user) => ({ value: user.id, label: user.name }))}
        />
        <Button
          type="submit"
          variant="default"
          h={32}
          className={classes["submit"]!}
          disabled={add.isPending || !name.trim()}
        >
          {t("accounts.create")}
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

/** Accounts that own the keys of programs, each with the person who answers for it. */
export function ServiceAccountsCard() {
  const t = useTexts();
  const accounts = useQuery({
    queryKey: ["service-accounts"],
    queryFn: ({ signal }) => api.all<ServiceAccount>("/service-accounts", signal),
  });
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => api.all<TenantUser>("/users", signal),
  });
  const change = useChange("service-accounts", ({ id, active }: { id: string; active: boolean }) =>
    api.patch(`/service-accounts/${id}`, { active }),
  );
  const { mutate } = change;
  const people = users.data?.items;
  const columns = useMemo(
    (): Column<ServiceAccount>[] => [
      {
        id: "name",
        header: t("accounts.columns.name"),
        cell: (account) => (
          <>
            {account.name} {!account.active && <span className={classes["faint"]}>{t("accounts.disabled")}</span>}
          </>
        ),
      },
      { id: "roles", header: t("accounts.columns.roles"), cell: (account) => account.roles.join(", ") },
      {
        id: "responsible",
        header: t("accounts.columns.responsible"),
        secondary: true,
        cell: (account) => people?.find((user) => user.id === account.responsible_id)?.name ?? account.responsible_id,
      },
      {
        id: "actions",
        header: t("accounts.columns.actions"),
        hiddenHeader: true,
        align: "right",
        cell: (account) => (
          <Button
            size="xs"
            variant="default"
            aria-label={t(account.active ? "accounts.disableOf" : "accounts.enableOf", { name: account.name })}
            onClick={() => mutate({ id: account.id, active: !account.active })}
          >
            {t(account.active ? "accounts.disable" : "accounts.enable")}
          </Button>
        ),
      },
    ],
    [t, mutate, people],
  );
  return (
    <Card title={t("accounts.title")}>
      <QueryResult of={accounts} what={t("accounts.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("accounts.empty")} />
          ) : (
            <DataTable label={t("accounts.title")} columns={columns} rows={items} rowKey={(account) => account.id} />
          )
        }
      </QueryResult>
      {change.error && <ErrorState error={change.error} />}
      <NewServiceAccount users={people ?? []} />
    </Card>
  );
}
