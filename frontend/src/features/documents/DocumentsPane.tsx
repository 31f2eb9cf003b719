import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { DocumentInfo, Refused } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { plural, words } from "@/shared/format";
import { ErrorState, QueryResult } from "@/shared/ui";
import { DropZone } from "@/shared/ui/DropZone";
import { Flags } from "./Flags";
import { uploadFiles } from "@/shared/upload";

function Progress({ one }: { one: DocumentInfo }) {
  const types = [...new Set(one.parts.map((part) => part.document_type))];
  const type =
    types.length > 1 ? `${types.length} documents in one` : one.document_type ? words(one.document_type) : "";
  if (one.state === "failed")
    return (
      <div className="small" style={{ color: "var(--high)" }}>
        ! {one.error?.detail ?? "could not be read"}
      </div>
    );
  if (one.state === "done" || one.state === "extracted")
    return (
      <div className="small muted">
        {type || "type not known"} · {plural(one.facts_count, "fact")}
      </div>
    );
  if (one.state === "queued") return <div className="small muted">waiting to be read</div>;
  return (
    <div className="small muted">
      {one.state === "reading"
        ? `reading page ${Math.min(one.pages_read + 1, one.pages_total ?? 1)} of ${one.pages_total ?? "?"}`
        : `${type} · looking for facts`}
      <div className="meter" style={{ marginTop: 4 }}>
        <span style={{ width: `${(100 * one.pages_read) / Math.max(one.pages_total ?? 1, 1)}%` }} />
      </div>
    </div>
  );
}

export function DocumentsPane({ onClose }: { onClose: () => void }) {
  const { caseId, documents, search, show } = useCaseView();
  const client = useQueryClient();
  const [refused, setRefused] = useState<Refused[]>([]);
  const refresh = () => client.invalidateQueries({ queryKey: ["case", caseId] });
  const upload = useMutation({
    mutationFn: (files: File[]) => uploadFiles(caseId, files),
    onSuccess: (answer) => {
      setRefused(answer.refused);
      void refresh();
    },
  });
  const retry = useMutation({ mutationFn: (id: string) => api.post(`/documents/${id}/retry`), onSuccess: refresh });

  return (
    <section className="docs" aria-label="Documents">
      <div className="row panehead">
        <h2>Documents</h2>
        <span className="count">{documents.data?.items.length ?? 0}</span>
        <span className="grow" />
        <button type="button" className="btn sm bare" onClick={onClose} aria-label="Close the documents pane">
          ✕
        </button>
      </div>
      <div className="scroll">
        <QueryResult of={documents} what="Loading the documents">
          {(found) => (
            <>
              {found.items.map((one) => (
                <div key={one.id}>
                  <button
                    type="button"
                    className="doc"
                    aria-current={search.document === one.id}
                    onClick={() => show({ document: one.id, page: 1, fact: undefined })}
                    style={one.parent_id ? { paddingLeft: 28 } : undefined}
                  >
                    <div className="row">
                      <span className="grow name" title={one.filename}>
                        {one.filename}
                      </span>
                      <span className="small faint nowrap">{one.pages_total ? `${one.pages_total} p` : ""}</span>
                    </div>
                    <Progress one={one} />
                    {one.duplicate_of && (
                      <div className="small" style={{ color: "var(--medium)" }}>
                        ! the same file was given before
                      </div>
                    )}
                  </button>
                  <Flags of={one} />
                  {one.state === "failed" && (
                    <div style={{ padding: "4px 16px" }}>
                      <button
                        type="button"
                        className="btn sm"
                        disabled={retry.isPending}
                        onClick={() => retry.mutate(one.id)}
                      >
                        Read it again
                      </button>
                    </div>
                  )}
                </div>
              ))}
              {found.items.length === 0 && <p className="note">No document yet. What the customer gave goes here.</p>}
            </>
          )}
        </QueryResult>
        <div style={{ margin: "12px 16px" }}>
          <DropZone
            label={upload.isPending ? "Sending …" : "Drop files here, or choose"}
            disabled={upload.isPending}
            onFiles={(files) => files.length && upload.mutate(files)}
          />
        </div>
        {upload.error && <ErrorState error={upload.error} />}
        {refused.map((one) => (
          <div className="problem small" role="alert" key={one.filename}>
            {one.filename} was not taken: {one.detail} <code>{one.code}</code>
          </div>
        ))}
      </div>
    </section>
  );
}
