import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Message } from "@/api/types";
import { ErrorState } from "@/shared/ui";

/** What can be done with a turn; without it the chat is somebody else's and is only read. */
export interface Deeds {
  again: (runId: string) => void;
  edit: (runId: string, question: string) => void;
  show: (runId: string) => void;
  changed: () => void;
  busy: boolean;
  own: boolean;
}

/** Under an answer: other attempts, another attempt, and whether it helped. */
export function Actions({ message, deeds }: { message: Message; deeds: Deeds }) {
  const [why, setWhy] = useState<"up" | "down" | null>(null);
  const rate = useMutation({
    mutationFn: (body: { rating: "up" | "down" | null; reason: string }) =>
      api.put(`/runs/${message.run_id}/rating`, body),
    onSuccess: () => {
      setWhy(null);
      deeds.changed();
    },
  });
  const runId = message.run_id;
  if (!runId) return null;
  const at = message.variants.indexOf(runId);
  const other = (step: number) => message.variants[at + step];
  const thumb = (rating: "up" | "down", word: string, label: string) => (
    <button
      type="button"
      className="btn sm bare"
      aria-pressed={message.rating === rating}
      aria-label={label}
      title={message.rating === rating && message.rating_reason ? `${label}: ${message.rating_reason}` : label}
      onClick={() => (message.rating === rating ? rate.mutate({ rating: null, reason: "" }) : setWhy(rating))}
      style={message.rating === rating ? { color: "var(--accent)" } : undefined}
    >
      {message.rating === rating ? "✓ " : ""}
      {word}
    </button>
  );
  return (
    <div>
      <div className="row small wrapx" style={{ gap: 2, marginTop: 4 }}>
        {message.variants.length > 1 && (
          <span className="row faint" style={{ gap: 0 }}>
            <button
              type="button"
              className="btn sm bare"
              aria-label="Earlier answer"
              disabled={!other(-1) || deeds.busy || !deeds.own}
              onClick={() => deeds.show(other(-1)!)}
            >
              ‹
            </button>
            {at + 1}/{message.variants.length}
            <button
              type="button"
              className="btn sm bare"
              aria-label="Later answer"
              disabled={!other(1) || deeds.busy || !deeds.own}
              onClick={() => deeds.show(other(1)!)}
            >
              ›
            </button>
          </span>
        )}
        {deeds.own && (
          <button type="button" className="btn sm bare" disabled={deeds.busy} onClick={() => deeds.again(runId)}>
            Answer again
          </button>
        )}
        <span className="grow" />
        {message.state === "done" && thumb("up", "helped", "This helped")}
        {message.state === "done" && thumb("down", "did not help", "This did not help")}
      </div>
      {why && (
        <form
          className="stack"
          style={{ gap: 6, marginTop: 4 }}
          onSubmit={(event) => {
            event.preventDefault();
            rate.mutate({ rating: why, reason: String(new FormData(event.currentTarget).get("reason") ?? "") });
          }}
        >
          <label className="field">
            {why === "up" ? "What was good about it?" : "What is wrong with it?"}
            <textarea name="reason" maxLength={2000} placeholder="May be left empty" autoFocus />
          </label>
          <div className="row">
            <button className="btn sm go" disabled={rate.isPending}>
              Tell us
            </button>
            <button type="button" className="btn sm" onClick={() => setWhy(null)}>
              Cancel
            </button>
          </div>
        </form>
      )}
      {rate.error && <ErrorState error={rate.error} />}
    </div>
  );
}
