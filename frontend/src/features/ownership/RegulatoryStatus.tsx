import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Standings } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Card, confirmAction, DataTable, Dialog, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { useTexts } from "./texts.en";

const LAWS = ["listed", "public", "us"] as const;
type Status = Standings["items"][number];

function StatusForm({ found, onClose }: { found: Standings; onClose: () => void }) {
  const t = useTexts();
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [party, setParty] = useState<string | null>(found.companies[0]?.party_id ?? null);
  const [code, setCode] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (body: object) => api.post(`/cases/${caseId}/ownership/standings`, body),
    onSuccess: () => (onClose(), client.invalidateQueries({ queryKey: ["case", caseId] })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const source = String(new FormData(event.currentTarget).get("source"));
    save.mutate({ party_id: party, code, source });
  }
  return (
    <Dialog title={t("status.add")} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Select
            label={t("status.company")}
            data={found.companies.map((one) => ({ value: one.party_id, label: one.name }))}
            value={party}
            onChange={setParty}
            searchable
            allowDeselect={false}
          />
          <Select
            label={t("status.code")}
            data={LAWS.map((law) => ({
              group: t(`status.laws.${law}`),
              items: found.kinds
                .filter((kind) => kind.law === law)
                .map((kind) => ({
                  value: kind.code,
                  label: kind.paragraph
                    ? t("status.kind", { paragraph: kind.paragraph, label: kind.label })
                    : kind.label,
                })),
            }))}
            value={code}
            onChange={setCode}
            searchable
            allowDeselect={false}
          />
          <TextInput
            label={t("status.source")}
            description={t("status.sourceHint")}
            name="source"
            withAsterisk={false}
            required
            minLength={3}
            maxLength={500}
          />
          {save.error && <ErrorState error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("status.cancel")}
            </Button>
            <Button type="submit" disabled={save.isPending || !party || !code}>
              {t("status.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function StatusTable({ items }: { items: Status[] }) {
  const t = useTexts();
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (id: string) => api.delete(`/cases/${caseId}/ownership/standings/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const columns = useMemo((): Column<Status>[] => {
    async function withdraw({ id, name }: Status) {
      const confirmed = await confirmAction({
        title: t("status.withdrawQuestion", { name }),
        text: t("status.withdrawText"),
        confirm: t("status.withdraw"),
        danger: true,
      });
      if (confirmed && id) mutate(id);
    }
    return [
      { id: "company", header: t("status.columns.company"), cell: (one) => one.name },
      { id: "status", header: t("status.columns.status"), cell: (one) => one.label },
      {
        id: "source",
        header: t("status.columns.source"),
        cell: (one) => <span className={classes["small"]}>{one.source}</span>,
      },
      {
        id: "withdraw",
        header: t("status.columns.withdraw"),
        hiddenHeader: true,
        align: "right",
        // A status that a file states has no id: it goes with the file.
        cell: (one) =>
          one.id && (
            <Button variant="default" size="xs" h={24} disabled={isPending} onClick={() => void withdraw(one)}>
              {t("status.withdraw")}
            </Button>
          ),
      },
    ];
  }, [t, isPending, mutate]);
  return (
    <>
      <DataTable
        label={t("status.title")}
        columns={columns}
        rows={items}
        rowKey={(one) => one.id ?? one.party_id + one.code}
      />
      {error && <ErrorState error={error} />}
    </>
  );
}

/** Listed, supervised and public companies, stated by files or by people, each with its source. */
export function RegulatoryStatus() {
  const t = useTexts();
  const { caseId } = useCaseView();
  const [adding, setAdding] = useState(false);
  const statuses = useQuery({
    queryKey: ["case", caseId, "standings"],
    queryFn: ({ signal }) => api.get<Standings>(`/cases/${caseId}/ownership/standings`, signal),
  });
  return (
    <Card
      title={t("status.title")}
      extra={
        <Button variant="default" size="xs" onClick={() => setAdding(true)} disabled={!statuses.data}>
          {t("status.add")}
        </Button>
      }
    >
      <QueryResult of={statuses} what={t("status.loading")}>
        {(found) => (
          <>
            {found.items.length === 0 ? <EmptyState text={t("status.empty")} /> : <StatusTable items={found.items} />}
            {adding && <StatusForm found={found} onClose={() => setAdding(false)} />}
          </>
        )}
      </QueryResult>
    </Card>
  );
}
