import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "@/api/client";
import type { Items, PromptVersion } from "@/api/types";
import { money, seconds, whole } from "@/shared/format";
import { Card, DataTable, EmptyState, QueryResult, StateBadge, type Column } from "@/shared/ui";
import classes from "./Admin.module.css";
import { useTexts } from "./texts.en";

const keyOf = (one: PromptVersion) => `${one.name}@${one.version}`;
const textOf = (one: PromptVersion) => `${one.system}\n\n${one.sources}`;
/** As many versions as can be read beside each other. */
const COMPARED = 2;

/** The lines of a version; those that the other one does not have are marked. */
function Version({ version, other }: { version: PromptVersion; other: PromptVersion | undefined }) {
  const t = useTexts();
  const others = new Set(textOf(other ?? version).split("\n"));
  return (
    <section className={classes["version"]} aria-label={keyOf(version)}>
      <b>{keyOf(version)}</b>
      <pre>
        {textOf(version)
          .split("\n")
          .map((line, index) => {
            const changed = !others.has(line);
            return (
              <span key={index} className={classes["line"]} data-changed={changed || undefined}>
                {changed ? t("prompts.changed", { line }) : line}
              </span>
            );
          })}
      </pre>
    </section>
  );
}

export function Prompts() {
  const t = useTexts();
  const prompts = useQuery({
    queryKey: ["prompts"],
    queryFn: ({ signal }) => api.get<Items<PromptVersion>>("/prompts", signal),
  });
  const [chosen, setChosen] = useState<string[]>([]);
  const columns = useMemo(
    (): Column<PromptVersion>[] => [
      {
        id: "prompt",
        header: t("prompts.columns.prompt"),
        nowrap: true,
        cell: (one) => (
          <>
            {keyOf(one)} {one.in_use && <StateBadge tone="low">{t("prompts.inUse")}</StateBadge>}
          </>
        ),
      },
      {
        id: "description",
        header: t("prompts.columns.description"),
        cell: (one) => <span className={classes["description"]}>{one.description}</span>,
      },
      {
        id: "answers",
        header: t("prompts.columns.answers"),
        align: "right",
        cell: (one) => whole(one.answers),
      },
      {
        id: "noEvidence",
        header: t("prompts.columns.noEvidence"),
        align: "right",
        cell: (one) => whole(one.no_evidence),
      },
      {
        id: "ratings",
        header: t("prompts.columns.ratings"),
        align: "right",
        cell: (one) => t("prompts.ratings", { up: one.rated_up, down: one.rated_down }),
      },
      {
        id: "firstWord",
        header: t("prompts.columns.firstWord"),
        align: "right",
        cell: (one) => seconds(one.median_first_token_ms),
      },
      { id: "cost", header: t("prompts.columns.cost"), align: "right", cell: (one) => money(one.cost_usd) },
      {
        id: "compare",
        header: t("prompts.columns.compare"),
        cell: (one) => (
          <Checkbox
            size="xs"
            aria-label={t("prompts.compare", { prompt: keyOf(one) })}
            checked={chosen.includes(keyOf(one))}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              setChosen((before) =>
                checked ? [...before, keyOf(one)].slice(-COMPARED) : before.filter((key) => key !== keyOf(one)),
              );
            }}
          />
        ),
      },
    ],
    [t, chosen],
  );
  return (
    <Card title={t("prompts.title")}>
      <QueryResult of={prompts} what={t("prompts.loading")}>
        {({ items }) => {
          if (items.length === 0) return <EmptyState text={t("prompts.empty")} />;
          const shown = items.filter((one) => chosen.includes(keyOf(one)));
          return (
            <>
              <DataTable label={t("prompts.title")} columns={columns} rows={items} rowKey={keyOf} />
              {shown.length === 1 && <EmptyState text={t("prompts.chooseSecond")} />}
              {shown.length > 0 && (
                <div className={classes["compared"]}>
                  {shown.map((one) => (
                    <Version key={keyOf(one)} version={one} other={shown.find((other) => other !== one)} />
                  ))}
                </div>
              )}
            </>
          );
        }}
      </QueryResult>
    </Card>
  );
}
