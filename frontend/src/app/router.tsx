import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Link, Outlet, redirect } from "@tanstack/react-router";
import { Problem } from "@/api/client";
import type { CaseTab, View } from "@/api/types";
import { CasePage } from "@/features/cases/CasePage";
import type { CaseSearch } from "@/features/cases/view";
import { askedSearch } from "@/features/ownership/asked";
import type { ReviewSearch } from "@/features/entities/ReviewPage";
import { Queue, type QueueSearch } from "@/features/queue/Queue";
import { Failure, Waiting } from "@/shared/ui";
import { Login } from "./Login";
import { meQuery } from "./session";
import { Shell } from "./Shell";

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
  pendingComponent: () => <Waiting what="Fetching the screen" />,
  notFoundComponent: () => (
    <main className="note">
      <h1>There is nothing here.</h1>
      <Link to="/" className="link">
        To the queue
      </Link>
    </main>
  ),
});
const login = createRoute({ getParentRoute: () => root, path: "/login", component: Login });
const inside = createRoute({
  getParentRoute: () => root,
  id: "in",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) throw redirect({ href: `/login?next=${encodeURIComponent(location.href)}` });
      throw error;
    }
  },
});

const text = (value: unknown): string | undefined => (value === undefined || value === "" ? undefined : String(value));
const VIEWS: View[] = ["mine", "all", "review", "monitoring"];
const TABS: CaseTab[] = ["overview", "facts", "ownership", "screening", "risk", "timeline", "decision"];
const oneOf = <T extends string>(value: unknown, among: T[], otherwise: T): T => among.find((each) => each === value) ?? otherwise;

const asked = (given: Record<string, unknown>): { q?: string } => (text(given["q"]) ? { q: String(given["q"]) } : {});

const queue = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: Queue,
  validateSearch: (given: Record<string, unknown>): Partial<QueueSearch> => {
    const kept = Object.fromEntries(["state", "band", "customer_kind", "due", "q", "sort"].flatMap((key) => (text(given[key]) ? [[key, text(given[key])]] : [])));
    return { ...kept, view: oneOf(given["view"], VIEWS, "all") };
  },
});
const onePage = createRoute({
  getParentRoute: () => inside,
  path: "/cases/$id",
  component: CasePage,
  validateSearch: (given: Record<string, unknown>): Partial<CaseSearch> => ({
    tab: oneOf(given["tab"], TABS, "overview"),
    ...(text(given["document"]) ? { document: text(given["document"]), page: Math.max(1, Math.floor(Number(given["page"]) || 1)) } : {}),
    ...(text(given["fact"]) ? { fact: text(given["fact"]) } : {}),
    ...askedSearch(given),
  }),
});

const review = createRoute({
  getParentRoute: () => inside,
  path: "/review",
  component: lazyRouteComponent(() => import("@/features/entities/ReviewPage"), "ReviewPage"),
  validateSearch: (given: Record<string, unknown>): Partial<ReviewSearch> => ({ state: given["state"] === "judged" ? "judged" : "open" }),
});

const tree = root.addChildren([
  login,
  inside.addChildren([
    queue,
    createRoute({ getParentRoute: () => inside, path: "/cases/new", component: lazyRouteComponent(() => import("@/features/cases/NewCase"), "NewCase") }),
    onePage,
    createRoute({ getParentRoute: () => inside, path: "/runs/$id", component: lazyRouteComponent(() => import("@/features/assistant/AnatomyPage"), "AnatomyPage") }),
    review,
    createRoute({ getParentRoute: () => inside, path: "/entities/$id", component: lazyRouteComponent(() => import("@/features/ownership/EntityPage"), "EntityPage") }),
    createRoute({ getParentRoute: () => inside, path: "/screening", component: lazyRouteComponent(() => import("@/features/screening/ScreeningPage"), "ScreeningPage") }),
    createRoute({ getParentRoute: () => inside, path: "/library", component: lazyRouteComponent(() => import("@/features/library/LibraryPage"), "LibraryPage"), validateSearch: asked }),
    createRoute({ getParentRoute: () => inside, path: "/insights", component: lazyRouteComponent(() => import("@/features/insights/InsightsPage"), "InsightsPage") }),
    createRoute({ getParentRoute: () => inside, path: "/admin", component: lazyRouteComponent(() => import("@/features/admin/AdminPage"), "AdminPage") }),
  ]),
]);

export const makeRouter = (client: QueryClient) => createRouter({ routeTree: tree, context: { client } });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
