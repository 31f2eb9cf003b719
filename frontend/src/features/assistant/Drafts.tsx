import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { NoteDraft, Run } from "@/api/types";
import { ErrorState } from "@/shared/ui";

/** Notes that the model drafted: nothing is written until the person who asked says so, in whichever words. */
export function Drafts({
  runId,
  drafts,
  own,
  onDecided,
}: {
  runId: string | null;
  drafts: NoteDraft[];
  own: boolean;
  onDecided: () => void;
}) {
  if (!runId) return null;
  return drafts.map((draft) => <Draft key={draft.n} runId={runId} draft={draft} own={own} onDecided={onDecided} />);
}

function Draft({
  runId,
  draft,
  own,
  onDecided,
}: {
  runId: string;
  draft: NoteDraft;
  own: boolean;
  onDecided: () => void;
}) {
  const [text, setText] = useState(draft.text);
  const decide = useMutation({
    mutationFn: (write: boolean) =>
      api.post<Run>(`/runs/${runId}/drafts/${draft.n}/decision`, { write, text: write ? text.trim() : null }),
    onSuccess: onDecided,
  });
  const now = decide.data?.drafts.find((one) => one.n === draft.n) ?? draft;
  return (
    <section className="card" aria-label="Drafted note" style={{ marginTop: 8 }}>
      <div className="body stack small" style={{ gap: 8 }}>
        <b>
          {now.state === "open"
            ? "Note drafted, not written yet"
            : now.state === "written"
              ? `✓ Written as a note by ${now.decided_by}`
              : `Declined by ${now.decided_by}`}
        </b>
        {now.state === "open" && own ? (
          <>
            <textarea
              className="input"
              aria-label="Text of the note"
              rows={4}
              value={text}
              maxLength={2000}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="row">
              <button
                type="button"
                className="btn sm go"
                disabled={!text.trim() || decide.isPending}
                onClick={() => decide.mutate(true)}
              >
                Write the note
              </button>
              <button type="button" className="btn sm" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
                Decline
              </button>
            </div>
          </>
        ) : (
          <p style={{ whiteSpace: "pre-wrap" }}>{now.text}</p>
        )}
        {decide.error && <ErrorState error={decide.error} />}
      </div>
    </section>
  );
}
