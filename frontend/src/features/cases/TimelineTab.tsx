import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, query } from "@/api/client";
import type { Page, TimelineEntry } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import {
  CardBody,
  DataTable,
  DateTime,
  EmptyState,
  ErrorState,
  FilterSelect,
  QueryResult,
  type Column,
} from "@/shared/ui";
import classes from "./Case.module.css";
import { useTexts } from "./texts.en";

const KINDS = [
  "all",
  "document",
  "fact",
  "entities",
  "judgement",
  "ownership",
  "screening",
  "hit",
  "risk",
  "proposal",
  "case",
] as const;
type Kind = (typeof KINDS)[number];
const PAGE = 50;
const DOWNLOAD_PAGE = 200;

type Texts = ReturnType<typeof useTexts>;

/** A person by name, a step of the system as such. */
function actorName({ actor }: TimelineEntry, t: Texts): string {
  if (actor.kind === "system") return t("timeline.actor.system", { name: actor.name });
  return actor.kind === "api_key" ? t("timeline.actor.apiKey", { name: actor.name }) : actor.name;
}

const address = (caseId: string, kind: Kind, cursor: string, limit: number): string =>
  `/cases/${caseId}/timeline${query({ kind: kind === "all" ? "" : kind, cursor, limit })}`;

async function allEntries(caseId: string, kind: Kind): Promise<TimelineEntry[]> {
  const all: TimelineEntry[] = [];
  let cursor: string | null | undefined = "";
  do {
    const page: Page<TimelineEntry> = await api.get<Page<TimelineEntry>>(address(caseId, kind, cursor, DOWNLOAD_PAGE));
    all.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return all;
}

/** Comma-separated, with names of columns for programs; an apostrophe makes text of what a spreadsheet takes for a formula. */
function csv(entries: TimelineEntry[], t: Texts): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = entries.map((entry) => [
    entry.at,
    actorName(entry, t),
    entry.action,
    entry.sentence,
    entry.reason ?? "",
  ]);
  return [["at", "who", "action", "what", "reason"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

function save(filename: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function TimelineTab() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const [kind, setKind] = useState<Kind>("all");
  const found = useInfiniteQuery({
    queryKey: ["case", caseId, "timeline", kind],
    queryFn: ({ signal, pageParam }) => api.get<Page<TimelineEntry>>(address(caseId, kind, pageParam, PAGE), signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const download = useMutation({
    mutationFn: () => allEntries(caseId, kind),
    onSuccess: (all) => save(`timeline-${one.reference}.csv`, csv(all, t)),
  });
  const columns = useMemo(
    (): Column<TimelineEntry>[] => [
      {
        id: "when",
        header: t("timeline.columns.when"),
        nowrap: true,
        secondary: true,
        cell: (entry) => <DateTime at={entry.at} />,
      },
      {
        id: "what",
        header: t("timeline.columns.what"),
        cell: (entry) => (
          <>
            {entry.sentence}
            {entry.reason && <div className={classes["small"]}>{t("timeline.reason", { reason: entry.reason })}</div>}
          </>
        ),
      },
      {
        id: "who",
        header: t("timeline.columns.who"),
        secondary: true,
        cell: (entry) => actorName(entry, t),
      },
    ],
    [t],
  );
  const entries = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className={classes["filters"]}>
        <FilterSelect
          label={t("timeline.show")}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`timeline.kinds.${value}`) }))}
        />
        <Button size="xs" variant="default" disabled={download.isPending} onClick={() => download.mutate()}>
          {t(download.isPending ? "timeline.preparing" : "timeline.download")}
        </Button>
      </div>
      {download.error && <ErrorState error={download.error} retry={() => download.mutate()} />}
      <QueryResult of={found} what={t("timeline.loading")}>
        {() =>
          entries.length === 0 ? (
            <EmptyState text={t("timeline.empty")}>
              {kind !== "all" && (
                <Button size="xs" variant="default" onClick={() => setKind("all")}>
                  {t("timeline.showAll")}
                </Button>
              )}
            </EmptyState>
          ) : (
            <DataTable label={t("tabs.timeline")} columns={columns} rows={entries} rowKey={(entry) => entry.id} />
          )
        }
      </QueryResult>
      {found.hasNextPage && (
        <CardBody>
          <Button size="xs" variant="default" onClick={() => void found.fetchNextPage()}>
            {t("timeline.earlier")}
          </Button>
        </CardBody>
      )}
    </>
  );
}
