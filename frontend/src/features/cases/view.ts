/** What the case page's parts share: the case, its documents and facts, and where the reader stands in the URL. */

import type { UseQueryResult } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Box, Case, CaseTab, DocumentInfo, Facts, Items, Ref } from "@/api/types";
import type { AskedSearch } from "@/features/ownership/asked";

export interface CaseSearch extends AskedSearch { tab: CaseTab; document?: string; page?: number; fact?: string }

export interface CaseView {
  caseId: string;
  one: Case;
  documents: UseQueryResult<Items<DocumentInfo>>;
  facts: UseQueryResult<Facts>;
  search: CaseSearch;
  /** Boxes that an answer points to and that are no fact's. */
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
