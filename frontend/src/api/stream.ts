/** The tab's one event stream: news of the queue, of one case and of one run; opened anew when what is watched changes. */

import { useEffect, useRef } from "react";
import { API, query } from "./client";

export interface StreamEvent {
  name: string;
  data: Record<string, unknown>;
}
type Listener = (event: StreamEvent) => void;

const NAMES = [
  "case.news",
  "queue.news",
  "stage",
  "step",
  "token",
  "citation",
  "check",
  "usage",
  "reset",
  "done",
  "error",
];
const listeners = new Set<Listener>();
let watchedCase: string | null = null;
let watchedRun: string | null = null;
let source: EventSource | null = null;
let planned: number | undefined;

function deliver(event: StreamEvent): void {
  for (const listener of [...listeners]) listener(event);
}

function open(): void {
  source?.close();
  source = new EventSource(`${API}/events${query({ case: watchedCase, run: watchedRun })}`);
  const opened = source;
  if (watchedRun) deliver({ name: "opened", data: { run: watchedRun } });
  for (const name of NAMES) {
    opened.addEventListener(name, (event) => {
      const data = (event as MessageEvent<string>).data;
      if (typeof data !== "string" || !data) return;
      try {
        deliver({ name, data: JSON.parse(data) as Record<string, unknown> });
      } catch {
        // A line that is no JSON is not ours.
      }
    });
  }
  opened.addEventListener("error", () => {
    // The browser tries again by itself, except where the server refused: then we do, slowly.
    if (opened.readyState === EventSource.CLOSED && source === opened) plan(5000);
  });
}

function plan(delayMs = 0): void {
  window.clearTimeout(planned);
  planned = window.setTimeout(open, delayMs);
}

export function startStream(): void {
  if (!source) plan();
}

export function stopStream(): void {
  window.clearTimeout(planned);
  source?.close();
  source = null;
}

export function watchCase(caseId: string | null): void {
  if (watchedCase === caseId) return;
  watchedCase = caseId;
  if (!caseId) watchedRun = null;
  plan();
}

export function watchRun(runId: string | null): void {
  if (watchedRun === runId) return;
  watchedRun = runId;
  if (runId) plan();
}

/** Hears every event of the stream while mounted. */
export function useStream(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const hear: Listener = (event) => latest.current(event);
    listeners.add(hear);
    return () => void listeners.delete(hear);
  }, []);
}
