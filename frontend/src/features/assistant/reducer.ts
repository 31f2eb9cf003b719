/** An answer as its events arrive. The same events from the start again give the same answer. */

import type { StreamEvent } from "@/api/stream";
import type { Citation, Run } from "@/api/types";

export interface Stage {
  name: string;
  label: string;
  state: string;
  ms: number | null;
}
export interface Step {
  tool: string;
  label: string;
  found: number;
  asked_by: string;
  outcome: string;
  why: string;
}
export interface Live {
  runId: string;
  question: string;
  stages: Stage[];
  steps: Step[];
  sentences: string[];
  withdrawn: number[];
  citations: Citation[];
  done: Run | null;
  error: { code: string; detail: string } | null;
}

export const begin = (runId: string, question: string): Live => ({
  runId,
  question,
  stages: [],
  steps: [],
  sentences: [],
  withdrawn: [],
  citations: [],
  done: null,
  error: null,
});

export function reduce(live: Live, { name, data }: StreamEvent): Live {
  if (data["run_id"] !== undefined && data["run_id"] !== live.runId) return live;
  switch (name) {
    case "opened":
      return live.done ? live : begin(live.runId, live.question);
    case "reset":
      return { ...live, sentences: [], withdrawn: [], citations: [] };
    case "stage": {
      const stage: Stage = {
        name: String(data["name"]),
        label: String(data["label"] ?? data["name"]),
        state: String(data["state"]),
        ms: (data["ms"] as number | null) ?? null,
      };
      const known = live.stages.some((one) => one.name === stage.name);
      return {
        ...live,
        stages: known ? live.stages.map((one) => (one.name === stage.name ? stage : one)) : [...live.stages, stage],
      };
    }
    case "step": {
      const step: Step = {
        tool: String(data["tool"]),
        label: String(data["label"]),
        found: Number(data["found"] ?? 0),
        asked_by: String(data["asked_by"] ?? "rule"),
        outcome: String(data["outcome"] ?? "done"),
        why: String(data["why"] ?? ""),
      };
      return { ...live, steps: [...live.steps, step] };
    }
    case "token": {
      const at = Number(data["sentence"] ?? Math.max(live.sentences.length - 1, 0));
      const sentences = [...live.sentences];
      while (sentences.length <= at) sentences.push("");
      sentences[at] += String(data["text"] ?? "");
      return { ...live, sentences };
    }
    case "citation": {
      const citation = data["citation"] as Citation;
      return live.citations.some((one) => one.n === citation.n)
        ? live
        : { ...live, citations: [...live.citations, citation] };
    }
    case "check":
      return data["verdict"] === "withdrawn"
        ? { ...live, withdrawn: [...live.withdrawn, Number(data["sentence"])] }
        : live;
    case "done":
      return { ...live, done: data["run"] as Run };
    case "error":
      return {
        ...live,
        error: { code: String(data["code"] ?? "unknown"), detail: String(data["detail"] ?? "") },
      };
    default:
      return live;
  }
}

/** The text so far, without the sentences that were withdrawn. */
export const textOf = (live: Live): string =>
  live.done ? live.done.answer : live.sentences.filter((_, index) => !live.withdrawn.includes(index)).join("");

export type Piece = { text: string } | { cite: number };

/** Splits an answer at its citation marks, [1] or [1, 2]. */
export function pieces(text: string): Piece[] {
  return text.split(/(\[\d+(?:,\s*\d+)*\])/).flatMap((part): Piece[] => {
    const numbers = /^\[([\d,\s]+)\]$/.exec(part)?.[1];
    if (numbers) return numbers.split(",").map((one) => ({ cite: Number(one) }));
    return part ? [{ text: part }] : [];
  });
}
