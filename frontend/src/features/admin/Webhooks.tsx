import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Items, Webhook } from "@/api/types";
import { Card, confirmAction, DataTable, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Admin.module.css";
import { fields, useChange } from "@/shared/change";
import { Secret } from "@/features/keys";
import { useTexts } from "./texts.en";

function NewWebhook({ onSecret }: { onSecret: (secret: string) => void }) {
  const t = useTexts();
  const add = useChange("webhooks", async (body: { url: string; topics: string[] }) =>
    onSecret((await api.post<{ secret: string }>("/webhooks", body)).secret),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    const text = fields(event);
    const topics = text("topics")
      .split(/[\s,]+/)
      .filter(Boolean);
    add.mutate({ url: text("url"), topics }, { onSuccess: () => form.reset() });
  }
  return (
    <>
      <form className={classes["form"]} onSubmit={submit}>
        <TextInput
          className={classes["grow"]!}
          label={t("webhooks.url")}
          name="url"
          type="url"
          required
          withAsterisk={false}
        />
        <TextInput
          className={classes["grow"]!}
          label={t("webhooks.topics")}
          description={t("webhooks.topicsHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          name="topics"
          defaultValue="*"
          required
          withAsterisk={false}
        />
        <Button type="submit" variant="default" h={32} className={classes["submit"]!} disabled={add.isPending}>
          {t("webhooks.add")}
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

export function Webhooks() {
  const t = useTexts();
  const [secret, setSecret] = useState<string | null>(null);
  const hooks = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => api.get<Items<Webhook>>("/webhooks", signal),
  });
  const remove = useChange("webhooks", (id: string) => api.delete(`/webhooks/${id}`));
  const { mutate } = remove;
  const columns = useMemo((): Column<Webhook>[] => {
    async function confirmRemove(hook: Webhook) {
      const confirmed = await confirmAction({
        title: t("webhooks.confirmRemove.title"),
        text: t("webhooks.confirmRemove.text", { url: hook.url }),
        confirm: t("webhooks.confirmRemove.button"),
        danger: true,
      });
      if (confirmed) mutate(hook.id);
    }
    function state(hook: Webhook) {
      if (hook.active) return t("webhooks.active");
      return hook.disabled_reason ? t("webhooks.offBecause", { reason: hook.disabled_reason }) : t("webhooks.off");
    }
    return [
      { id: "url", header: t("webhooks.columns.url"), cell: (hook) => hook.url },
      {
        id: "topics",
        header: t("webhooks.columns.topics"),
        cell: (hook) => <span className={classes["small"]}>{hook.topics.join(", ")}</span>,
      },
      { id: "state", header: t("webhooks.columns.state"), secondary: true, cell: state },
      {
        id: "actions",
        header: t("webhooks.columns.actions"),
        hiddenHeader: true,
        align: "right",
        cell: (hook) => (
          <Button
            size="xs"
            variant="default"
            aria-label={t("webhooks.removeOf", { url: hook.url })}
            onClick={() => void confirmRemove(hook)}
          >
            {t("webhooks.remove")}
          </Button>
        ),
      },
    ];
  }, [t, mutate]);
  return (
    <Card title={t("webhooks.title")}>
      {secret && <Secret label={t("webhooks.secret")} secret={secret} />}
      <QueryResult of={hooks} what={t("webhooks.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("webhooks.empty")} />
          ) : (
            <DataTable label={t("webhooks.title")} columns={columns} rows={items} rowKey={(hook) => hook.id} />
          )
        }
      </QueryResult>
      <NewWebhook onSecret={setSecret} />
      {remove.error && <ErrorState error={remove.error} />}
    </Card>
  );
}
