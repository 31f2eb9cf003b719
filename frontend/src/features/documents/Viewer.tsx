import { ActionIcon, Button, CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { API, api } from "@/api/client";
import type { Box } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { EmptyState, Loading } from "@/shared/ui";
import { useTexts } from "./texts.en";
import { TypeBar } from "./TypeBar";
import classes from "./Viewer.module.css";

const PICTURE_ATTEMPTS = 3;
/** A page may be known a moment before its picture is written. */
const RETRY_MS = 700;
const ZOOM = { smallest: 50, largest: 250, step: 25 };
const WIDTH_PX = 800; // of the sheet at 100 %

const placed = (box: Box) => ({
  left: `${box.x0 * 100}%`,
  top: `${box.y0 * 100}%`,
  width: `${(box.x1 - box.x0) * 100}%`,
  height: `${(box.y1 - box.y0) * 100}%`,
});

const IDENTITY = ["Passport", "Identification"];

/** The photograph of a document's holder, cut from the picture of its page by its box. */
function Portrait({ src, box, aspect, label }: { src: string; box: Box; aspect: number; label: string }) {
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  const share = (from: number, size: number) => (size < 1 ? (from / (1 - size)) * 100 : 0);
  return (
    <div
      role="img"
      aria-label={label}
      title={label}
      className={classes["portrait"]}
      style={{
        aspectRatio: `${(width / height) * aspect}`,
        backgroundImage: `url("${src}")`,
        backgroundSize: `${100 / width}% ${100 / height}%`,
        backgroundPosition: `${share(box.x0, width)}% ${share(box.y0, height)}%`,
      }}
    />
  );
}

function Tool({
  label,
  onClick,
  disabled,
  children,
}: {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <ActionIcon variant="default" size={26} aria-label={label} title={label} onClick={onClick} disabled={!!disabled}>
      {children}
    </ActionIcon>
  );
}

export function Viewer() {
  const t = useTexts();
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
      api.get<{ width_pt: number; height_pt: number; method: string; quality: number; portraits: Box[] }>(
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
    sheet.current?.querySelector("[data-lit]")?.scrollIntoView({ block: "center", behavior: "auto" });
  }, [search.fact, search.document, page, lit, meta.data]);

  const portrait = here.some((fact) => IDENTITY.includes(fact.schema)) ? meta.data?.portraits[0] : undefined;
  const picture = `${API}/documents/${search.document}/pages/${page}.webp`;
  const total = one?.pages_total ?? 1;
  const name = one?.filename ?? t("viewer.unnamed");
  const about = [
    name,
    t("viewer.page", { page, total }),
    t("viewer.facts", { count: here.length }),
    meta.data?.method === "ocr" && t("viewer.ocr", { quality: Math.round(meta.data.quality * 100) }),
  ];
  return (
    <section className={classes["viewer"]} aria-label={t("viewer.label")}>
      <div className={classes["head"]}>
        <span className={classes["about"]}>{about.filter(Boolean).join(" · ")}</span>
        <div className={classes["tools"]}>
          <Tool
            label={t("viewer.previous")}
            disabled={page <= 1}
            onClick={() => show({ page: page - 1, fact: undefined })}
          >
            ‹
          </Tool>
          <Tool
            label={t("viewer.next")}
            disabled={page >= total}
            onClick={() => show({ page: page + 1, fact: undefined })}
          >
            ›
          </Tool>
          <Tool label={t("viewer.smaller")} onClick={() => setZoom(Math.max(ZOOM.smallest, zoom - ZOOM.step))}>
            −
          </Tool>
          <Tool label={t("viewer.larger")} onClick={() => setZoom(Math.min(ZOOM.largest, zoom + ZOOM.step))}>
            +
          </Tool>
          <Button
            component="a"
            variant="default"
            size="xs"
            href={`${API}/documents/${search.document}/original`}
            download
          >
            {t("viewer.original")}
          </Button>
          <CloseButton
            size="sm"
            aria-label={t("viewer.close")}
            onClick={() => show({ document: undefined, page: undefined, fact: undefined })}
          />
        </div>
      </div>
      {one && <TypeBar one={one} page={page} />}
      {portrait && meta.data && (
        <Portrait
          src={picture}
          box={portrait}
          aspect={meta.data.width_pt / meta.data.height_pt}
          label={t("viewer.portrait", { file: name })}
        />
      )}
      <div className={classes["scroll"]} ref={sheet}>
        {one?.state === "failed" ? (
          <EmptyState text={t("viewer.failed", { reason: one.error?.detail ?? "" })} />
        ) : !readable ? (
          <Loading what={t("viewer.reading")} />
        ) : failed >= PICTURE_ATTEMPTS ? (
          <EmptyState text={t("viewer.noPicture")}>
            <Button variant="default" size="xs" onClick={() => setFailed(0)}>
              {t("viewer.retry")}
            </Button>
          </EmptyState>
        ) : (
          <div className={classes["sheet"]} style={{ width: `min(${(zoom * WIDTH_PX) / 100}px, ${zoom}% - 32px)` }}>
            <img
              key={failed}
              src={`${picture}${failed ? `?again=${failed}` : ""}`}
              alt={t("viewer.picture", { page, file: name })}
              style={meta.data ? { aspectRatio: `${meta.data.width_pt} / ${meta.data.height_pt}` } : undefined}
              onError={() => setTimeout(() => setFailed((count) => count + 1), RETRY_MS)}
            />
            {here.flatMap((fact) => {
              const text = t("viewer.fact", { label: fact.label, value: fact.display_value });
              return fact.boxes.map((box, index) => (
                <button
                  type="button"
                  key={`${fact.id}-${index}`}
                  className={classes["box"]}
                  data-lit={fact.id === search.fact || undefined}
                  style={placed(box)}
                  tabIndex={index ? -1 : 0}
                  title={text}
                  aria-label={text}
                  onClick={() => show({ fact: fact.id, tab: "facts" })}
                />
              ));
            })}
            {lit.map((box, index) => (
              <span key={`lit-${index}`} className={classes["box"]} data-lit style={placed(box)} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
