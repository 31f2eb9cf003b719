import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { API, api } from "@/api/client";
import type { Usage, UsageRow } from "@/api/types";
import { money, percent, seconds, whole } from "@/shared/format";
import { Card, DataTable, EmptyState, Loading, QueryResult, type Column } from "@/shared/ui";
import { stacked } from "./charts";
import { usePurposeName } from "./purposes";
import { useTexts } from "./texts.en";
import classes from "./Usage.module.css";

// The charts are most of the code of this feature.
const Bars = lazy(() => import("./Bars"));

interface Line {
  key: string;
  model: string;
  purpose: string;
  calls: number;
  failed: number;
  cached: number;
  open: number;
  tokensIn: number;
  tokensOut: number;
  cost: number;
  firstMs: number;
}

/** Rows of all days and users summed by purpose and model, dearest first. */
export function lines(rows: UsageRow[]): Line[] {
  const found = new Map<string, Line>();
  for (const row of rows) {
    const key = `${row.purpose} ${row.model}`;
    const line = found.get(key) ?? {
      key,
      model: row.model,
      purpose: row.purpose,
      calls: 0,
      failed: 0,
      cached: 0,
      open: 0,
      tokensIn: 0,
      tokensOut: 0,
      cost: 0,
      firstMs: 0,
    };
    line.firstMs =
      (line.firstMs * line.calls + (row.first_token_ms ?? 0) * row.calls) / Math.max(line.calls + row.calls, 1);
    line.calls += row.calls;
    line.failed += row.failed;
    line.cached += row.cached;
    line.open += row.open;
    line.tokensIn += row.input_tokens;
    line.tokensOut += row.output_tokens;
    line.cost += row.cost_usd;
    found.set(key, line);
  }
  return [...found.values()].sort((a, b) => b.cost - a.cost || b.calls - a.calls);
}

function Calls({ usage }: { usage: Usage }) {
  const t = useTexts();
  const purposeName = usePurposeName();
  const rows = useMemo(() => lines(usage.rows), [usage]);
  const columns = useMemo(() => {
    const number = (id: "calls" | "failed" | "cached" | "tokensIn" | "tokensOut"): Column<Line> => ({
      id,
      header: t(`usage.columns.${id}`),
      align: "right",
      cell: (line) => whole(line[id]),
      sortValue: (line) => line[id],
    });
    return [
      { id: "model", header: t("usage.columns.model"), cell: (line) => line.model, sortValue: (line) => line.model },
      {
        id: "purpose",
        header: t("usage.columns.purpose"),
        secondary: true,
        cell: (line) => purposeName(line.purpose),
        sortValue: (line) => line.purpose,
      },
      {
        ...number("calls"),
        cell: (line) => (
          <>
            {whole(line.calls)}
            {line.open > 0 && <span className={classes["faint"]}> {t("usage.open", { count: line.open })}</span>}
          </>
        ),
      },
      number("failed"),
      number("cached"),
      number("tokensIn"),
      number("tokensOut"),
      {
        id: "firstToken",
        header: t("usage.columns.firstToken"),
        align: "right",
        cell: (line) => (line.firstMs ? seconds(line.firstMs) : t("usage.none")),
        sortValue: (line) => line.firstMs || undefined,
      },
      {
        id: "cost",
        header: t("usage.columns.cost"),
        align: "right",
        cell: (line) => money(line.cost),
        sortValue: (line) => line.cost,
      },
    ] satisfies Column<Line>[];
  }, [t, purposeName]);
  return <DataTable label={t("usage.calls")} columns={columns} rows={rows} rowKey={(line) => line.key} />;
}

function Charts({ usage }: { usage: Usage }) {
  const t = useTexts();
  const purposeName = usePurposeName();
  const cost = stacked(
    usage.rows,
    (row) => row.model,
    (row) => row.cost_usd,
  );
  const tokens = stacked(
    usage.rows,
    (row) => purposeName(row.purpose),
    (row) => row.input_tokens + row.output_tokens,
  );
  return (
    <div className={classes["charts"]}>
      <Suspense fallback={<Loading />}>
        {/* Models of the machine itself cost nothing. */}
        {usage.cost_usd > 0 && <Bars title={t("usage.cost")} stacks={cost} format={money} />}
        <Bars title={t("usage.tokens")} stacks={tokens} format={whole} />
      </Suspense>
    </div>
  );
}

/** What models were used for, by day and by model, and what it cost; every call as CSV. */
export function UsageCard() {
  const t = useTexts();
  const usage = useQuery({ queryKey: ["usage"], queryFn: ({ signal }) => api.get<Usage>("/usage", signal) });
  const csv = (
    <Button component="a" size="xs" variant="default" href={`${API}/usage/calls.csv`} download>
      {t("usage.csv")}
    </Button>
  );
  return (
    <Card title={t("usage.title")} extra={csv}>
      <QueryResult of={usage} what={t("usage.loading")}>
        {(found) =>
          found.rows.length === 0 ? (
            <EmptyState text={t("usage.empty")} />
          ) : (
            <>
              <p className={classes["summary"]}>
                {t("usage.summary", {
                  count: found.calls,
                  cost: money(found.cost_usd),
                  share: percent(found.cache_hit_share),
                  saved: money(found.saved_usd),
                })}
              </p>
              <Charts usage={found} />
              <Calls usage={found} />
            </>
          )
        }
      </QueryResult>
    </Card>
  );
}
