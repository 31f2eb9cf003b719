import { Code } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { Anatomy } from "@/api/types";
import { money, seconds, whole } from "@/shared/format";
import { Card, CardBody, DataTable, EmptyState, Page, QueryResult, type Column } from "@/shared/ui";
import classes from "./Anatomy.module.css";
import colours from "./Assistant.module.css";
import { useTexts } from "./texts.en";

type Source = Anatomy["sources"][number];

function Figures({ anatomy: { run, cache, prompt } }: { anatomy: Anatomy }) {
  const t = useTexts();
  return (
    <div className={classes["figures"]}>
      <span>
        {t("anatomy.first")} <b>{seconds(run.first_token_ms)}</b>
      </span>
      <span>
        {t("anatomy.total")} <b>{seconds(run.total_ms)}</b>
      </span>
      <span>
        {t("anatomy.tokens", {
          input: whole(run.tokens.input),
          output: whole(run.tokens.output),
          cached: whole(run.tokens.cached),
        })}
      </span>
      <span>{money(run.cost_usd)}</span>
      {cache !== "none" && <span>{t(`anatomy.cache.${cache}`)}</span>}
      {prompt && <span>{t("anatomy.prompt", { name: prompt.name, version: prompt.version })}</span>}
    </div>
  );
}

function Waterfall({ anatomy: { run, spans } }: { anatomy: Anatomy }) {
  const t = useTexts();
  const total = Math.max(run.total_ms ?? 0, ...spans.map((span) => span.start_ms + span.ms), 1);
  const share = (ms: number) => `${Math.min(100, (100 * ms) / total)}%`;
  return (
    <div>
      <div className={`${classes["line"]} ${classes["heads"]}`}>
        <span>{t("anatomy.stage")}</span>
        <span>{t("anatomy.scale", { total: seconds(total) })}</span>
        <span className={classes["right"]}>{t("anatomy.took")}</span>
      </div>
      {spans.map((span) => {
        const over = span.budget_ms !== null && span.ms > span.budget_ms;
        const ms = span.ms.toFixed(span.ms < 10 ? 1 : 0);
        const took =
          span.budget_ms === null
            ? t("anatomy.ms", { ms })
            : t("anatomy.msOfBudget", { ms, budget: whole(span.budget_ms) });
        const time = span.beside ? t("anatomy.beside", { time: took }) : took;
        return (
          <div className={classes["line"]} key={`${span.name}-${span.start_ms}`}>
            <span>{span.label}</span>
            <span className={classes["bar"]} aria-hidden="true">
              <i
                data-over={over || undefined}
                data-beside={span.beside || undefined}
                style={{ left: share(span.start_ms), width: share(span.ms) }}
              />
              {span.budget_ms !== null && <u style={{ width: share(span.start_ms + span.budget_ms) }} />}
            </span>
            <span className={classes["right"]} data-over={over || undefined}>
              {over ? t("anatomy.over", { time }) : time}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function LookUps({ steps }: { steps: Anatomy["steps"] }) {
  const t = useTexts();
  return (
    <div className={classes["part"]}>
      <b>{t("anatomy.lookups")}</b> <span className={colours["faint"]}>{t("anatomy.readOnly")}</span>
      {steps.map((step, index) => {
        const given = Object.entries(step.arguments)
          .map(([name, value]) => t("anatomy.argument", { name, value: String(value) }))
          .join(", ");
        return (
          <div className={classes["lookup"]} key={index}>
            <span>
              {step.label} <Code>{step.tool}</Code>{" "}
              {step.asked_by === "model" && (
                <span className={colours["faint"]}>
                  {given ? t("anatomy.byModelWith", { arguments: given }) : t("anatomy.byModel")}
                </span>
              )}
              {step.why && (
                <div className={colours["medium"]}>
                  {t("anatomy.why", { outcome: t(`anatomy.outcome.${step.outcome}`), why: step.why })}
                </div>
              )}
            </span>
            <span className={classes["right"]}>
              {step.outcome !== "done"
                ? t(`anatomy.outcome.${step.outcome}`)
                : step.tool === "draft_note"
                  ? t("anatomy.shown")
                  : t("anatomy.found", { found: whole(step.found) })}
            </span>
            <span className={`${classes["right"]} ${colours["faint"]}`}>
              {t("anatomy.ms", { ms: step.ms.toFixed(0) })}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function Sources({ sources }: { sources: Source[] }) {
  const t = useTexts();
  const columns = useMemo(
    (): Column<Source>[] => [
      {
        id: "source",
        header: t("anatomy.columns.source"),
        cell: (source) => (
          <span className={source.used ? undefined : colours["secondary"]}>
            {source.page_number ? t("anatomy.page", { title: source.title, page: source.page_number }) : source.title}{" "}
            <span className={colours["small"]}>{source.kind}</span>
            {source.suspicious.length > 0 && (
              <div className={colours["high"]}>
                {t("anatomy.suspicious", { findings: source.suspicious.join(", ") })}
              </div>
            )}
          </span>
        ),
      },
      {
        id: "score",
        header: t("anatomy.columns.score"),
        align: "right",
        cell: (source) => (
          <span
            title={Object.entries(source.parts)
              .map(([name, value]) => t("anatomy.argument", { name, value }))
              .join(", ")}
          >
            {source.score.toFixed(2)}
          </span>
        ),
      },
      {
        id: "used",
        header: t("anatomy.columns.used"),
        cell: (source) =>
          source.used ? (
            <span className={colours["cite"]}>{source.n ?? t("anatomy.used")}</span>
          ) : (
            <span className={colours["secondary"]}>{t("anatomy.unused")}</span>
          ),
      },
    ],
    [t],
  );
  const rows = useMemo(() => sources.map((source, index) => ({ ...source, key: String(index) })), [sources]);
  return (
    <Card title={t("anatomy.sources")}>
      {rows.length === 0 ? (
        <EmptyState text={t("anatomy.noSources")} />
      ) : (
        <DataTable label={t("anatomy.sources")} columns={columns} rows={rows} rowKey={(source) => source.key} />
      )}
    </Card>
  );
}

function Checks({ checks }: { checks: Anatomy["checks"] }) {
  const t = useTexts();
  return (
    <Card title={t("anatomy.checks")}>
      <CardBody>
        {checks.length === 0 && <p className={colours["secondary"]}>{t("anatomy.noChecks")}</p>}
        {checks.map((check, index) => {
          const supported = check.verdict === "supported";
          return (
            <div key={index} className={classes["check"]}>
              <span className={colours[supported ? "low" : "high"]}>
                {t(supported ? "anatomy.supported" : "anatomy.withdrawn")}
              </span>{" "}
              {check.text ?? t("anatomy.sentence", { n: check.sentence + 1 })}{" "}
              <span className={colours["faint"]}>{check.score.toFixed(2)}</span>
              {check.reasons.length > 0 && <div className={colours["small"]}>{check.reasons.join("; ")}</div>}
            </div>
          );
        })}
      </CardBody>
    </Card>
  );
}

function Guardrails({ guardrails }: { guardrails: Anatomy["guardrails"] }) {
  const t = useTexts();
  return (
    <Card title={t("anatomy.guardrails")}>
      <CardBody>
        {guardrails.map((one, index) => (
          <div key={index} className={classes["check"]}>
            {t("anatomy.guardrail", { check: one.check })} <b>{one.decision}</b>{" "}
            <span className={colours["secondary"]}>{one.reasons.join(", ")}</span>
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

/** How an answer came about: its stages with their budgets, its sources, look-ups, checks and models. */
export function AnatomyPage() {
  const t = useTexts();
  const { id } = useParams({ from: "/in/runs/$id" });
  const anatomy = useQuery({
    queryKey: ["anatomy", id],
    queryFn: ({ signal }) => api.get<Anatomy>(`/runs/${id}/anatomy`, signal),
  });
  return (
    <QueryResult of={anatomy} what={t("anatomy.loading")}>
      {(found) => {
        const { run, attempts, provider } = found;
        return (
          <Page title={t("anatomy.title")}>
            <div className={classes["columns"]}>
              <Card title={t("anatomy.title")}>
                <div className={classes["about"]}>
                  <div className={colours["small"]}>{run.id}</div>
                  <p className={classes["question"]}>{t("anatomy.question", { question: run.question })}</p>
                  <Figures anatomy={found} />
                </div>
                <Waterfall anatomy={found} />
                {found.searched !== run.question && (
                  <div className={classes["part"]}>
                    <span className={colours["secondary"]}>{t("anatomy.searchedAs")}</span>{" "}
                    {t("anatomy.question", { question: found.searched })}
                  </div>
                )}
                {found.steps.length > 0 && <LookUps steps={found.steps} />}
                <div className={classes["answer"]}>
                  <b>{t("anatomy.answer")}</b>
                  <p>{run.answer || t("anatomy.noAnswer")}</p>
                </div>
              </Card>
              <div className={classes["side"]}>
                <Sources sources={found.sources} />
                <Checks checks={found.checks} />
                {found.guardrails.length > 0 && <Guardrails guardrails={found.guardrails} />}
                <p className={colours["small"]}>
                  {t("anatomy.provider", { provider: provider ?? run.model })}{" "}
                  {(attempts ?? [])
                    .map((one) =>
                      t("anatomy.attempt", {
                        provider: one.provider,
                        model: one.model,
                        outcome: one.outcome,
                        time: seconds(one.ms),
                      }),
                    )
                    .join("; ")}
                </p>
              </div>
            </div>
          </Page>
        );
      }}
    </QueryResult>
  );
}
