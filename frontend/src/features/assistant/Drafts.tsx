import { Button, Group, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { NoteDraft, Run } from "@/api/types";
import { ErrorState } from "@/shared/ui";
import classes from "./Assistant.module.css";
import { useTexts } from "./texts.en";

interface Props {
  runId: string;
  own: boolean;
  onDecided: () => void;
}

/** Notes that the model drafted. Each is saved only when the person who asked says so, in the words that they choose. */
export function Drafts({ runId, drafts, own, onDecided }: Props & { drafts: NoteDraft[] }) {
  return drafts.map((draft) => <Draft key={draft.n} runId={runId} draft={draft} own={own} onDecided={onDecided} />);
}

function Draft({ runId, draft, own, onDecided }: Props & { draft: NoteDraft }) {
  const t = useTexts();
  const [text, setText] = useState(draft.text);
  const decide = useMutation({
    mutationFn: (write: boolean) =>
      api.post<Run>(`/runs/${runId}/drafts/${draft.n}/decision`, { write, text: write ? text.trim() : null }),
    onSuccess: onDecided,
  });
  const now = decide.data?.drafts.find((one) => one.n === draft.n) ?? draft;
  return (
    <section className={classes["draft"]} aria-label={t("drafts.label")}>
      <b>{t(`drafts.${now.state}`, { name: now.decided_by ?? "" })}</b>
      {now.state === "open" && own ? (
        <>
          <Textarea
            aria-label={t("drafts.text")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={3}
            maxLength={2000}
          />
          <Group>
            <Button size="xs" disabled={!text.trim() || decide.isPending} onClick={() => decide.mutate(true)}>
              {t("drafts.write")}
            </Button>
            <Button size="xs" variant="default" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
              {t("drafts.decline")}
            </Button>
          </Group>
        </>
      ) : (
        <p>{now.text}</p>
      )}
      {decide.error && <ErrorState error={decide.error} />}
    </section>
  );
}
