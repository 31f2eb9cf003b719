import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { api, Problem } from "@/api/client";
import type { Assessment, Ref } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { words } from "@/shared/format";
import { Card, CardBody, DateTime, EmptyState, QueryResult, RiskBadge, SourceButton } from "@/shared/ui";
import classes from "./Risk.module.css";
import { useTexts } from "./texts.en";
import { waterfall } from "./waterfall";

const SHOWN = 2;
const KINDS = ["fact", "document", "ownership", "owner", "hit", "list_entry", "party", "case", "policy"] as const;

/** The evidence of a factor, each named by its content and place; the first few until the rest is asked for. */
function Sources({ of }: { of: Ref[] }) {
  const t = useTexts();
  const { facts, openEvidence } = useCaseView();
  const [all, setAll] = useState(false);
  function nameOf(ref: Ref): string {
    const fact = ref.kind === "fact" ? facts.data?.items.find((one) => one.id === ref.id) : undefined;
    if (fact)
      return t("fact", {
        label: fact.label,
        value: fact.display_value,
        document: fact.document_name,
        page: fact.page_number,
      });
    const kind = KINDS.find((one) => one === ref.kind);
    return kind ? t(`evidence.${kind}`) : words(ref.kind);
  }
  const shown = all ? of : of.slice(0, SHOWN);
  return (
    <span className={classes["sources"]}>
      {shown.map((ref) => (
        <SourceButton key={`${ref.kind}-${ref.id}`} onClick={() => openEvidence(ref)}>
          {nameOf(ref)}
        </SourceButton>
      ))}
      {of.length > shown.length && (
        <Anchor component="button" type="button" size="xs" onClick={() => setAll(true)}>
          {t("more", { count: of.length - shown.length })}
        </Anchor>
      )}
    </span>
  );
}

function Bar({ from, to, tone }: { from: number; to: number; tone?: "up" | "down" }) {
  return (
    <span className={classes["bar"]} aria-hidden="true">
      <i data-tone={tone} style={{ left: `${from}%`, width: `${to - from}%` }} />
    </span>
  );
}

function Waterfall({ found }: { found: Assessment }) {
  const t = useTexts();
  const bars = waterfall(found.base, found.factors);
  return (
    <div className={classes["waterfall"]}>
      <span className={classes["base"]}>{t("base")}</span>
      <Bar from={0} to={found.base} />
      <span className={classes["points"]}>{found.base}</span>
      {found.factors.map((factor, index) => (
        <Fragment key={factor.code}>
          <span>{factor.label}</span>
          <Bar from={bars[index]?.from ?? 0} to={bars[index]?.to ?? 0} tone={factor.points >= 0 ? "up" : "down"} />
          <span className={classes["points"]}>
            {factor.points >= 0 ? t("points", { points: factor.points }) : factor.points}
          </span>
          <span className={classes["gap"]} />
          <span className={classes["reason"]}>
            {factor.reason} <Sources of={factor.evidence} />
          </span>
        </Fragment>
      ))}
      <span className={classes["total"]}>{t("total")}</span>
      <Bar from={0} to={found.score} />
      <span className={`${classes["points"]} ${classes["total"]}`}>{found.score}</span>
    </div>
  );
}

function Changes({ found }: { found: Assessment }) {
  const t = useTexts();
  if (!found.previous) return <p className={classes["previous"]}>{t("changes.first")}</p>;
  const { band, score, computed_at } = found.previous;
  return (
    <>
      <p className={classes["previous"]}>
        {t("changes.before", { band: t(`band.${band}`), score })} · <DateTime at={computed_at} />
      </p>
      {found.changes.length === 0 ? (
        <p>{t("changes.none")}</p>
      ) : (
        <ul className={classes["changes"]}>
          {found.changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}

export function RiskTab() {
  const t = useTexts();
  const { caseId } = useCaseView();
  const risk = useQuery({
    queryKey: ["case", caseId, "risk"],
    queryFn: ({ signal }) => api.get<Assessment>(`/cases/${caseId}/risk`, signal),
    retry: false,
  });
  if (risk.error instanceof Problem && risk.error.status === 404) return <EmptyState text={t("notScored")} />;
  return (
    <QueryResult of={risk} what={t("loading")}>
      {(found) => (
        <div className={classes["tab"]}>
          <Card title={t("title", { score: found.score })} extra={<RiskBadge band={found.band} score={found.score} />}>
            <Waterfall found={found} />
          </Card>
          <Card title={t("changes.title")}>
            <CardBody>
              <Changes found={found} />
            </CardBody>
          </Card>
          <p className={classes["policy"]}>
            {t("policy", { policy: found.policy.name, version: found.policy.version })} ·{" "}
            <DateTime at={found.computed_at} />
          </p>
        </div>
      )}
    </QueryResult>
  );
}
