import { Button, Code, Group, Stack, Textarea, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import type { Citation, Message } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { money, seconds } from "@/shared/format";
import { DateTime } from "@/shared/ui";
import { Actions, type TurnActions } from "./Actions";
import classes from "./Assistant.module.css";
import { Drafts } from "./Drafts";
import { pieces, textOf, type Live, type Step } from "./reducer";
import { useTexts } from "./texts.en";

/** Longer quotes are cut in the list of sources; the title of the mark in the text has them whole. */
const QUOTE = 110;

function useOpenCitation(): (citation: Citation) => void {
  const { show, openEvidence } = useCaseView();
  return (citation) => {
    if (citation.document_id)
      show(
        {
          document: citation.document_id,
          page: citation.page_number ?? 1,
          fact: citation.ref?.kind === "fact" ? citation.ref.id : undefined,
        },
        citation.boxes,
      );
    else openEvidence(citation.ref ?? { kind: citation.kind, id: "" });
  };
}

function Answer({ text, citations }: { text: string; citations: Citation[] }) {
  const t = useTexts();
  const open = useOpenCitation();
  return (
    <div className={classes["answer"]} role="group" aria-label={t("answer.label")}>
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index}>
          {pieces(paragraph).map((piece, at) => {
            if ("text" in piece) return <span key={at}>{piece.text}</span>;
            const citation = citations.find((one) => one.n === piece.cite);
            return (
              <UnstyledButton
                key={at}
                className={classes["cite"]!}
                disabled={!citation}
                title={citation ? t("answer.sourceTitle", { title: citation.title, quote: citation.quote }) : ""}
                aria-label={t("answer.source", { n: piece.cite })}
                onClick={() => citation && open(citation)}
              >
                {piece.cite}
              </UnstyledButton>
            );
          })}
        </p>
      ))}
      {citations.length > 0 && (
        <ul className={classes["sources"]} aria-label={t("answer.sources")}>
          {citations.map((one) => (
            <li key={one.n}>
              <UnstyledButton onClick={() => open(one)}>
                <span className={classes["cite"]}>{one.n}</span>{" "}
                {one.document_name
                  ? t("answer.page", { document: one.document_name, page: one.page_number ?? 1 })
                  : one.title}{" "}
                {one.quote && (
                  <span className={classes["faint"]}>
                    {t("answer.quote", {
                      quote: one.quote.length > QUOTE ? `${one.quote.slice(0, QUOTE - 2)}…` : one.quote,
                    })}
                  </span>
                )}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A question as it was asked. It is a part of its own for screen readers, as the answer is. */
export function Bubble({ text }: { text: string }) {
  const t = useTexts();
  return (
    <div className={classes["bubble"]} role="group" aria-label={t("question.label")}>
      {text}
    </div>
  );
}

function Question({ text, onEdit }: { text: string; onEdit?: ((text: string) => void) | undefined }) {
  const t = useTexts();
  const [editing, setEditing] = useState(false);
  if (!editing)
    return (
      <div className={classes["asked"]}>
        <Bubble text={text} />
        {onEdit && (
          <div className={classes["edit"]}>
            <Button size="xs" variant="subtle" color="gray" px={6} onClick={() => setEditing(true)}>
              {t("question.edit")}
            </Button>
          </div>
        )}
      </div>
    );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const worded = String(new FormData(event.currentTarget).get("question") ?? "").trim();
    setEditing(false);
    if (worded && worded !== text) onEdit?.(worded);
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <Textarea
          name="question"
          aria-label={t("question.field")}
          defaultValue={text}
          maxLength={20_000}
          autosize
          minRows={2}
          autoFocus
          required
        />
        <Group>
          <Button type="submit" size="xs">
            {t("question.submit")}
          </Button>
          <Button size="xs" variant="default" onClick={() => setEditing(false)}>
            {t("question.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function AnatomyLink({ runId }: { runId: string }) {
  const t = useTexts();
  return (
    <Link to="/runs/$id" params={{ id: runId }} className={classes["anatomy"]}>
      {t("answer.anatomy")}
    </Link>
  );
}

export function Turn({ message, actions }: { message: Message; actions: TurnActions }) {
  const t = useTexts();
  const runId = message.run_id;
  if (message.role === "user")
    return (
      <Question
        text={message.text}
        onEdit={actions.own && !actions.busy && runId ? (text) => actions.edit(runId, text) : undefined}
      />
    );
  return (
    <div>
      <Answer text={message.text} citations={message.citations} />
      <div className={classes["meta"]}>
        <span>
          {(message.state === "stopped" || message.state === "failed") && <>{t(`answer.${message.state}`)} · </>}
          <DateTime at={message.created_at} />
        </span>
        {runId && <AnatomyLink runId={runId} />}
      </div>
      {runId && <Drafts runId={runId} drafts={message.drafts} own={actions.own} onDecided={actions.changed} />}
      <Actions message={message} actions={actions} />
    </div>
  );
}

/** The steps of an answer; once it is done they are behind one line. */
function Steps({ live }: { live: Live }) {
  const t = useTexts();
  const byModel = live.steps.filter((step) => step.asked_by === "model").length;
  const result = (step: Step) =>
    step.outcome !== "done" ? step.outcome : step.tool === "draft_note" ? t("steps.yours") : step.found;
  const all = (
    <div className={classes["steps"]}>
      {live.stages.map((stage) => (
        <span key={stage.name}>
          {t(stage.state === "done" ? "steps.finished" : "steps.running", { label: stage.label })}
        </span>
      ))}
      {live.steps.map((step, index) => (
        <span key={index} title={step.why || step.tool}>
          {t(step.asked_by === "model" ? "steps.byModel" : "steps.byRule", {
            label: step.label,
            result: result(step),
          })}
        </span>
      ))}
      {live.stages.length === 0 && !live.error && <span>{t("steps.searching")}</span>}
    </div>
  );
  if (!live.done)
    return (
      <div role="group" aria-label={t("steps.label")}>
        {all}
      </div>
    );
  const count = live.steps.length;
  return (
    <details aria-label={t("steps.label")}>
      <summary className={classes["summary"]}>
        {byModel > 0 ? t("steps.lookupsByModel", { count, model: byModel }) : t("steps.lookups", { count })}
      </summary>
      {all}
    </details>
  );
}

export function LiveTurn({
  live,
  message,
  actions,
  onStop,
}: {
  live: Live;
  /** The answer as it is stored, once it is. */
  message: Message | undefined;
  actions: TurnActions;
  onStop: () => void;
}) {
  const t = useTexts();
  const run = live.done;
  const text = textOf(live);
  return (
    <>
      <Question
        text={live.question}
        onEdit={run && message && !actions.busy ? (worded) => actions.edit(live.runId, worded) : undefined}
      />
      <div>
        <Steps live={live} />
        {run?.no_evidence && <p className={classes["noEvidence"]}>{t("answer.noEvidence")}</p>}
        <div aria-live="polite">
          <Answer text={text} citations={run?.citations ?? live.citations} />
        </div>
        {live.withdrawn.length > 0 && (
          <p className={classes["small"]}>{t("answer.withdrawn", { count: live.withdrawn.length })}</p>
        )}
        {live.error && (
          <div className={classes["error"]} role="alert">
            <span>{live.error.detail || t("answer.error")}</span> <Code>{live.error.code}</Code>
            <Button size="xs" variant="default" disabled={actions.busy} onClick={() => actions.again(live.runId)}>
              {t("answer.again")}
            </Button>
          </div>
        )}
        {run ? (
          <div className={classes["meta"]}>
            <span>
              {t(run.state === "stopped" ? "answer.figuresStopped" : "answer.figures", {
                first: seconds(run.first_token_ms),
                total: seconds(run.total_ms),
                cost: money(run.cost_usd),
              })}
            </span>
            <AnatomyLink runId={run.id} />
          </div>
        ) : (
          !live.error && (
            <Button size="xs" variant="default" mt="sm" onClick={onStop}>
              {t("answer.stop")}
            </Button>
          )
        )}
        {run && (
          <Drafts runId={run.id} drafts={(message ?? run).drafts} own={actions.own} onDecided={actions.changed} />
        )}
        {run && message && <Actions message={message} actions={actions} />}
      </div>
    </>
  );
}
