import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { ApiKey, Items } from "@/api/types";
import { useMe } from "@/shared/session";
import { Card, confirmAction, DataTable, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Admin.module.css";
import { useChange } from "./forms";
import { Secret } from "./Secret";
import { useTexts } from "./texts.en";

function NewKey({ onSecret }: { onSecret: (secret: string) => void }) {
  const t = useTexts();
  const me = useMe();
  const [name, setName] = useState("");
  const [permissions, setPermissions] = useState<string[]>([]);
  const add = useChange("api-keys", async (body: { name: string; permissions: string[] }) =>
    onSecret((await api.post<{ secret: string }>("/api-keys", body)).secret),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    add.mutate(
      { name: name.trim(), permissions },
      {
        onSuccess: () => {
          setName("");
          setPermissions([]);
        },
      },
    );
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
          disabled={add.isPending || !name.trim() || permissions.length === 0}
        >
          {t("keys.create")}
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

export function Keys() {
  const t = useTexts();
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useQuery({
    queryKey: ["api-keys"],
    queryFn: ({ signal }) => api.get<Items<ApiKey>>("/api-keys", signal),
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
      {
        id: "permissions",
        header: t("keys.columns.permissions"),
        cell: (key) => <span className={classes["small"]}>{key.permissions.join(", ")}</span>,
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
  }, [t, mutate]);
  return (
    <Card title={t("keys.title")}>
      {secret && <Secret label={t("keys.secret")} secret={secret} />}
      <QueryResult of={keys} what={t("keys.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("keys.empty")} />
          ) : (
            <DataTable label={t("keys.title")} columns={columns} rows={items} rowKey={(key) => key.id} />
          )
        }
      </QueryResult>
      <NewKey onSecret={setSecret} />
      {revoke.error && <ErrorState error={revoke.error} />}
    </Card>
  );
}
