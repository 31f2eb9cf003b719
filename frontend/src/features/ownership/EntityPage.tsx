import { Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { API, api, query } from "@/api/client";
import type { EntityPage as Entity, Projection, Subgraph } from "@/api/types";
import { GoldenRecord } from "@/features/entities";
import { EmptyState, FilterSelect, QueryResult } from "@/shared/ui";
import { Cases, EntityOwners, HiddenLinks } from "./EntityCards";
import { ExportMenu } from "./ExportMenu";
import { Graph } from "./Graph";
import classes from "./Ownership.module.css";
import { subgraphPicture } from "./picture";
import { ShortestPath } from "./ShortestPath";
import { useTexts } from "./texts.en";

const FORMATS = ["json", "graphml", "cypher"] as const;
const DEPTHS = ["1", "2", "3", "4"] as const;
const PROJECTION_POLL_MS = 15_000;

/** Shown only while the graph database is behind and Postgres answers in its place. */
function ProjectionNotice() {
  const t = useTexts();
  const state = useQuery({
    queryKey: ["projection"],
    queryFn: ({ signal }) => api.get<Projection>("/ownership/projection", signal),
    refetchInterval: PROJECTION_POLL_MS,
  });
  const found = state.data;
  if (!found || found.engine === found.answered_by) return null;
  return (
    <p className={classes["legend"]} role="status">
      {!found.answers
        ? t("entity.projection.unreachable")
        : found.is_filling
          ? t("entity.projection.filling")
          : t("entity.projection.behind", { count: found.behind })}
    </p>
  );
}

function EntityGraph({ id, name, depth }: { id: string; name: string; depth: string }) {
  const t = useTexts();
  const navigate = useNavigate();
  const [path, setPath] = useState<Subgraph | null>(null);
  const near = useQuery({
    queryKey: ["entity", id, "graph", depth],
    queryFn: ({ signal }) => api.get<Subgraph>(`/entities/${id}/graph${query({ depth })}`, signal),
    placeholderData: keepPreviousData,
  });
  const shown = path ?? near.data;
  const picture = useMemo(() => (shown ? subgraphPicture(shown, id) : null), [shown, id]);
  return (
    <>
      <ShortestPath id={id} onFound={setPath} />
      <QueryResult of={near} what={t("entity.loadingGraph")}>
        {(found) => (
          <>
            {picture && picture.nodes.length > 0 && (
              <Graph
                {...picture}
                label={t("graph.entityLabel", { name })}
                onNode={(node) => {
                  // A shared address or phone is a node, but has no page.
                  if (node !== id && !node.startsWith("key "))
                    void navigate({ to: "/entities/$id", params: { id: node } });
                }}
              />
            )}
            <ProjectionNotice />
            <p className={classes["legend"]}>
              {[t("graph.entityLegend"), found.cut && !path && t("graph.cut")].filter(Boolean).join(" · ")}
            </p>
          </>
        )}
      </QueryResult>
    </>
  );
}

/** An entity across all cases: its graph, golden record, owners, hidden links and cases. */
export function EntityPage() {
  const t = useTexts();
  const { id = "" } = useParams({ strict: false });
  const [depth, setDepth] = useState<(typeof DEPTHS)[number]>("1");
  const entity = useQuery({
    queryKey: ["entity", id, "golden"],
    queryFn: ({ signal }) => api.get<Entity>(`/entities/${id}`, signal),
  });
  const name = entity.data?.name ?? t("entity.unnamed");
  const inCases = (entity.data?.case_ids.length ?? 0) > 0;
  return (
    <main className={classes["page"]}>
      <div className={classes["bar"]}>
        <Title order={1} className={classes["title"]!}>
          {name}
        </Title>
        {inCases && (
          <>
            <FilterSelect
              label={t("entity.depth")}
              value={depth}
              onChange={setDepth}
              options={DEPTHS.map((value) => ({ value, label: value }))}
            />
            <span className={classes["end"]}>
              <ExportMenu
                formats={FORMATS}
                href={(format) => `${API}/entities/${id}/graph/export${query({ format, depth })}`}
              />
            </span>
          </>
        )}
      </div>
      <QueryResult of={entity} what={t("entity.loadingRecord")}>
        {() => (
          <>
            {/* The found path belongs to one entity. */}
            {inCases ? (
              <EntityGraph key={id} id={id} name={name} depth={depth} />
            ) : (
              <EmptyState text={t("entity.noCase")} />
            )}
            <div className={classes["cards"]}>
              <GoldenRecord id={id} />
              {inCases && (
                <>
                  <EntityOwners id={id} />
                  <HiddenLinks id={id} />
                  <Cases id={id} />
                </>
              )}
            </div>
          </>
        )}
      </QueryResult>
    </main>
  );
}
