import { Group, Progress, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { CaseSummary } from "@/api/types";
import { due, formatDateTime, formatZone } from "@/shared/format";
import { DataTable, RiskBadge, TextLink, type Column, type Sort } from "@/shared/ui";
import classes from "./Queue.module.css";
import { useTexts } from "./texts.en";

function Due({ one }: { one: CaseSummary }) {
  const t = useTexts();
  if (one.state === "approved" || one.state === "rejected") return t(`state.${one.state}`);
  const { text, urgent } = due(one.due_at);
  return (
    <time
      dateTime={one.due_at}
      title={`${formatDateTime(one.due_at)} · ${formatZone(one.due_at)}`}
      className={urgent ? classes["urgent"] : undefined}
    >
      {urgent ? t("urgent", { due: text }) : text}
    </time>
  );
}

function DocumentProgress({ one }: { one: CaseSummary }) {
  const busy = one.documents_total > 0 && one.documents_done + one.documents_failed < one.documents_total;
  if (!busy) return <Text size="xs">{one.progress}</Text>;
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress value={(100 * one.documents_done) / one.documents_total} w={72} size={4} aria-hidden />
      <Text size="xs">{one.progress}</Text>
    </Group>
  );
}

/** The cases as a table: j and k move, Enter opens. */
export function QueueTable({
  rows,
  sort,
  onSort,
}: {
  rows: CaseSummary[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}) {
  const t = useTexts();
  const navigate = useNavigate();
  const columns = useMemo(
    (): Column<CaseSummary>[] => [
      { id: "case", header: t("columns.case"), nowrap: true, cell: (one) => one.reference },
      {
        id: "customer",
        header: t("columns.customer"),
        cell: (one) => (
          <>
            <TextLink to="/cases/$id" params={{ id: one.id }} className={classes["customer"]!}>
              {one.customer_name}
            </TextLink>{" "}
            <span className={classes["country"]}>{one.country?.toUpperCase()}</span>
          </>
        ),
      },
      { id: "type", header: t("columns.type"), secondary: true, cell: (one) => t(`kind.${one.customer_kind}`) },
      { id: "waitingOn", header: t("columns.waitingOn"), cell: (one) => one.waiting_on },
      {
        id: "risk",
        header: t("columns.risk"),
        sortable: true,
        nowrap: true,
        cell: (one) => <RiskBadge band={one.band} score={one.score} provisional={one.provisional} />,
      },
      {
        id: "progress",
        header: t("columns.progress"),
        secondary: true,
        nowrap: true,
        cell: (one) => <DocumentProgress one={one} />,
      },
      { id: "due", header: t("columns.due"), sortable: true, align: "right", cell: (one) => <Due one={one} /> },
      {
        id: "owner",
        header: t("columns.owner"),
        secondary: true,
        nowrap: true,
        cell: (one) => one.owner?.name ?? t("noOwner"),
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={(one) => one.id}
      onOpen={(one) => void navigate({ to: "/cases/$id", params: { id: one.id } })}
      sort={sort}
      onSort={onSort}
    />
  );
}
