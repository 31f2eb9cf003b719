import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { DocumentInfo, DocumentPart, DocumentTypeInfo, Fact, Items, RetypedInfo } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { plural, words } from "@/shared/format";
import { ErrorState } from "@/shared/ui";
import { changeType, joinAt, splitAt } from "./parts";

const pages = (part: DocumentPart) =>
  part.first_page === part.last_page ? `p${part.first_page}` : `p${part.first_page}–${part.last_page}`;

/** What the document is, page range by page range; a person may say otherwise, and its facts are looked for again. */
export function TypeBar({ one, page }: { one: DocumentInfo; page: number }) {
  const { caseId, show } = useCaseView();
  const client = useQueryClient();
  const [draft, setDraft] = useState<DocumentPart[] | null>(null);
  const [withdrawn, setWithdrawn] = useState<Fact[]>([]);
  const types = useQuery({
    queryKey: ["document-types"],
    queryFn: () => api.get<Items<DocumentTypeInfo>>("/document-types"),
    staleTime: Infinity,
  });
  const save = useMutation({
    mutationFn: (parts: DocumentPart[]) =>
      api.post<RetypedInfo>(`/documents/${one.id}/type`, {
        parts: parts.map(({ document_type, first_page, last_page }) => ({ document_type, first_page, last_page })),
      }),
    onSuccess: (answer) => {
      setDraft(null);
      setWithdrawn(answer.withdrawn);
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });
  useEffect(() => {
    setDraft(null);
    setWithdrawn([]);
  }, [one.id]);
  const known = types.data?.items ?? [];
  const title = (name: string) => known.find((type) => type.name === name)?.title ?? words(name);
  if (one.parts.length === 0) return null;
  const shown = draft ?? one.parts;
  return (
    <div
      className="row small muted wrapx"
      style={{ padding: "6px 16px", borderBottom: "1px solid var(--line)" }}
      role="group"
      aria-label="Document type"
    >
      {shown.map((part, index) => (
        <span key={part.first_page} className="row" style={{ gap: 6 }}>
          {draft ? (
            <select
              aria-label={`Type of ${pages(part)}`}
              value={part.document_type}
              onChange={(event) => setDraft(changeType(draft, index, event.target.value))}
            >
              {known.map((type) => (
                <option key={type.name} value={type.name} title={type.about}>
                  {type.title}
                </option>
              ))}
            </select>
          ) : (
            <b style={{ color: "var(--ink)" }}>{title(part.document_type)}</b>
          )}
          {shown.length > 1 && (
            <button
              type="button"
              className="btn sm bare"
              onClick={() => show({ page: part.first_page, fact: undefined })}
              title="Go to its first page"
            >
              {pages(part)}
            </button>
          )}
          {!draft && (
            <span>
              {one.type_author ? `said by ${one.type_author}` : `sure to ${Math.round(part.confidence * 100)} %`}
            </span>
          )}
          {draft && index > 0 && (
            <button
              type="button"
              className="btn sm bare"
              onClick={() => setDraft(joinAt(draft, index))}
              aria-label={`Join ${pages(part)} with the pages before`}
            >
              join
            </button>
          )}
        </span>
      ))}
      <span className="grow" />
      {draft ? (
        <>
          {page > 1 && !draft.some((part) => part.first_page === page) && (
            <button type="button" className="btn sm" onClick={() => setDraft(splitAt(draft, page))}>
              Something new begins on page {page}
            </button>
          )}
          <button type="button" className="btn sm go" disabled={save.isPending} onClick={() => save.mutate(draft)}>
            Save and read again
          </button>
          <button type="button" className="btn sm" onClick={() => setDraft(null)}>
            Cancel
          </button>
        </>
      ) : (
        ["classified", "extracted", "done"].includes(one.state) && (
          <button type="button" className="btn sm" onClick={() => setDraft(one.parts)}>
            Correct the type
          </button>
        )
      )}
      {withdrawn.length > 0 && (
        <p role="status" style={{ flexBasis: "100%", margin: 0, color: "var(--medium)" }}>
          ↺ {plural(withdrawn.length, "accepted fact")} of this document {withdrawn.length === 1 ? "is" : "are"} no
          longer in force: {withdrawn.map((fact) => `${fact.label} ${fact.display_value}`).join(", ")}.{" "}
          <button type="button" className="btn sm" onClick={() => show({ tab: "facts", fact: withdrawn[0]?.id })}>
            Look at {withdrawn.length === 1 ? "it" : "them"}
          </button>
        </p>
      )}
      {save.error && <ErrorState error={save.error} />}
    </div>
  );
}
