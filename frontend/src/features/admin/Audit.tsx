import { Button, Code, TextInput } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, query } from "@/api/client";
import type { AuditEntry, Page, Verification } from "@/api/types";
import { whole, words } from "@/shared/format";
import {
  Card,
  CardBody,
  DataTable,
  DateTime,
  EmptyState,
  ErrorState,
  QueryResult,
  TextLink,
  type Column,
} from "@/shared/ui";
import classes from "./Admin.module.css";
import { useTexts } from "./texts.en";

const LISTED = 30;
/** The end of an identifier, enough to tell the objects of a list apart; the title has all of it. */
const shortId = (id: string) => id.slice(-6);

function Verified({ verification }: { verification: Verification }) {
  const t = useTexts();
  const { intact, sealed, unsealed, broken_at: position, broken_entry_id: entry, findings, notices } = verification;
  const sentences = [...findings.map((finding) => finding.sentence), ...notices];
  return (
    <div className={classes["verification"]} role="status" data-intact={intact}>
      {intact
        ? t("audit.intact", { sealed: whole(sealed), unsealed: whole(unsealed) })
        : t("audit.broken", { position: position ?? t("audit.unknown"), entry: entry ?? t("audit.unknown") })}
      {sentences.length > 0 && (
        <ul>
          {sentences.map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Audit() {
  const t = useTexts();
  const [action, setAction] = useState("");
  const entries = useQuery({
    queryKey: ["audit", action],
    queryFn: ({ signal }) => api.get<Page<AuditEntry>>(`/audit${query({ action, limit: LISTED })}`, signal),
    placeholderData: keepPreviousData,
  });
  const verify = useMutation({ mutationFn: () => api.get<Verification>("/audit/verification") });
  const columns = useMemo(
    (): Column<AuditEntry>[] => [
      {
        id: "when",
        header: t("audit.columns.when"),
        nowrap: true,
        secondary: true,
        cell: (entry) => <DateTime at={entry.at} />,
      },
      {
        id: "who",
        header: t("audit.columns.who"),
        cell: (entry) =>
          entry.actor_kind === "system" ? t("audit.automatic", { name: entry.actor_name }) : entry.actor_name,
      },
      { id: "action", header: t("audit.columns.action"), cell: (entry) => <Code>{entry.action}</Code> },
      {
        id: "object",
        header: t("audit.columns.object"),
        cell: (entry) => {
          const object = t("audit.object", { kind: words(entry.object_kind), id: shortId(entry.object_id) });
          return (
            <span className={classes["small"]}>
              {entry.object_kind === "case" ? (
                <TextLink inherit to="/cases/$id" params={{ id: entry.object_id }} search={{ tab: "timeline" }}>
                  {object}
                </TextLink>
              ) : (
                <span title={entry.object_id}>{object}</span>
              )}{" "}
              {entry.reason && t("audit.reason", { reason: entry.reason })}
            </span>
          );
        },
      },
    ],
    [t],
  );
  return (
    <Card
      title={t("audit.title")}
      extra={
        <Button size="xs" variant="default" onClick={() => verify.mutate()} disabled={verify.isPending}>
          {t(verify.isPending ? "audit.verifying" : "audit.verify")}
        </Button>
      }
    >
      {verify.data && <Verified verification={verify.data} />}
      {verify.error && <ErrorState error={verify.error} retry={() => verify.mutate()} />}
      <CardBody>
        <TextInput
          maw={320}
          label={t("audit.action")}
          description={t("audit.actionHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
        />
      </CardBody>
      <QueryResult of={entries} what={t("audit.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("audit.empty")}>
              <Button size="xs" variant="default" onClick={() => setAction("")}>
                {t("audit.clear")}
              </Button>
            </EmptyState>
          ) : (
            <DataTable label={t("audit.title")} columns={columns} rows={items} rowKey={(entry) => entry.id} />
          )
        }
      </QueryResult>
    </Card>
  );
}
