import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Message } from "@/api/types";
import { ErrorState } from "@/shared/ui";
import classes from "./Assistant.module.css";
import { useTexts } from "./texts.en";

/** What can be done with a turn. A chat of a colleague (`own` is false) can only be read. */
export interface TurnActions {
  again: (runId: string) => void;
  edit: (runId: string, question: string) => void;
  show: (runId: string) => void;
  changed: () => void;
  busy: boolean;
  own: boolean;
}

type Rating = "up" | "down";

/** Under an answer: other attempts, another attempt, and whether it helped. */
export function Actions({ message, actions }: { message: Message; actions: TurnActions }) {
  const t = useTexts();
  const [rating, setRating] = useState<Rating | null>(null);
  const rate = useMutation({
    mutationFn: (body: { rating: Rating | null; reason: string }) => api.put(`/runs/${message.run_id}/rating`, body),
    onSuccess: () => {
      setRating(null);
      actions.changed();
    },
  });
  const runId = message.run_id;
  if (!runId) return null;
  const at = message.variants.indexOf(runId);
  const other = (step: number) => message.variants[at + step];

  function variant(step: number, label: string, sign: string) {
    const target = other(step);
    return (
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        px={6}
        aria-label={label}
        disabled={target === undefined || actions.busy || !actions.own}
        onClick={() => target !== undefined && actions.show(target)}
      >
        {sign}
      </Button>
    );
  }
  function thumb(value: Rating) {
    const chosen = message.rating === value;
    const label = t(`actions.${value}.label`);
    const short = t(`actions.${value}.short`);
    return (
      <Button
        size="xs"
        variant="subtle"
        color={chosen ? "accent" : "gray"}
        px={6}
        aria-pressed={chosen}
        aria-label={label}
        title={chosen && message.rating_reason ? t("actions.rated", { label, reason: message.rating_reason }) : label}
        onClick={() => (chosen ? rate.mutate({ rating: null, reason: "" }) : setRating(value))}
      >
        {chosen ? t("actions.chosen", { text: short }) : short}
      </Button>
    );
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    rate.mutate({ rating, reason: String(new FormData(event.currentTarget).get("reason") ?? "") });
  }

  return (
    <div>
      <div className={classes["actions"]}>
        {message.variants.length > 1 && (
          <>
            {variant(-1, t("actions.earlier"), "‹")}
            <span>{t("actions.position", { at: at + 1, count: message.variants.length })}</span>
            {variant(1, t("actions.later"), "›")}
          </>
        )}
        {actions.own && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            px={6}
            disabled={actions.busy}
            onClick={() => actions.again(runId)}
          >
            {t("actions.again")}
          </Button>
        )}
        {message.state === "done" && (
          <span className={classes["push"]}>
            {thumb("up")}
            {thumb("down")}
          </span>
        )}
      </div>
      {rating && (
        <form onSubmit={submit}>
          <Stack gap={6} mt="xs">
            <Textarea
              name="reason"
              label={t(`actions.${rating}.why`)}
              placeholder={t("actions.optional")}
              maxLength={2000}
              autosize
              minRows={2}
              autoFocus
            />
            <Group>
              <Button type="submit" size="xs" disabled={rate.isPending}>
                {t("actions.submit")}
              </Button>
              <Button size="xs" variant="default" onClick={() => setRating(null)}>
                {t("actions.cancel")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      {rate.error && <ErrorState error={rate.error} />}
    </div>
  );
}
