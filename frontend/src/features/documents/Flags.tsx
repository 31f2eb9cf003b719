import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { DocumentInfo, Flag } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { ErrorState } from "@/shared/ui";

/** The flags of a document that nobody dismissed. */
export const openFlags = (one: DocumentInfo) => one.flags.filter((flag) => flag.dismissed_by === null);

function Dismissal({ flag, onClose }: { flag: Flag; onClose: () => void }) {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const dismiss = useMutation({
    mutationFn: (reason: string) => api.post<Flag>(`/flags/${flag.id}/dismissals`, { reason }),
    onSuccess: () => (onClose(), void client.invalidateQueries({ queryKey: ["case", caseId] })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    dismiss.mutate(String(new FormData(event.currentTarget).get("reason")));
  }
  return (
    <form className="stack" style={{ gap: 6, padding: "6px 0" }} onSubmit={submit}>
      <label className="field">
        Why it does not matter
        <input name="reason" required maxLength={4000} autoFocus />
      </label>
      <div className="row">
        <button className="btn go sm" disabled={dismiss.isPending}>
          Dismiss
        </button>
        <button type="button" className="btn sm" onClick={onClose}>
          Cancel
        </button>
      </div>
      {dismiss.error && <ErrorState error={dismiss.error} />}
    </form>
  );
}

/** What speaks against a document, gravest first: each leads to its page, and goes when somebody says why it does not matter. */
export function Flags({ of }: { of: DocumentInfo }) {
  const { show } = useCaseView();
  const [dismissing, setDismissing] = useState<string | null>(null);
  if (of.flags.length === 0) return null;
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: "0 16px 8px" }} aria-label={`Flags of ${of.filename}`}>
      {of.flags.map((flag) => (
        <li key={flag.id} className="small" style={{ padding: "3px 0" }}>
          {flag.dismissed_by !== null ? (
            <span className="faint" title={flag.detail}>
              ✓ {flag.dismissed_by}: {flag.dismissed_reason}
            </span>
          ) : (
            <>
              <button
                type="button"
                className="btn bare sm"
                style={{
                  textAlign: "left",
                  whiteSpace: "normal",
                  height: "auto",
                  padding: 0,
                  color: flag.severity === "high" ? "var(--high)" : "var(--medium)",
                }}
                onClick={() => show({ document: of.id, page: flag.page_number ?? 1, fact: flag.fact_ids[0] })}
              >
                {flag.severity === "high" ? "! " : "· "}
                {flag.detail}
              </button>
              {dismissing === flag.id ? (
                <Dismissal flag={flag} onClose={() => setDismissing(null)} />
              ) : (
                <button
                  type="button"
                  className="btn bare sm faint"
                  onClick={() => setDismissing(flag.id)}
                  aria-label={`Dismiss: ${flag.detail}`}
                >
                  dismiss …
                </button>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
