import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type CSSProperties } from "react";
import { api, Problem } from "@/api/client";
import { watchCase } from "@/api/stream";
import type { Box, Case, DocumentInfo, Evidence, Facts, Items, Ref } from "@/api/types";
import { DocumentsPane, Viewer } from "@/features/documents";
import { CASE_TABS, CaseViewContext, type CaseSearch, type CaseTab } from "@/shared/caseView";
import { due, formatDateTime, formatZone } from "@/shared/format";
import { ButtonLink, Card, Count, EmptyState, Loading, Page, QueryResult, RiskBadge, StateBadge } from "@/shared/ui";
import classes from "./Case.module.css";
import { OverviewTab } from "./OverviewTab";
import { useTexts } from "./texts.en";

const Assistant = lazy(() => import("@/features/assistant").then((feature) => ({ default: feature.Assistant })));
const FactsTab = lazy(() => import("@/features/facts").then((feature) => ({ default: feature.FactsTab })));
const HitsTab = lazy(() => import("@/features/screening").then((feature) => ({ default: feature.HitsTab })));
const OwnershipTab = lazy(() => import("@/features/ownership").then((feature) => ({ default: feature.OwnershipTab })));
const DecisionTab = lazy(() => import("./DecisionTab").then((tab) => ({ default: tab.DecisionTab })));
const TimelineTab = lazy(() => import("./TimelineTab").then((tab) => ({ default: tab.TimelineTab })));
const Quoted = lazy(() => import("./Quoted").then((dialog) => ({ default: dialog.Quoted })));
const RiskTab = lazy(() => import("@/features/risk").then((feature) => ({ default: feature.RiskTab })));

function Body({ tab }: { tab: CaseTab }) {
  if (tab === "facts") return <FactsTab />;
  if (tab === "ownership") return <OwnershipTab />;
  if (tab === "screening") return <HitsTab />;
  if (tab === "risk") return <RiskTab />;
  if (tab === "timeline") return <TimelineTab />;
  if (tab === "decision") return <DecisionTab />;
  return <OverviewTab />;
}

const STATES = {
  proposed: { tone: "plain" },
  approved: { tone: "low" },
  rejected: { tone: "high", sign: "✕" },
} as const;

function Head({ one, onTab }: { one: Case; onTab: (tab: CaseTab) => void }) {
  const t = useTexts();
  const when = due(one.due_at);
  const closed = one.state === "approved" || one.state === "rejected";
  const blockers = one.blockers.length;
  return (
    <div className={classes["head"]}>
      <span className={classes["reference"]}>{one.reference}</span>
      <h1 title={one.customer_name}>{one.customer_name}</h1>
      <span className={classes["about"]}>
        {[t(`kind.${one.customer_kind}`), one.country?.toUpperCase(), one.registration_number ?? one.birth_date]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <RiskBadge band={one.band} score={one.score} provisional={one.provisional} />
      {one.state !== "open" && <StateBadge {...STATES[one.state]}>{t(`state.${one.state}`)}</StateBadge>}
      {!closed && (
        <time
          dateTime={one.due_at}
          className={classes["due"]}
          title={`${formatDateTime(one.due_at)} · ${formatZone(one.due_at)}`}
          data-urgent={when.urgent || undefined}
        >
          {t(when.urgent ? "dueUrgent" : "due", { when: when.text })}
        </time>
      )}
      <span className={classes["owner"]}>{one.owner?.name ?? t("noOwner")}</span>
      <Button variant={blockers > 0 || closed ? "default" : "filled"} onClick={() => onTab("decision")}>
        {one.state === "proposed"
          ? t("toDecision.review")
          : closed
            ? t("toDecision.closed")
            : blockers > 0
              ? t("toDecision.blocked", { count: blockers })
              : t("toDecision.propose")}
      </Button>
    </div>
  );
}

function Tabs({ one, search }: { one: Case; search: CaseSearch }) {
  const t = useTexts();
  return CASE_TABS.map((tab) => (
    <Link
      key={tab}
      to="/cases/$id"
      params={{ id: one.id }}
      search={{ ...search, tab }}
      aria-current={search.tab === tab ? "page" : undefined}
    >
      {t(`tabs.${tab}`)}
      {tab === "facts" && one.facts_to_check > 0 && <Count value={one.facts_to_check} todo />}
      {tab === "screening" && one.hits_to_judge > 0 && <Count value={one.hits_to_judge} todo />}
      {tab === "decision" && one.blockers.length > 0 && <Count value={one.blockers.length} />}
    </Link>
  ));
}

/** Where the panes would leave the case no room, they begin closed and open above it, as in the style sheet. */
const isNarrow = (): boolean => window.matchMedia("(max-width: 800px)").matches;

export function CasePage() {
  const t = useTexts();
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
    if (customer) document.title = t("pageTitle", { customer });
    return () => void (document.title = t("product"));
  }, [customer, t]);

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
      <div role="alert">
        <Page title={t("notFound.title")} narrow>
          <Card title={t("notFound.title")}>
            <EmptyState text={t("notFound.text")}>
              <ButtonLink to="/">{t("notFound.toQueue")}</ButtonLink>
            </EmptyState>
          </Card>
        </Page>
      </div>
    );
  return (
    <QueryResult of={one} what={t("loading")}>
      {(found) => (
        <CaseViewContext.Provider value={view}>
          <div className={classes["page"]}>
            <Head one={found} onTab={(tab) => show({ tab })} />
            <div className={classes["panes"]} style={{ "--columns": columns } as CSSProperties}>
              {panes.documents && <DocumentsPane onClose={() => setPanes({ ...panes, documents: false })} />}
              <section aria-label={t("case")} className={classes["case"]}>
                <nav className={classes["tabs"]} aria-label={t("parts")}>
                  {!panes.documents && (
                    <UnstyledButton
                      className={classes["opener"]!}
                      onClick={() => setPanes({ ...panes, documents: true })}
                      aria-label={t("panes.openDocuments")}
                    >
                      {t("panes.documents")}
                    </UnstyledButton>
                  )}
                  <Tabs one={found} search={search} />
                  {!panes.assistant && (
                    <UnstyledButton
                      className={`${classes["opener"]} ${classes["last"]}`}
                      onClick={() => setPanes({ ...panes, assistant: true })}
                    >
                      {t("panes.assistant")}
                    </UnstyledButton>
                  )}
                </nav>
                <div className={classes["middle"]} data-document={search.document !== undefined || undefined}>
                  <div className={classes["tab"]}>
                    <Suspense fallback={<Loading />}>
                      <Body tab={search.tab} />
                    </Suspense>
                  </div>
                  {search.document && <Viewer />}
                </div>
              </section>
              {panes.assistant && (
                <Suspense fallback={<section aria-label={t("panes.assistantLabel")} aria-busy="true" />}>
                  <Assistant onClose={() => setPanes({ ...panes, assistant: false })} />
                </Suspense>
              )}
            </div>
            {quoted && (
              <Suspense fallback={null}>
                <Quoted evidence={quoted} onClose={() => setQuoted(null)} />
              </Suspense>
            )}
          </div>
        </CaseViewContext.Provider>
      )}
    </QueryResult>
  );
}
