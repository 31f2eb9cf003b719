import { Button, Select, TextInput, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Items, Match, Watchlist } from "@/api/types";
import { whole } from "@/shared/format";
import { Card, DataTable, DateTime, EmptyState, ErrorState, QueryResult, type Column } from "@/shared/ui";
import { Comparison } from "./Comparison";
import classes from "./Screening.module.css";
import { useTexts } from "./texts.en";

const SCHEMAS = ["LegalEntity", "Person", "Company"] as const;
const LIMIT = 10;

interface Asked {
  name: string;
  schema: string;
  birth_date?: string;
  countries?: string[];
  limit: number;
}

function Lists() {
  const t = useTexts();
  const lists = useQuery({
    queryKey: ["watchlists"],
    queryFn: ({ signal }) => api.get<Items<Watchlist>>("/watchlists", signal),
  });
  const columns = useMemo(
    (): Column<Watchlist>[] => [
      { id: "name", header: t("lists.columns.name"), cell: (list) => list.name, sortValue: (list) => list.name },
      { id: "source", header: t("lists.columns.source"), secondary: true, cell: (list) => list.source },
      { id: "version", header: t("lists.columns.version"), cell: (list) => list.version },
      {
        id: "entries",
        header: t("lists.columns.entries"),
        align: "right",
        cell: (list) => whole(list.entries),
        sortValue: (list) => list.entries,
      },
      {
        id: "loaded",
        header: t("lists.columns.loaded"),
        secondary: true,
        nowrap: true,
        cell: (list) => <DateTime at={list.loaded_at} />,
        sortValue: (list) => list.loaded_at,
      },
    ],
    [t],
  );
  return (
    <Card title={t("lists.title")}>
      <QueryResult of={lists} what={t("lists.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t("lists.empty")} />
          ) : (
            <DataTable label={t("lists.title")} columns={columns} rows={items} rowKey={(list) => list.id} />
          )
        }
      </QueryResult>
    </Card>
  );
}

export function ScreeningPage() {
  const t = useTexts();
  const search = useMutation({
    mutationFn: (asked: Asked) => api.post<{ items: Match[]; took_ms: number }>("/screenings", asked),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    search.mutate({
      name: text("name"),
      schema: text("schema"),
      ...(text("birth_date") ? { birth_date: text("birth_date") } : {}),
      ...(text("country") ? { countries: [text("country").toLowerCase()] } : {}),
      limit: LIMIT,
    });
  }
  const found = search.data;
  return (
    <div className={classes["page"]}>
      <VisuallyHidden component="h1">{t("title")}</VisuallyHidden>
      <Card title={t("search.title")}>
        <form className={classes["form"]} onSubmit={submit}>
          <TextInput
            className={classes["grow"]!}
            label={t("search.name")}
            name="name"
            withAsterisk={false}
            required
            maxLength={300}
            autoComplete="off"
          />
          <Select
            label={t("search.kind")}
            name="schema"
            w={120}
            allowDeselect={false}
            defaultValue="LegalEntity"
            data={SCHEMAS.map((value) => ({ value, label: t(`search.kinds.${value}`) }))}
          />
          <TextInput
            label={t("search.birthDate")}
            name="birth_date"
            w={140}
            placeholder={t("search.birthDateHint")}
            pattern="\d{4}(-\d{2}(-\d{2})?)?"
          />
          <TextInput
            label={t("search.country")}
            name="country"
            w={80}
            placeholder={t("search.countryHint")}
            pattern="[A-Za-z]{2}"
            maxLength={2}
          />
          <Button type="submit" h={32} disabled={search.isPending}>
            {t(search.isPending ? "search.searching" : "search.submit")}
          </Button>
        </form>
        {search.error && <ErrorState error={search.error} />}
        <div className={found ? `${classes["about"]} ${classes["small"]}` : undefined} aria-live="polite">
          {found &&
            (found.items.length === 0
              ? t("search.noMatches", { ms: found.took_ms })
              : t("search.matches", { count: found.items.length, ms: found.took_ms }))}
        </div>
      </Card>
      {found?.items.map((match) => (
        <Card
          key={`${match.list_name}-${match.entry.id}`}
          label={match.entry.name}
          title={
            <>
              {match.entry.name} <span className={classes["secondary"]}>{match.list_name}</span>
            </>
          }
          extra={
            <span className={classes["small"]}>{t("percentMatch", { percent: Math.round(match.score * 100) })}</span>
          }
        >
          <Comparison
            ours={search.variables?.name ?? ""}
            entry={match.entry}
            parts={match.parts}
            matched={match.matched_words}
          />
        </Card>
      ))}
      <Lists />
    </div>
  );
}
