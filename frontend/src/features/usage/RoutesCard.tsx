import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { ModelRoutes } from "@/api/types";
import { whole } from "@/shared/format";
import { Card, CardBody, DataTable, EmptyState, QueryResult, StateBadge, type Column } from "@/shared/ui";
import { usePurposeName } from "./purposes";
import { useTexts } from "./texts.en";
import classes from "./Usage.module.css";

type Step = ModelRoutes["items"][number]["steps"][number];
type Row = Step & { purpose: string; place: number };

const TONES = { closed: "low", "half-open": "medium", open: "high" } as const;

function Routes({ routes }: { routes: ModelRoutes }) {
  const t = useTexts();
  const purposeName = usePurposeName();
  const rows = useMemo(
    () =>
      routes.items.flatMap((route) =>
        route.steps.map((step, index): Row => ({ ...step, purpose: route.purpose, place: index + 1 })),
      ),
    [routes],
  );
  const columns = useMemo(
    (): Column<Row>[] => [
      {
        id: "purpose",
        header: t("routes.columns.purpose"),
        cell: (row) => row.place === 1 && purposeName(row.purpose),
      },
      { id: "order", header: t("routes.columns.order"), secondary: true, cell: (row) => row.place },
      { id: "provider", header: t("routes.columns.provider"), cell: (row) => row.provider },
      { id: "model", header: t("routes.columns.model"), cell: (row) => row.model },
      {
        id: "priced",
        header: t("routes.columns.priced"),
        secondary: true,
        cell: (row) => t(row.priced ? "routes.priced" : "routes.free"),
      },
      {
        id: "state",
        header: t("routes.columns.state"),
        nowrap: true,
        cell: (row) => <StateBadge tone={TONES[row.breaker]}>{t(`routes.breaker.${row.breaker}`)}</StateBadge>,
      },
    ],
    [t, purposeName],
  );
  const { requests_per_minute: requests, tokens_per_minute: tokens } = routes;
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState text={t("routes.empty")} />
      ) : (
        <DataTable
          label={t("routes.title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.purpose} ${row.provider}`}
        />
      )}
      <CardBody>
        <p className={classes["small"]}>
          {requests === null
            ? t("routes.noRequestLimit")
            : t("routes.requests", { count: requests, formatted: whole(requests) })}{" "}
          {tokens === null ? t("routes.noTokenLimit") : t("routes.tokens", { count: tokens, formatted: whole(tokens) })}{" "}
          {t("routes.configured")}
        </p>
      </CardBody>
    </>
  );
}

/** Which model answers for what purpose, in which order, and which of them are paused. */
export function RoutesCard() {
  const t = useTexts();
  const routes = useQuery({
    queryKey: ["model-routes"],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get<ModelRoutes>("/model-routes", signal),
  });
  return (
    <Card title={t("routes.title")}>
      <QueryResult of={routes} what={t("routes.loading")}>
        {(found) => <Routes routes={found} />}
      </QueryResult>
    </Card>
  );
}
