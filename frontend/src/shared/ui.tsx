/** The few shapes that every screen is made of. */

import { useEffect, useRef, useState, type ReactNode } from "react";
import { Problem } from "@/api/client";
import type { Band } from "@/api/types";
import { moment, relative } from "./format";

const BANDS: Record<Band, [string, string]> = {
  low: ["low", "✓"],
  medium: ["medium", "●"],
  high: ["high", "▲"],
  prohibited: ["high", "■"],
};

export function RiskState({ band, score, provisional }: { band: Band | null; score: number | null; provisional?: boolean }) {
  if (!band) return <span className="state plain">not scored yet</span>;
  const [look, sign] = BANDS[band];
  return (
    <span className={`state ${look}`}>
      <span aria-hidden="true">{sign}</span> {band} {score}
      {provisional ? " (provisional)" : ""}
    </span>
  );
}

/** A moment as people write it; its distance from now on hover. */
export function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={relative(at)}>
      {moment(at)}
    </time>
  );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof Problem ? error : new Problem(0, "unexpected", String(error));
  return (
    <div className="problem" role="alert">
      <span className="grow">{problem.detail}</span>
      <code>
        {problem.code}
        {problem.traceId ? ` · trace ${problem.traceId.slice(0, 12)}` : ""}
      </code>
      {retry && (
        <button type="button" className="btn sm" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Says what is awaited, but only once it takes long enough to be noticed. */
export function Waiting({ what }: { what: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="note" role="status">
      {shown ? `${what} …` : ""}
    </div>
  );
}

interface Answered<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** What a query found, else its failure, else what is awaited. */
export function Loaded<T>({ of, what, children }: { of: Answered<T>; what: string; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failure error={of.error} retry={() => void of.refetch()} />;
  return <Waiting what={what} />;
}

/** A dialog above the page, closed by Escape, by a click beside it, or by what stands in it. */
export function Modal({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-label={label} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      {children}
    </dialog>
  );
}

export function Card({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2 className="grow">{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}

export function DropZone({ label, disabled, onFiles }: { label: string; disabled?: boolean; onFiles: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  return (
    <label
      className={over ? "dropzone over" : "dropzone"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) onFiles([...event.dataTransfer.files]);
      }}
    >
      {label}
      <input
        className="vh"
        type="file"
        multiple
        disabled={disabled}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </label>
  );
}

/** A text with some of its words marked. */
export function Marked({ text, words }: { text: string; words: string[] }) {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  return (
    <>
      {text.split(/(\s+)/).map((piece, index) =>
        wanted.has(piece.toLowerCase().replace(/[.,;()]/g, "")) ? <mark key={index}>{piece}</mark> : piece,
      )}
    </>
  );
}
