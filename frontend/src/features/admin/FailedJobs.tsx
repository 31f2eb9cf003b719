import { Button, Code } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { DeadLetter, Page } from "@/api/types";
import { Card, DataTable, DateTime, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import classes from "./Admin.module.css";
import { useChange } from "@/shared/change";
import { useTexts } from "./texts.en";

/** Jobs that failed at every attempt; a person may try each again that could succeed. */
export function FailedJobs() {
  const t = useTexts();
  const jobs = useQuery({
    queryKey: ["dead"],
    queryFn: ({ signal }) => api.get<Page<DeadLetter>>("/jobs/dead-letters", signal),
  });
  const retry = useChange("dead", (id: string) => api.post(`/jobs/dead-letters/${id}/replay`));
  const { mutate } = retry;
  const columns = useMemo(
    (): Column<DeadLetter>[] => [
      { id: "job", header: t("jobs.columns.job"), nowrap: true, cell: (job) => <Code>{job.kind}</Code> },
      { id: "error", header: t("jobs.columns.error"), secondary: true, cell: (job) => job.error },
      { id: "attempts", header: t("jobs.columns.attempts"), align: "right", cell: (job) => job.attempts },
      {
        id: "when",
        header: t("jobs.columns.when"),
        nowrap: true,
        secondary: true,
        cell: (job) => <DateTime at={job.parked_at} />,
      },
      {
        id: "actions",
        header: t("jobs.columns.actions"),
        hiddenHeader: true,
        align: "right",
        cell: (job) =>
          job.replayed_at ? (
            <span className={classes["faint"]}>{t("jobs.retried")}</span>
          ) : job.can_replay ? (
            <Button
              size="xs"
              variant="default"
              aria-label={t("jobs.retryOf", { job: job.kind })}
              onClick={() => mutate(job.id)}
            >
              {t("jobs.retry")}
            </Button>
          ) : (
            <span className={classes["faint"]}>{t("jobs.final")}</span>
          ),
      },
    ],
    [t, mutate],
  );
  return (
    <Card title={t("jobs.title")}>
      <QueryResult of={jobs} what={t("jobs.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("jobs.empty")} />
          ) : (
            <DataTable label={t("jobs.title")} columns={columns} rows={items} rowKey={(job) => job.id} />
          )
        }
      </QueryResult>
      {retry.error && <ErrorState error={retry.error} />}
    </Card>
  );
}
