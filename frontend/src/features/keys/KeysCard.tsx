import { Button, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { ApiKey, ServiceAccount } from "@/api/types";
import { useMe } from "@/shared/session";
import {
  Card,
  confirmAction,
  DataTable,
  DateTime,
  EmptyState,
  ErrorState,
  QueryResult,
  type Column,
} from "@/shared/ui";
import classes from "./Keys.module.css";
import { useChange } from "@/shared/change";
import { Secret } from "./Secret";
import { useTexts } from "./texts.en";

const MYSELF = "";

function NewKey({ accounts, onSecret }: { accounts: ServiceAccount[]; onSecret: (secret: string) => void }) {
  const t = useTexts();
  const me = useMe();
  const [name, setName] = useState("");
  const [owner, setOwner] = useState(MYSELF);
  const [days, setDays] = useState<number | string>(90);
  const [permissions, setPermissions] = useState<string[]>([]);
  const add = useChange("api-keys", async () => {
    const body = { name: name.trim(), permissions, owner_id: owner || null, days: Number(days) };
    onSecret((await api.post<{ secret: string }>("/api-keys", body)).secret);
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    add.mutate(undefined, {
      onSuccess: () => {
        setName("");
        setPermissions([]);
      },
    });
  }
  return (
    <>
      <form className={classes["form"]} onSubmit={submit}>
        <TextInput
          className={classes["grow"]!}
          label={t("keys.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        {accounts.length > 0 && (
          <Select
            label={t("keys.owner")}
            w={160}
            allowDeselect={false}
            value={owner}
            onChange={(value) => setOwner(value ?? MYSELF)}
            data={[
              { value: MYSELF, label: t("keys.myself") },
              ...accounts.map((account) => ({ value: account.id, label: account.name })),
            ]}
          />
        )}
        <NumberInput label={t("keys.days")} w={150} min={1} max={3650} value={days} onChange={setDays} />
        {/* A key never has more permissions than the person who creates it. */}
        <MultiSelect
          className={classes["grow"]!}
          label={t("keys.permissions")}
          data={me?.permissions ?? []}
          value={permissions}
          onChange={setPermissions}
          searchable
          clearable
        />
        <Button
          type="submit"
          variant="default"
          h={32}
          className={classes["submit"]!}
          disabled={add.isPending || !name.trim() || permissions.length === 0 || !days}
        >
          {t("keys.create")}
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

/** The keys of all for administrators, or with `own` those of the person who looks. */
export function KeysCard({ own = false }: { own?: boolean }) {
  const t = useTexts();
  const me = useMe();
  const administers = me?.permissions.includes("admin.manage") ?? false;
  const accounts = useQuery({
    queryKey: ["service-accounts"],
    queryFn: ({ signal }) => api.all<ServiceAccount>("/service-accounts", signal),
    enabled: administers && !own,
  });
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useQuery({
    queryKey: ["api-keys"],
    queryFn: ({ signal }) => api.all<ApiKey>("/api-keys", signal),
  });
  const revoke = useChange("api-keys", (id: string) => api.delete(`/api-keys/${id}`));
  const { mutate } = revoke;
  const columns = useMemo((): Column<ApiKey>[] => {
    async function confirmRevoke(key: ApiKey) {
      const confirmed = await confirmAction({
        title: t("keys.confirmRevoke.title", { name: key.name }),
        text: t("keys.confirmRevoke.text"),
        confirm: t("keys.confirmRevoke.button"),
        danger: true,
      });
      if (confirmed) mutate(key.id);
    }
    return [
      {
        id: "key",
        header: t("keys.columns.key"),
        nowrap: true,
        cell: (key) => (
          <>
            {key.name} <span className={classes["faint"]}>{t("keys.hint", { hint: key.hint })}</span>
          </>
        ),
      },
      ...(own
        ? []
        : [
            {
              id: "owner",
              header: t("keys.columns.owner"),
              secondary: true,
              cell: (key: ApiKey) => key.owner_name ?? t("keys.unknownOwner"),
            },
          ]),
      {
        id: "permissions",
        header: t("keys.columns.permissions"),
        cell: (key) => <span className={classes["small"]}>{key.permissions.join(", ")}</span>,
      },
      {
        id: "expires",
        header: t("keys.columns.expires"),
        nowrap: true,
        cell: (key) =>
          new Date(key.expires_at) < new Date() ? (
            <span className={classes["faint"]}>{t("keys.expired")}</span>
          ) : (
            <DateTime at={key.expires_at} dayOnly />
          ),
      },
      {
        id: "actions",
        header: t("keys.columns.actions"),
        hiddenHeader: true,
        align: "right",
        cell: (key) =>
          key.revoked_at ? (
            <span className={classes["faint"]}>{t("keys.revoked")}</span>
          ) : (
            <Button
              size="xs"
              variant="default"
              aria-label={t("keys.revokeOf", { name: key.name })}
              onClick={() => void confirmRevoke(key)}
            >
              {t("keys.revoke")}
            </Button>
          ),
      },
    ];
  }, [t, mutate, own]);
  return (
    <Card title={t(own ? "keys.own" : "keys.title")}>
      {secret && <Secret label={t("keys.secret")} secret={secret} />}
      <QueryResult of={keys} what={t("keys.loading")}>
        {({ items }) => {
          const shown = own ? items.filter((key) => key.owner_id === me?.user.id) : items;
          return shown.length === 0 ? (
            <EmptyState text={t("keys.empty")} />
          ) : (
            <DataTable label={t("keys.title")} columns={columns} rows={shown} rowKey={(key) => key.id} />
          );
        }}
      </QueryResult>
      <NewKey accounts={accounts.data?.items.filter((one) => one.active) ?? []} onSecret={setSecret} />
      {revoke.error && <ErrorState error={revoke.error} />}
    </Card>
  );
}
