import { Button, Kbd, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { api } from "@/api/client";
import type { Items, Pair, PairRecord, Verdict } from "@/api/types";
import { useShortcuts } from "@/shared/keyboard";
import {
  ButtonLink,
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  QueryResult,
  StateBadge,
  type Column,
  type Tone,
} from "@/shared/ui";
import classes from "./Entities.module.css";
import { Models } from "./Models";
import { PairTable } from "./PairTable";
import { useTexts } from "./texts.en";

const STATES = ["open", "judged"] as const;

export interface ReviewSearch {
  state: (typeof STATES)[number];
}

const VERDICTS = ["same", "different", "unsure"] as const satisfies Verdict[];
const KEYS: Record<Verdict, string> = { same: "s", different: "d", unsure: "t" };
const TONES: Record<Verdict, Tone> = { same: "low", different: "high", unsure: "medium" };
const REASON_LENGTH = 4000;
const LIMIT = 100;

const keyOf = (pair: Pair): string => `${pair.record_a.id} ${pair.record_b.id}`;

interface Judged {
  pair: Pair;
  verdict: Verdict;
  judgementId: string;
}

/** Pairs of records that the matching leaves undecided, one at a time; each judgement can be undone. */
export function ReviewPage() {
  const t = useTexts();
  const { state = "open" } = useSearch({ strict: false }) as Partial<ReviewSearch>;
  const pairs = useQuery({
    queryKey: ["pairs", state],
    queryFn: ({ signal }) => api.get<Items<Pair>>(`/pairs?state=${state}&limit=${LIMIT}`, signal),
  });
  return (
    <div className={classes["page"]}>
      <div className={classes["head"]}>
        <Title order={1}>
          {t("title")} <span className={classes["question"]}>{t("question")}</span>
        </Title>
        <nav aria-label={t("which.label")}>
          {STATES.map((each) => (
            <ButtonLink
              key={each}
              to="/review"
              search={{ state: each }}
              size="xs"
              variant={state === each ? "default" : "subtle"}
              aria-current={state === each ? "page" : undefined}
            >
              {t(`which.${each}`)}
            </ButtonLink>
          ))}
        </nav>
      </div>
      <Models />
      <QueryResult of={pairs} what={t("loading")}>
        {({ items }) => (state === "open" ? <OpenPairs items={items} /> : <JudgedPairs items={items} />)}
      </QueryResult>
    </div>
  );
}

function OpenPairs({ items }: { items: Pair[] }) {
  const t = useTexts();
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const [reason, setReason] = useState("");
  const [last, setLast] = useState<Judged | null>(null);
  // The pair whose judgement was undone: it is shown again, wherever the list has it.
  const [undone, setUndone] = useState<string | null>(null);
  const undoneAt = items.findIndex((one) => keyOf(one) === undone);
  const place = undoneAt >= 0 ? undoneAt : Math.min(at, items.length - 1);
  const pair = items[place];
  const refresh = () => client.invalidateQueries({ queryKey: ["pairs"] });
  const judge = useMutation({
    mutationFn: ({ pair, verdict }: { pair: Pair; verdict: Verdict }) =>
      api.post<Pair>("/judgements", {
        record_a_id: pair.record_a.id,
        record_b_id: pair.record_b.id,
        verdict,
        reason: reason.trim() || null,
      }),
    onSuccess: (judged, { pair, verdict }) => {
      setReason("");
      setAt(place);
      setUndone(null);
      setLast(judged.judgement_id ? { pair, verdict, judgementId: judged.judgement_id } : null);
      return refresh();
    },
  });
  const undo = useMutation({
    mutationFn: (judged: Judged) => api.delete(`/judgements/${judged.judgementId}`),
    onSuccess: (_, judged) => {
      setLast(null);
      setUndone(keyOf(judged.pair));
      return refresh();
    },
  });
  const busy = judge.isPending || undo.isPending;
  function go(to: number) {
    setUndone(null);
    setAt(Math.max(0, Math.min(to, items.length - 1)));
  }
  useShortcuts((event) => {
    if (busy) return false;
    const verdict = VERDICTS.find((each) => KEYS[each] === event.key);
    if (event.key === "j") go(place + 1);
    else if (event.key === "k") go(place - 1);
    else if (event.key === "u" && last) undo.mutate(last);
    else if (verdict && pair) judge.mutate({ pair, verdict });
    else return false;
    return true;
  });
  const error = judge.error ?? undo.error;
  return (
    <>
      {last && (
        <div className={classes["last"]} role="status">
          <StateBadge tone={TONES[last.verdict]}>{t(`verdict.${last.verdict}`)}</StateBadge>
          <span className={classes["grow"]}>
            {t("pair.label", { a: last.pair.record_a.name, b: last.pair.record_b.name })}
          </span>
          <Button
            variant="default"
            size="xs"
            disabled={busy}
            onClick={() => undo.mutate(last)}
            rightSection={<Kbd size="xs">u</Kbd>}
          >
            {t("pair.undo")}
          </Button>
        </div>
      )}
      {error && <ErrorState error={error} />}
      {pair ? (
        <Card
          label={t("pair.label", { a: pair.record_a.name, b: pair.record_b.name })}
          title={t("pair.title", { a: pair.record_a.name, b: pair.record_b.name })}
          extra={
            <span className={classes["small"]}>
              {t("pair.position", { at: place + 1, total: items.length })} <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd>
            </span>
          }
        >
          <PairTable pair={pair} />
          <div className={classes["actions"]}>
            <TextInput
              className={classes["grow"]!}
              aria-label={t("pair.reason")}
              placeholder={t("pair.reasonHint")}
              value={reason}
              maxLength={REASON_LENGTH}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {VERDICTS.map((verdict) => (
              <Button
                key={verdict}
                variant="default"
                disabled={busy}
                onClick={() => judge.mutate({ pair, verdict })}
                rightSection={<Kbd size="xs">{KEYS[verdict]}</Kbd>}
              >
                {t(`verdictButton.${verdict}`)}
              </Button>
            ))}
          </div>
        </Card>
      ) : (
        <EmptyState text={t("pair.empty")} />
      )}
    </>
  );
}

function JudgedPairs({ items }: { items: Pair[] }) {
  const t = useTexts();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (id: string) => api.delete(`/judgements/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["pairs"] }),
  });
  const columns = useMemo((): Column<Pair>[] => {
    const record = ({ name, document_name }: PairRecord) => (
      <>
        {name}{" "}
        <span className={classes["small"]}>{document_name === "declared" ? t("pair.declared") : document_name}</span>
      </>
    );
    return [
      { id: "a", header: t("judged.columns.a"), cell: (pair) => record(pair.record_a) },
      { id: "b", header: t("judged.columns.b"), cell: (pair) => record(pair.record_b) },
      {
        id: "verdict",
        header: t("judged.columns.verdict"),
        cell: ({ verdict }) => verdict && <StateBadge tone={TONES[verdict]}>{t(`verdict.${verdict}`)}</StateBadge>,
        sortValue: (pair) => pair.verdict,
      },
      {
        id: "by",
        header: t("judged.columns.by"),
        secondary: true,
        cell: (pair) => pair.author_name,
        sortValue: (pair) => pair.author_name,
      },
      {
        id: "probability",
        header: t("judged.columns.probability"),
        align: "right",
        cell: (pair) => t("pair.percent", { percent: Math.round(pair.probability * 100) }),
        sortValue: (pair) => pair.probability,
      },
      {
        id: "undo",
        header: t("judged.columns.undo"),
        hiddenHeader: true,
        align: "right",
        cell: ({ judgement_id }) => (
          <Button
            variant="default"
            size="xs"
            h={24}
            disabled={isPending}
            onClick={() => judgement_id && mutate(judgement_id)}
          >
            {t("judged.undo")}
          </Button>
        ),
      },
    ];
  }, [t, isPending, mutate]);
  if (items.length === 0) return <EmptyState text={t("judged.empty")} />;
  return (
    <Card title={t("judged.label")}>
      {error && <ErrorState error={error} />}
      <DataTable label={t("judged.label")} columns={columns} rows={items} rowKey={keyOf} />
    </Card>
  );
}
