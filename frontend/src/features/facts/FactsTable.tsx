import { Button, TextInput, VisuallyHidden } from "@mantine/core";
import { useMemo, type FormEvent } from "react";
import type { Fact } from "@/api/types";
import { words } from "@/shared/format";
import { DataTable, TextLink, type Column } from "@/shared/ui";
import classes from "./Facts.module.css";
import { LINKS, type PartyGroup } from "./grouping";
import { Provenance, useHowRead, useMethodName } from "./Provenance";
import { Sources } from "./Sources";
import { useTexts } from "./texts.en";

/** A value of the table with what is known about it beside itself. */
export interface FactRow {
  fact: Fact;
  group: PartyGroup;
  entity: string | undefined;
  /** The topic, on its first row. */
  topic: string | null;
  more: Fact[];
  conflict: boolean;
  flag: string | undefined;
}

export interface Actions {
  busy: boolean;
  onSettle: (fact: Fact, verdict: "accept" | "reject") => void;
  onEdit: (fact: Fact | null) => void;
  onCorrect: (fact: Fact, value: string, reason: string) => void;
}

function Correction({ fact, actions }: { fact: Fact; actions: Actions }) {
  const t = useTexts();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    actions.onCorrect(fact, String(given.get("value")), String(given.get("reason")));
  }
  return (
    <form className={classes["form"]} onSubmit={submit}>
      <TextInput label={fact.label} name="value" defaultValue={fact.value} withAsterisk={false} required autoFocus />
      <TextInput label={t("review.reason")} name="reason" maxLength={4000} />
      <Button type="submit" disabled={actions.busy}>
        {t("review.save")}
      </Button>
      <Button variant="default" onClick={() => actions.onEdit(null)}>
        {t("review.cancel")}
      </Button>
    </form>
  );
}

function Value({ row }: { row: FactRow }) {
  const t = useTexts();
  const { fact } = row;
  return (
    <>
      <span className={fact.state === "rejected" ? classes["struck"] : undefined}>{fact.display_value}</span>{" "}
      <Provenance fact={fact} />
      {fact.state === "withdrawn" && (
        <span className={classes["note"]} data-tone="medium" title={t("state.withdrawnMore")}>
          <span aria-hidden="true"> ↺ </span>
          {t("state.withdrawn")}
        </span>
      )}
      {row.conflict && (
        <span className={classes["note"]} data-tone="medium">
          <span aria-hidden="true"> ≠ </span>
          {t("state.conflict")}
        </span>
      )}
      {row.flag && (
        <span className={classes["note"]} data-tone="high" title={row.flag}>
          <span aria-hidden="true"> ! </span>
          {t("state.flagged")}
        </span>
      )}
    </>
  );
}

function Confidence({ fact }: { fact: Fact }) {
  const t = useTexts();
  const nameOf = useMethodName();
  const howRead = useHowRead();
  return (
    <span title={howRead(fact)}>
      {fact.method === "person"
        ? (fact.author?.name ?? nameOf("person"))
        : t("percent", { percent: Math.round(fact.confidence * 100) })}
      {fact.method !== "person" && fact.agreed.length > 0 && (
        <div className={classes["note"]}>{[fact.method, ...fact.agreed].map(nameOf).join(" + ")}</div>
      )}
    </span>
  );
}

function ReviewButtons({ fact, actions }: { fact: Fact; actions: Actions }) {
  const t = useTexts();
  const compact = { size: "xs", h: 24, px: 3, fz: "xs" } as const;
  const field = fact.label;
  return (
    <>
      <Button
        {...compact}
        variant="default"
        disabled={actions.busy}
        onClick={() => actions.onSettle(fact, "accept")}
        aria-label={t("review.acceptField", { field })}
      >
        {t("review.accept")}
      </Button>
      {!LINKS.has(fact.property) && (
        <Button
          {...compact}
          variant="subtle"
          color="gray"
          onClick={() => actions.onEdit(fact)}
          aria-label={t("review.correctField", { field })}
        >
          {t("review.correct")}
        </Button>
      )}
      <Button
        {...compact}
        variant="subtle"
        color="gray"
        disabled={actions.busy}
        onClick={() => actions.onSettle(fact, "reject")}
        aria-label={t("review.rejectField", { field })}
      >
        {t("review.reject")}
      </Button>
    </>
  );
}

function Settled({ state }: { state: "accepted" | "rejected" }) {
  const t = useTexts();
  return (
    <span className={classes["note"]} data-tone={state === "accepted" ? "low" : "high"}>
      <span aria-hidden="true">{state === "accepted" ? "✓ " : "✕ "}</span>
      {t(`state.${state}`)}
    </span>
  );
}

function GroupTitle({ row: { group, entity } }: { row: FactRow }) {
  const t = useTexts();
  return (
    <>
      {entity ? (
        <TextLink to="/entities/$id" params={{ id: entity }} title={t("acrossCases")}>
          {group.name}
        </TextLink>
      ) : (
        group.name
      )}
      {group.unchecked > 0 && (
        <span className={classes["note"]}> · {t("groupUnreviewed", { count: group.unchecked })}</span>
      )}
    </>
  );
}

/** The facts by party and topic; a row leads to its place in the document. */
export function FactsTable({
  rows,
  active,
  editing,
  onActive,
  actions,
}: {
  rows: FactRow[];
  active: string | null;
  editing: string | null;
  onActive: (fact: Fact) => void;
  actions: Actions;
}) {
  const t = useTexts();
  const columns = useMemo(
    (): Column<FactRow>[] => [
      {
        id: "field",
        header: t("columns.field"),
        secondary: true,
        cell: ({ fact, topic }) => (
          <>
            {fact.label}
            {topic && <VisuallyHidden> {t("topic", { topic: words(topic) })}</VisuallyHidden>}
          </>
        ),
      },
      {
        id: "value",
        header: t("columns.value"),
        cell: (row) =>
          editing === row.fact.id ? <Correction fact={row.fact} actions={actions} /> : <Value row={row} />,
      },
      { id: "confidence", header: t("columns.confidence"), cell: ({ fact }) => <Confidence fact={fact} /> },
      {
        id: "source",
        header: t("columns.source"),
        cell: ({ fact, more }) => <Sources fact={fact} more={more} />,
      },
      {
        id: "review",
        header: t("columns.review"),
        hiddenHeader: true,
        align: "right",
        cell: ({ fact }) =>
          (fact.state === "accepted" || fact.state === "rejected") && editing !== fact.id ? (
            <Settled state={fact.state} />
          ) : (
            <ReviewButtons fact={fact} actions={actions} />
          ),
      },
    ],
    [t, editing, actions],
  );
  return (
    <DataTable
      label={t("title")}
      className={classes["table"]!}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.fact.id}
      active={active}
      onActive={(row) => onActive(row.fact)}
      group={(row) => ({ key: row.group.key, title: <GroupTitle row={row} /> })}
    />
  );
}
