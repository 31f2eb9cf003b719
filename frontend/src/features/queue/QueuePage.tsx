import { Button, Kbd, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, type KeyboardEvent } from "react";
import { api } from "@/api/client";
import type { Case } from "@/api/types";
import { useShortcuts } from "@/shared/keyboard";
import { ButtonLink, Count, EmptyState, ErrorState, FilterSelect, QueryResult } from "@/shared/ui";
import classes from "./Queue.module.css";
import { QueueTable } from "./QueueTable";
import { isFiltered, sortOf, sortParameter, SORTS, VIEWS, type QueueSearch } from "./search";
import { useTexts } from "./texts.en";
import { useQueue } from "./useQueue";

type SetFilter = (key: keyof QueueSearch, value: string) => void;

function Views({ search, counts }: { search: QueueSearch; counts: Record<string, number> | undefined }) {
  const t = useTexts();
  return (
    <nav className={classes["views"]} aria-label={t("title")}>
      {VIEWS.map((view) => (
        <Link key={view} to="/" search={{ ...search, view }} aria-current={search.view === view ? "page" : undefined}>
          {t(`views.${view}`)}
          {counts && (
            <Count value={counts[view] ?? 0} todo={(counts[view] ?? 0) > 0 && (view === "mine" || view === "review")} />
          )}
        </Link>
      ))}
    </nav>
  );
}

function Filters({ search, set }: { search: QueueSearch; set: SetFilter }) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  useShortcuts((event) => {
    if (event.key !== "/") return false;
    input.current?.focus();
    return true;
  });
  // Enter and Escape leave the field as it is, so that the keys of the rows work again.
  function leave(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.blur();
  }
  return (
    <>
      <TextInput
        ref={input}
        type="search"
        size="xs"
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        value={search.q ?? ""}
        onChange={(event) => set("q", event.currentTarget.value)}
        onKeyDown={leave}
        classNames={{ input: classes["search"]! }}
      />
      <FilterSelect
        label={t("filters.state.label")}
        value={search.state ?? ""}
        onChange={(value) => set("state", value)}
        options={[
          { value: "", label: t("filters.state.any") },
          ...(["open", "proposed", "approved", "rejected"] as const).map((value) => ({
            value,
            label: t(`filters.state.${value}`),
          })),
        ]}
      />
      <FilterSelect
        label={t("filters.band.label")}
        value={search.band ?? ""}
        onChange={(value) => set("band", value)}
        options={[
          { value: "", label: t("filters.band.any") },
          ...(["low", "medium", "high", "prohibited"] as const).map((value) => ({
            value,
            label: t(`filters.band.${value}`),
          })),
        ]}
      />
      <FilterSelect
        label={t("filters.due.label")}
        value={search.due ?? ""}
        onChange={(value) => set("due", value)}
        options={[
          { value: "", label: t("filters.due.any") },
          ...(["overdue", "today", "week"] as const).map((value) => ({ value, label: t(`filters.due.${value}`) })),
        ]}
      />
      <FilterSelect
        label={t("filters.customer_kind.label")}
        value={search.customer_kind ?? ""}
        onChange={(value) => set("customer_kind", value)}
        options={[
          { value: "", label: t("filters.customer_kind.any") },
          ...(["company", "person"] as const).map((value) => ({ value, label: t(`filters.customer_kind.${value}`) })),
        ]}
      />
      <FilterSelect
        label={t("filters.sort.label")}
        value={search.sort ?? ""}
        onChange={(value) => set("sort", value)}
        options={SORTS.map((value) => ({ value, label: t(`filters.sort.${value || "any"}`) }))}
      />
    </>
  );
}

function Empty({ search }: { search: QueueSearch }) {
  const t = useTexts();
  const filtered = isFiltered(search);
  return (
    <EmptyState text={t(filtered ? "empty.filtered" : `empty.${search.view}`)}>
      {filtered ? (
        <ButtonLink to="/" search={{ view: search.view }}>
          {t("clearFilters")}
        </ButtonLink>
      ) : (
        <ButtonLink to="/cases/new">{t("newCase")}</ButtonLink>
      )}
    </EmptyState>
  );
}

function KeyHints() {
  const t = useTexts();
  return (
    <>
      <span className={classes["hint"]}>
        <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> {t("keys.move")}
      </span>
      <span className={classes["hint"]}>
        <Kbd size="xs">Enter</Kbd> {t("keys.open")}
      </span>
      <span className={classes["hint"]}>
        <Kbd size="xs">/</Kbd> {t("keys.filter")}
      </span>
      <span className={classes["hint"]}>
        <Kbd size="xs">?</Kbd> {t("keys.all")}
      </span>
    </>
  );
}

export function QueuePage() {
  const t = useTexts();
  const search: QueueSearch = useSearch({ from: "/in/" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const { found, rows, changes, counts, showChanges } = useQueue(search);
  const take = useMutation({
    mutationFn: () => api.post<Case | undefined>("/cases/next"),
    onSuccess: (taken) => {
      void client.invalidateQueries({ queryKey: ["queue"] });
      if (taken) void navigate({ to: "/cases/$id", params: { id: taken.id } });
    },
  });
  useShortcuts((event) => {
    if (event.key !== "t") return false;
    take.mutate();
    return true;
  });
  const set: SetFilter = (key, value) =>
    void navigate({ to: "/", search: { ...search, [key]: value || undefined } as QueueSearch, replace: true });

  return (
    <section className={classes["page"]} aria-label={t("title")}>
      <VisuallyHidden component="h1">{t("title")}</VisuallyHidden>
      <div className={classes["head"]}>
        <Views search={search} counts={counts} />
        <div className={classes["actions"]}>
          <ButtonLink to="/cases/new">{t("newCase")}</ButtonLink>
          <Button
            onClick={() => take.mutate()}
            disabled={take.isPending}
            rightSection={
              <Kbd size="xs" className={classes["key"]!}>
                T
              </Kbd>
            }
          >
            {t("takeNext")}
          </Button>
        </div>
      </div>
      <div className={classes["filters"]}>
        <Filters search={search} set={set} />
        <span className={classes["total"]}>{found.data && t("count", { count: rows.length })}</span>
      </div>
      {changes > 0 && (
        <div className={classes["changes"]} role="status">
          <UnstyledButton onClick={showChanges}>{t("changes", { count: changes })}</UnstyledButton>
        </div>
      )}
      {take.error && <ErrorState error={take.error} retry={() => take.mutate()} />}
      {take.isSuccess && take.data === undefined && <p className={classes["message"]}>{t("nothingToTake")}</p>}
      <QueryResult of={found} what={t("loading")}>
        {() =>
          rows.length === 0 ? (
            <Empty search={search} />
          ) : (
            <QueueTable
              // Each view begins at its first row.
              key={search.view}
              rows={rows}
              sort={sortOf(search)}
              onSort={(sort) => set("sort", sortParameter(sort))}
            />
          )
        }
      </QueryResult>
      <footer className={classes["footer"]}>
        <KeyHints />
        {found.hasNextPage && (
          <Button variant="default" size="xs" className={classes["more"]!} onClick={() => void found.fetchNextPage()}>
            {t("showMore")}
          </Button>
        )}
      </footer>
    </section>
  );
}
