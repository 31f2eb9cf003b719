import { Button, Kbd } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { api } from "@/api/client";
import type { Conflict, Fact, Items, Party } from "@/api/types";
import { openFlags } from "@/features/documents";
import { useCaseView } from "@/shared/caseView";
import { useShortcuts } from "@/shared/keyboard";
import { EmptyState, ErrorState, QueryResult } from "@/shared/ui";
import { Conflicts } from "./Conflicts";
import classes from "./Facts.module.css";
import { FactsTable, type Actions, type FactRow } from "./FactsTable";
import { conflictOf, foldEqual, groupFacts, inOrder, LINKS, needsLook, nextUnchecked } from "./grouping";
import { Pairs } from "./Pairs";
import { useTexts } from "./texts.en";

interface Review {
  fact: Fact;
  also?: Fact[];
  verdict: "accept" | "correct" | "reject";
  value?: string;
  reason?: string;
}

const NO_CONFLICTS: Conflict[] = [];

/** The rows of the table: equal facts as one, grouped by party and topic. */
function useRows(): { rows: FactRow[]; holder: (id: string | undefined) => Fact | undefined } {
  const { caseId, documents, facts } = useCaseView();
  const parties = useQuery({
    queryKey: ["case", caseId, "parties"],
    queryFn: ({ signal }) => api.get<Items<Party>>(`/cases/${caseId}/parties`, signal),
  });
  const flags = useMemo(
    () =>
      new Map(
        (documents.data?.items ?? []).flatMap((one) =>
          openFlags(one).flatMap((flag) => flag.fact_ids.map((id) => [id, flag.detail] as const)),
        ),
      ),
    [documents.data],
  );
  return useMemo(() => {
    const { shown, sources } = foldEqual(facts.data?.items ?? []);
    const groups = groupFacts(shown);
    const entities = new Map((parties.data?.items ?? []).map((party) => [party.id, party.entity_id]));
    const rows = groups.flatMap((group) =>
      group.topics.flatMap((topic) =>
        topic.facts.map((fact, index) => ({
          fact,
          group,
          entity: entities.get(group.partyId ?? ""),
          topic: index === 0 ? topic.name : null,
          more: sources.get(fact.id) ?? [],
          conflict: conflictOf(facts.data?.conflicts ?? [], fact.id) !== undefined,
          flag: flags.get(fact.id),
        })),
      ),
    );
    return {
      rows,
      holder: (id) =>
        inOrder(groups).find((fact) => [fact, ...(sources.get(fact.id) ?? [])].some((one) => one.id === id)),
    };
  }, [facts.data, parties.data, flags]);
}

export function FactsTab() {
  const t = useTexts();
  const { caseId, facts, search, show } = useCaseView();
  const client = useQueryClient();
  const [editing, setEditing] = useState<string | null>(null);
  const { rows, holder } = useRows();
  const ordered = useMemo(() => rows.map((row) => row.fact), [rows]);
  const conflicts = facts.data?.conflicts ?? NO_CONFLICTS;
  const chosen = holder(search.fact);
  const toCheck = ordered.filter((fact) => needsLook(fact, [])).length;
  const choose = useCallback(
    (fact: Fact | undefined) => fact && show({ document: fact.document_id, page: fact.page_number, fact: fact.id }),
    [show],
  );
  const next = () => choose(nextUnchecked(ordered, chosen?.id, conflicts));
  const review = useMutation({
    mutationFn: async ({ fact, also = [], ...body }: Review) => {
      for (const one of [fact, ...also]) await api.post<Fact>(`/facts/${one.id}/reviews`, body);
    },
    onSuccess: (_, { fact }) => {
      setEditing(null);
      choose(nextUnchecked(ordered, fact.id, conflicts));
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });
  const { mutate, isPending } = review;
  const actions = useMemo(
    (): Actions => ({
      busy: isPending,
      onSettle: (fact, verdict) => {
        // A verdict on a value holds for each of its sources that has none yet.
        const more = rows.find((row) => row.fact.id === fact.id)?.more ?? [];
        mutate({ fact, verdict, also: more.filter((one) => one.state === "unchecked") });
      },
      onEdit: (fact) => {
        choose(fact ?? undefined);
        setEditing(fact?.id ?? null);
      },
      onCorrect: (fact, value, reason) => mutate({ fact, verdict: "correct", value, ...(reason ? { reason } : {}) }),
    }),
    [isPending, mutate, rows, choose],
  );

  // j and k are the table's.
  useShortcuts((event) => {
    if (event.key === "n") next();
    else if (event.key === "a" && chosen) actions.onSettle(chosen, "accept");
    else if (event.key === "x" && chosen) actions.onSettle(chosen, "reject");
    else if (event.key === "c" && chosen && !LINKS.has(chosen.property)) setEditing(chosen.id);
    else return false;
    return true;
  });

  const summary = [
    conflicts.length > 0 && t("conflicts", { count: conflicts.length }),
    toCheck > 0 && t("toCheck", { count: toCheck }),
    t("unreviewed", {
      count: ordered.length,
      unreviewed: ordered.filter((fact) => fact.state === "unchecked").length,
    }),
  ];
  return (
    <QueryResult of={facts} what={t("loading")}>
      {({ items }) => (
        <>
          <div className={classes["head"]}>
            <span className={classes["summary"]}>{summary.filter(Boolean).join(" · ")}</span>
            <Button
              variant="default"
              size="xs"
              onClick={next}
              rightSection={
                <Kbd size="xs" className={classes["key"]!}>
                  n
                </Kbd>
              }
            >
              {t("next")}
            </Button>
          </div>
          {review.error && <ErrorState error={review.error} />}
          <Conflicts
            conflicts={conflicts}
            facts={items}
            chosen={search.fact}
            disabled={review.isPending}
            onChoose={(fact) => review.mutate({ fact, verdict: "accept" })}
          />
          <Pairs />
          {rows.length === 0 ? (
            <EmptyState text={t("empty")} />
          ) : (
            <FactsTable rows={rows} active={chosen?.id ?? null} editing={editing} onActive={choose} actions={actions} />
          )}
        </>
      )}
    </QueryResult>
  );
}
