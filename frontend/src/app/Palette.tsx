import "@mantine/spotlight/styles.layer.css";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, query } from "@/api/client";
import type { Entity, Items, Queue, SearchHit } from "@/api/types";
import { CASE_TABS } from "@/shared/caseView";
import { useTexts } from "./texts.en";

const PLACES = [
  ["mine", "/?view=mine"],
  ["all", "/?view=all"],
  ["review", "/?view=review"],
  ["newCase", "/cases/new"],
  ["screening", "/screening"],
  ["pairs", "/review"],
  ["library", "/library"],
  ["insights", "/insights"],
  ["admin", "/admin"],
] as const;
const GROUPS = ["case", "party", "tab", "place", "policy"] as const;

interface Choice {
  group: (typeof GROUPS)[number];
  label: string;
  href: string;
}

const [store, spotlight] = createSpotlight();

/** Selects the first result as the spotlight itself does when its query changes, but for results that come later. */
function selectFirst(): void {
  const list = document.getElementById(store.getState().listId);
  list?.querySelector("[data-selected]")?.removeAttribute("data-selected");
  list?.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: 0 }));
}

function useChoices(text: string): { choices: Choice[]; searching: boolean } {
  const t = useTexts();
  const cases = useQuery({
    queryKey: ["queue", "palette", text],
    queryFn: ({ signal }) => api.get<Queue>(`/cases${query({ view: "all", q: text, limit: 8 })}`, signal),
    enabled: text.length > 1,
  });
  const parties = useQuery({
    queryKey: ["palette", "parties", text],
    queryFn: ({ signal }) => api.get<Items<Entity>>(`/entities${query({ q: text, limit: 5 })}`, signal),
    enabled: text.length > 1,
  });
  const passages = useQuery({
    queryKey: ["palette", "passages", text],
    queryFn: () => api.post<Items<SearchHit>>("/search", { query: text, case_id: null, library: true, limit: 3 }),
    enabled: text.length > 3,
  });
  const caseId = useLocation({ select: (location) => /^\/cases\/(case_\w+)/.exec(location.pathname)?.[1] });
  const fits = ({ label }: Choice) => label.toLowerCase().includes(text.toLowerCase());
  const tabs = CASE_TABS.map((tab): Choice => ({
    group: "tab",
    label: t(`palette.tabs.${tab}`),
    href: `/cases/${caseId}?tab=${tab}`,
  }));
  const places = PLACES.map(([place, href]): Choice => ({ group: "place", label: t(`palette.places.${place}`), href }));
  const choices: Choice[] = [
    ...(cases.data?.items ?? []).map((one): Choice => ({
      group: "case",
      label: `${one.reference} · ${one.customer_name}`,
      href: `/cases/${one.id}`,
    })),
    ...(parties.data?.items ?? []).map((one): Choice => ({
      group: "party",
      label: one.name,
      href: `/entities/${one.id}`,
    })),
    ...(caseId ? tabs.filter(fits) : []),
    ...places.filter(fits),
    ...(passages.data?.items ?? []).map((one): Choice => ({
      group: "policy",
      label: t("palette.passage", {
        document: one.document_name,
        page: one.page_number ?? "–",
        text: one.text.slice(0, 90),
      }),
      href: `/library?q=${encodeURIComponent(text)}`,
    })),
  ];
  return { choices, searching: cases.isFetching || parties.isFetching || passages.isFetching };
}

/** Opens each time `openings` grows; the shell mounts it with the first, so that its code is loaded only then. */
export default function Palette({ openings }: { openings: number }) {
  const t = useTexts();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const { choices, searching } = useChoices(text);
  useEffect(() => spotlight.open(), [openings]);
  // Results arrive one after the other; Enter always opens the first of those that are shown.
  const first = choices[0]?.href;
  useEffect(() => {
    if (first !== undefined) selectFirst();
  }, [first, choices.length]);

  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      scrollable
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.5, blur: 0 }}
      attributes={{ content: { "aria-label": t("palette.label") } }}
    >
      <Spotlight.Search placeholder={t("palette.placeholder")} aria-label={t("palette.label")} size="md" />
      <Spotlight.ActionsList>
        {GROUPS.map((group) => {
          const members = choices.filter((choice) => choice.group === group);
          return (
            members.length > 0 && (
              <Spotlight.ActionsGroup key={group} label={t(`palette.groups.${group}`)}>
                {members.map(({ label, href }) => (
                  <Spotlight.Action key={`${href} ${label}`} label={label} onClick={() => void navigate({ href })} />
                ))}
              </Spotlight.ActionsGroup>
            )
          );
        })}
        {choices.length === 0 && (
          <Spotlight.Empty>{searching ? t("palette.searching") : t("palette.none", { query: text })}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
