import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { api, Problem } from "@/api/client";
import { watchCase } from "@/api/stream";
import type { Box, Case, CaseState, DocumentInfo, Evidence, Facts, Items, Ref } from "@/api/types";
import { DocumentsPane, Viewer } from "@/features/documents";
import { CASE_TABS, CaseViewContext, type CaseSearch, type CaseTab } from "@/shared/caseView";
import { due, formatDateTime } from "@/shared/format";
import { QueryResult, RiskBadge, Loading } from "@/shared/ui";
import { DecisionTab } from "./DecisionTab";
import { OverviewTab } from "./OverviewTab";
import { Quoted } from "./Quoted";
import { TimelineTab } from "./TimelineTab";

const Assistant = lazy(() => import("@/features/assistant").then((feature) => ({ default: feature.Assistant })));
const FactsTab = lazy(() => import("@/features/facts").then((feature) => ({ default: feature.FactsTab })));
const HitsTab = lazy(() => import("@/features/screening").then((feature) => ({ default: feature.HitsTab })));
const OwnershipTab = lazy(() => import("@/features/ownership").then((feature) => ({ default: feature.OwnershipTab })));
const RiskTab = lazy(() => import("@/features/risk").then((feature) => ({ default: feature.RiskTab })));

const TAB_LABELS: Record<CaseTab, string> = {
  overview: "Overview",
  facts: "Facts",
  ownership: "Ownership",
  screening: "Screening",
  risk: "Risk",
  timeline: "Timeline",
  decision: "Decision",
};

const STATES: Record<CaseState, [string, string]> = {
  open: ["open", "plain"],
  proposed: ["decision proposed", "plain"],
  approved: ["✓ approved", "low"],
  rejected: ["✕ rejected", "high"],
};

function Body({ tab }: { tab: CaseTab }) {
  if (tab === "facts") return <FactsTab />;
  if (tab === "ownership") return <OwnershipTab />;
  if (tab === "screening") return <HitsTab />;
  if (tab === "risk") return <RiskTab />;
  if (tab === "timeline") return <TimelineTab />;
  if (tab === "decision") return <DecisionTab />;
  return <OverviewTab />;
}

function Head({ one, onTab }: { one: Case; onTab: (tab: CaseTab) => void }) {
  const when = due(one.due_at);
  const closed = one.state === "approved" || one.state === "rejected";
  return (
    <div className="row casehead">
      <span className="faint">{one.reference}</span>
      <h1>{one.customer_name}</h1>
      <span className="muted">
        {[one.customer_kind, one.country?.toUpperCase(), one.registration_number ?? one.birth_date]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <RiskBadge band={one.band} score={one.score} provisional={one.provisional} />
      {one.state !== "open" && <span className={`state ${STATES[one.state][1]}`}>{STATES[one.state][0]}</span>}
      <span className="grow" />
      {!closed && (
        <span
          className="small"
          title={formatDateTime(one.due_at)}
          style={when.urgent ? { color: "var(--high)" } : undefined}
        >
          due {when.text}
          {when.urgent ? " !" : ""}
        </span>
      )}
      <span className="small muted">{one.owner?.name ?? "no owner"}</span>
      <button
        type="button"
        className={one.blockers.length || closed ? "btn" : "btn go"}
        onClick={() => onTab("decision")}
      >
        {one.state === "proposed"
          ? "Second review"
          : closed
            ? "Decision"
            : one.blockers.length
              ? `Propose decision · ${one.blockers.length} ${one.blockers.length === 1 ? "blocker" : "blockers"}`
              : "Propose decision"}
      </button>
    </div>
  );
}

/** Where the panes would leave the case no room, they begin closed and open above it (app.css). */
const isNarrow = (): boolean => window.matchMedia("(max-width: 800px)").matches;

export function CasePage() {
  const { id } = useParams({ from: "/in/cases/$id" });
  const search: CaseSearch = useSearch({ from: "/in/cases/$id" });
  const navigate = useNavigate();
  const [lit, setLit] = useState<Box[]>([]);
  const [quoted, setQuoted] = useState<Evidence | null>(null);
  const [panes, setPanes] = useState(() => ({ documents: !isNarrow(), assistant: !isNarrow() }));
  const one = useQuery({
    queryKey: ["case", id, "case"],
    queryFn: ({ signal }) => api.get<Case>(`/cases/${id}`, signal),
    refetchInterval: 15_000,
  });
  const busy = one.data?.steps.some((step) => step.state === "running" || step.state === "waiting") ?? false;
  const documents = useQuery({
    queryKey: ["case", id, "documents"],
    queryFn: ({ signal }) => api.get<Items<DocumentInfo>>(`/cases/${id}/documents`, signal),
    refetchInterval: busy ? 4000 : false,
  });
  const facts = useQuery({
    queryKey: ["case", id, "facts"],
    queryFn: ({ signal }) => api.get<Facts>(`/cases/${id}/facts`, signal),
  });

  useEffect(() => {
    watchCase(id);
    return () => watchCase(null);
  }, [id]);
  const customer = one.data?.customer_name;
  useEffect(() => {
    if (customer) document.title = `${customer} · Ascertain`;
    return () => void (document.title = "Ascertain");
  }, [customer]);

  const show = useCallback(
    (change: Partial<CaseSearch>, boxes: Box[] = []) => {
      setLit(boxes);
      void navigate({
        to: "/cases/$id",
        params: { id },
        search: (before: Partial<CaseSearch>) => ({ tab: "overview", ...before, ...change }) as CaseSearch,
        replace: !("tab" in change),
      });
    },
    [navigate, id],
  );
  const known = facts.data?.items;
  const openEvidence = useCallback(
    (ref: Ref) => {
      const fact = ref.kind === "fact" ? known?.find((each) => each.id === ref.id) : undefined;
      if (fact) return show({ tab: "facts", document: fact.document_id, page: fact.page_number, fact: fact.id });
      if (ref.kind === "hit" || ref.kind === "list_entry") return show({ tab: "screening" });
      if (ref.kind === "owner" || ref.kind === "ownership") return show({ tab: "ownership" });
      if (ref.kind === "case") return show({ tab: "overview" });
      if (ref.kind === "document") return show({ document: ref.id, page: 1 });
      if (ref.kind === "risk" || ref.kind === "policy") return show({ tab: "risk" });
      void api
        .get<Evidence>(`/evidence/${ref.kind}/${encodeURIComponent(ref.id)}`)
        .then((found) =>
          found.document_id
            ? show({ document: found.document_id, page: found.page_number ?? 1 }, found.boxes)
            : found.quote && setQuoted(found),
        )
        .catch(() => undefined);
    },
    [known, show],
  );
  const view = useMemo(
    () => (one.data ? { caseId: id, one: one.data, documents, facts, search, lit, show, openEvidence } : null),
    [one.data, id, documents, facts, search, lit, show, openEvidence],
  );
  const columns = [
    panes.documents ? "232px" : "",
    "minmax(0, 1fr)",
    panes.assistant ? "minmax(300px, 360px)" : "",
  ].join(" ");

  if (one.error instanceof Problem && one.error.status === 404)
    return (
      <div className="note" role="alert">
        <h1>There is no such case here.</h1>
        <span>It may belong to another organisation, or the address is not whole.</span>
        <Link to="/" className="link">
          To the queue
        </Link>
      </div>
    );
  return (
    <QueryResult of={one} what="Loading the case">
      {(found) => (
        <CaseViewContext.Provider value={view}>
          <div className="casepage">
            <Head one={found} onTab={(tab) => show({ tab })} />
            <div className="panes" style={{ gridTemplateColumns: columns }}>
              {panes.documents && <DocumentsPane onClose={() => setPanes({ ...panes, documents: false })} />}
              <section aria-label="Case">
                <div className="tabs" role="navigation" aria-label="Parts of the case">
                  {!panes.documents && (
                    <button
                      type="button"
                      onClick={() => setPanes({ ...panes, documents: true })}
                      aria-label="Open the documents pane"
                    >
                      ▸ Documents
                    </button>
                  )}
                  {CASE_TABS.map((tab) => (
                    <Link
                      key={tab}
                      to="/cases/$id"
                      params={{ id }}
                      search={{ ...search, tab }}
                      aria-current={search.tab === tab ? "page" : undefined}
                      className={search.tab === tab ? "on" : ""}
                    >
                      {TAB_LABELS[tab]}
                      {tab === "facts" && found.facts_to_check > 0 && (
                        <span className="count todo">{found.facts_to_check}</span>
                      )}
                      {tab === "screening" && found.hits_to_judge > 0 && (
                        <span className="count todo">{found.hits_to_judge}</span>
                      )}
                      {tab === "decision" && found.blockers.length > 0 && (
                        <span className="count">{found.blockers.length}</span>
                      )}
                    </Link>
                  ))}
                  <span className="grow" />
                  {!panes.assistant && (
                    <button type="button" onClick={() => setPanes({ ...panes, assistant: true })}>
                      Assistant ◂
                    </button>
                  )}
                </div>
                <div className={search.document ? "middle withpage" : "middle"}>
                  <div className="tabbody">
                    <Suspense fallback={<Loading />}>
                      <Body tab={search.tab} />
                    </Suspense>
                  </div>
                  {search.document && <Viewer />}
                </div>
              </section>
              {panes.assistant && (
                <Suspense fallback={<section aria-label="Assistant" aria-busy="true" />}>
                  <Assistant onClose={() => setPanes({ ...panes, assistant: false })} />
                </Suspense>
              )}
            </div>
            {quoted && <Quoted evidence={quoted} onClose={() => setQuoted(null)} />}
          </div>
        </CaseViewContext.Provider>
      )}
    </QueryResult>
  );
}
