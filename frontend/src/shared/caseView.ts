/** What the parts of the case page share: the case, its documents and facts, and the reader's position in the URL. */

import type { UseQueryResult } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Box, Case, DocumentInfo, Facts, Items, Ref } from "@/api/types";
import { parseScope, type OwnershipScopeSearch } from "./ownershipScope";

export const CASE_TABS = ["overview", "facts", "ownership", "screening", "risk", "timeline", "decision"] as const;
export type CaseTab = (typeof CASE_TABS)[number];

/** The tab of a code; the overview for a code that this version does not know. */
export const caseTab = (code: unknown): CaseTab => CASE_TABS.find((tab) => tab === code) ?? "overview";

export interface CaseSearch extends OwnershipScopeSearch {
  tab: CaseTab;
  document?: string;
  page?: number;
  fact?: string;
}

/** The search parameters of the case page; what is not valid is dropped. */
export function parseCaseSearch(given: Record<string, unknown>): CaseSearch {
  const { tab, document, page, fact } = given;
  return {
    tab: caseTab(tab),
    ...(document ? { document: String(document), page: Math.max(1, Math.floor(Number(page) || 1)) } : {}),
    ...(fact ? { fact: String(fact) } : {}),
    ...parseScope(given),
  };
}

export interface CaseView {
  caseId: string;
  one: Case;
  documents: UseQueryResult<Items<DocumentInfo>>;
  facts: UseQueryResult<Facts>;
  search: CaseSearch;
  /** Boxes that an answer cites and that belong to no fact. */
  lit: Box[];
  show: (change: Partial<CaseSearch>, lit?: Box[]) => void;
  openEvidence: (ref: Ref) => void;
}

export const CaseViewContext = createContext<CaseView | null>(null);

export function useCaseView(): CaseView {
  const view = useContext(CaseViewContext);
  if (!view) throw new Error("Outside of a case page");
  return view;
}
