import { Anchor, Select } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { Items, Subgraph } from "@/api/types";
import { ErrorState } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { useTexts } from "./texts.en";

interface Named {
  id: string;
  name: string;
}

const LONGEST = 8; // steps
const SHOWN = 6;
const SHORTEST_QUERY = 2; // letters

/** The shortest path between this entity and another, found by name. */
export function ShortestPath({ id, onFound }: { id: string; onFound: (path: Subgraph | null) => void }) {
  const t = useTexts();
  const [text, setText] = useState("");
  const asked = text.trim().length >= SHORTEST_QUERY;
  const found = useQuery({
    queryKey: ["entities", text],
    queryFn: ({ signal }) => api.get<Items<Named>>(`/entities${query({ q: text })}`, signal),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  const others = asked ? (found.data?.items ?? []).filter((one) => one.id !== id).slice(0, SHOWN) : [];
  const search = useMutation({
    mutationFn: (other: Named) => api.get<Subgraph>(`/entities/${id}/links/${other.id}${query({ longest: LONGEST })}`),
    onSuccess: (path) => {
      onFound(path.nodes.length > 0 ? path : null);
      setText("");
    },
  });
  const { data: path, variables: other } = search;
  return (
    <div className={classes["path"]}>
      <Select
        aria-label={t("entity.path.label")}
        placeholder={t("entity.path.label")}
        w={280}
        searchable
        value={null}
        data={others.map((one) => ({ value: one.id, label: one.name }))}
        // The server has matched the names already, other spellings included.
        filter={({ options }) => options}
        searchValue={text}
        onSearchChange={setText}
        onChange={(chosen) => {
          const one = others.find((each) => each.id === chosen);
          if (one) search.mutate(one);
        }}
        nothingFoundMessage={asked && found.isSuccess ? t("entity.path.nothing") : undefined}
      />
      {path && other && (
        <span role="status">
          {path.nodes.length > 0
            ? t("entity.path.found", { name: other.name, count: path.nodes.length - 1 })
            : t("entity.path.none", { name: other.name, longest: LONGEST })}{" "}
          <Anchor
            component="button"
            type="button"
            size="xs"
            onClick={() => {
              onFound(null);
              search.reset();
            }}
          >
            {t("entity.path.clear")}
          </Anchor>
        </span>
      )}
      {search.error && <ErrorState error={search.error} />}
    </div>
  );
}
