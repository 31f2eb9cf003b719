import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Hit, Items, Verdict } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { words } from "@/shared/format";
import { Card, DateTime, EmptyState, ErrorState, QueryResult, StateBadge, type Tone } from "@/shared/ui";
import { Comparison } from "./Comparison";
import classes from "./Screening.module.css";
import { useTexts } from "./texts.en";

const VERDICTS = ["same", "different", "unsure"] as const satisfies Verdict[];
const TONES: Record<Verdict, Tone> = { same: "high", different: "low", unsure: "medium" };
/** The server asks for a reason that says something. */
const REASON_LENGTH = { min: 3, max: 4000 };

function HitCard({ hit }: { hit: Hit }) {
  const t = useTexts();
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const judge = useMutation({
    mutationFn: (verdict: Verdict | null) =>
      api.post<Hit>(`/hits/${hit.id}/adjudications`, { verdict, reason: reason || null }),
    onSuccess: (_, verdict) => {
      void client.invalidateQueries({ queryKey: ["case", caseId] });
      if (verdict) document.getElementById(hit.id)?.nextElementSibling?.scrollIntoView({ block: "start" });
    },
  });
  const person = hit.adjudicated_by?.name ?? "";
  return (
    <Card
      id={hit.id}
      label={t("hits.label", { party: hit.party_name, entry: hit.entry.name })}
      title={
        <>
          {hit.party_name}{" "}
          <span className={classes["secondary"]}>{hit.party_roles.map((role) => words(role)).join(", ")}</span>
          {" ↔ "}
          {hit.entry.name}{" "}
          <span className={classes["secondary"]} title={t("hits.version", { version: hit.list_version })}>
            {hit.list_name}
          </span>
        </>
      }
      extra={
        <>
          {hit.verdict ? (
            <StateBadge tone={TONES[hit.verdict]}>{t(`verdict.${hit.verdict}`)}</StateBadge>
          ) : (
            <StateBadge tone="medium" sign="?">
              {t("hits.toJudge")}
            </StateBadge>
          )}
          <span className={classes["small"]}>{t("percentMatch", { percent: Math.round(hit.score * 100) })}</span>
        </>
      }
    >
      <Comparison ours={hit.party_name} entry={hit.entry} parts={hit.parts} matched={hit.matched_words} />
      <div className={classes["actions"]}>
        {hit.verdict ? (
          <>
            <span className={`${classes["grow"]} ${classes["small"]}`}>
              {hit.reason
                ? t("hits.adjudicated", { person, reason: hit.reason })
                : t("hits.adjudicatedNoReason", { person })}{" "}
              {hit.adjudicated_at && <DateTime at={hit.adjudicated_at} />}
            </span>
            <Button variant="default" size="xs" disabled={judge.isPending} onClick={() => judge.mutate(null)}>
              {t("hits.undo")}
            </Button>
          </>
        ) : (
          <>
            <TextInput
              className={classes["grow"]!}
              aria-label={t("hits.reason")}
              placeholder={t("hits.reasonHint")}
              value={reason}
              maxLength={REASON_LENGTH.max}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {VERDICTS.map((verdict) => (
              <Button
                key={verdict}
                variant="default"
                disabled={judge.isPending || reason.trim().length < REASON_LENGTH.min}
                onClick={() => judge.mutate(verdict)}
              >
                {t(`verdictButton.${verdict}`)}
              </Button>
            ))}
          </>
        )}
      </div>
      {judge.error && <ErrorState error={judge.error} />}
    </Card>
  );
}

export function HitsTab() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const hits = useQuery({
    queryKey: ["case", caseId, "hits"],
    queryFn: ({ signal }) => api.get<Items<Hit>>(`/cases/${caseId}/hits`, signal),
  });
  const screened = one.steps.some((step) => step.name === "screen" && step.state === "done");
  return (
    <QueryResult of={hits} what={t("hits.loading")}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState text={t(screened ? "hits.noMatches" : "hits.notScreened")} />
        ) : (
          <div className={classes["hits"]}>
            {[...items]
              .sort((a, b) => Number(a.verdict !== null) - Number(b.verdict !== null))
              .map((hit) => (
                <HitCard hit={hit} key={hit.id} />
              ))}
          </div>
        )
      }
    </QueryResult>
  );
}
