import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { API, api } from "@/api/client";
import type { Box } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Loading } from "@/shared/ui";
import { TypeBar } from "./TypeBar";

const placed = (box: Box) => ({
  left: `${box.x0 * 100}%`,
  top: `${box.y0 * 100}%`,
  width: `${(box.x1 - box.x0) * 100}%`,
  height: `${(box.y1 - box.y0) * 100}%`,
});

export function Viewer() {
  const { documents, facts, search, lit, show } = useCaseView();
  const [zoom, setZoom] = useState(100);
  const [failed, setFailed] = useState(0);
  const sheet = useRef<HTMLDivElement>(null);
  const page = search.page ?? 1;
  const one = documents.data?.items.find((each) => each.id === search.document);
  const readable = one ? one.state !== "queued" && one.state !== "failed" && one.pages_read >= page : true;
  const meta = useQuery({
    queryKey: ["page", search.document, page],
    queryFn: () =>
      api.get<{ width_pt: number; height_pt: number; method: string; quality: number }>(
        `/documents/${search.document}/pages/${page}`,
      ),
    enabled: readable,
    retry: 1,
  });
  const here = (facts.data?.items ?? []).filter(
    (fact) =>
      fact.document_id === search.document &&
      fact.page_number === page &&
      fact.state !== "superseded" &&
      fact.state !== "rejected",
  );

  useEffect(() => setFailed(0), [search.document, page]);
  useEffect(() => {
    sheet.current?.querySelector(".lit")?.scrollIntoView({ block: "center", behavior: "auto" });
  }, [search.fact, search.document, page, lit, meta.data]);

  const total = one?.pages_total ?? 1;
  return (
    <section className="viewer" aria-label="Page">
      <div
        className="row small muted"
        style={{ padding: "6px 16px", borderBottom: "1px solid var(--line)", background: "var(--surface)" }}
      >
        <span className="name grow">
          {one?.filename ?? "Document"} · page {page} of {total} · boxes of {here.length} facts
          {meta.data?.method === "ocr"
            ? ` · read from a picture, words sure to ${Math.round(meta.data.quality * 100)} %`
            : ""}
        </span>
        <button
          type="button"
          className="btn sm"
          disabled={page <= 1}
          onClick={() => show({ page: page - 1, fact: undefined })}
          aria-label="Page before"
        >
          ‹
        </button>
        <button
          type="button"
          className="btn sm"
          disabled={page >= total}
          onClick={() => show({ page: page + 1, fact: undefined })}
          aria-label="Next page"
        >
          ›
        </button>
        <button type="button" className="btn sm" onClick={() => setZoom(Math.max(50, zoom - 25))} aria-label="Smaller">
          −
        </button>
        <button type="button" className="btn sm" onClick={() => setZoom(Math.min(250, zoom + 25))} aria-label="Larger">
          +
        </button>
        <a className="btn sm" href={`${API}/documents/${search.document}/original`} download>
          Original
        </a>
        <button
          type="button"
          className="btn sm bare"
          aria-label="Close the page"
          onClick={() => show({ document: undefined, page: undefined, fact: undefined })}
        >
          ✕
        </button>
      </div>
      {one && <TypeBar one={one} page={page} />}
      <div className="scroll" ref={sheet}>
        {one?.state === "failed" ? (
          <p className="note">This document could not be read: {one.error?.detail}</p>
        ) : !readable ? (
          <Loading what="This page is being read" />
        ) : failed > 2 ? (
          <div className="note">
            The picture of this page could not be fetched.
            <button type="button" className="btn sm" onClick={() => setFailed(0)}>
              Try again
            </button>
          </div>
        ) : (
          <div className="sheet" style={{ width: `min(${zoom * 8}px, ${zoom}% - 32px)` }}>
            <img
              key={failed}
              src={`${API}/documents/${search.document}/pages/${page}.webp${failed ? `?again=${failed}` : ""}`}
              alt={`Page ${page} of ${one?.filename ?? "the document"}`}
              style={meta.data ? { aspectRatio: `${meta.data.width_pt} / ${meta.data.height_pt}` } : undefined}
              onError={() => setTimeout(() => setFailed((count) => count + 1), 700)}
            />
            {here.flatMap((fact) =>
              fact.boxes.map((box, index) => (
                <button
                  type="button"
                  key={`${fact.id}-${index}`}
                  className={fact.id === search.fact ? "box lit" : "box"}
                  style={placed(box)}
                  tabIndex={index ? -1 : 0}
                  title={`${fact.label}: ${fact.display_value}`}
                  aria-label={`${fact.label}: ${fact.display_value}`}
                  onClick={() => show({ fact: fact.id, tab: "facts" })}
                />
              )),
            )}
            {lit.map((box, index) => (
              <span key={`lit-${index}`} className="box lit" style={{ ...placed(box), pointerEvents: "none" }} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
