import { Title } from "@mantine/core";
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { Problem } from "@/api/client";
import type { View } from "@/api/types";
import type { ReviewSearch } from "@/features/entities";
import type { QueueSearch } from "@/features/queue";
import { parseCaseSearch, type CaseSearch } from "@/shared/caseView";
import { meQuery } from "@/shared/session";
import { ErrorState, Loading, TextLink } from "@/shared/ui";
import classes from "./router.module.css";
import { Shell } from "./Shell";
import { useTexts } from "./texts.en";

// Each feature is a chunk of its own, loaded with its first route.
const account = () => import("@/features/account");
const admin = () => import("@/features/admin");
const assistant = () => import("@/features/assistant");
const cases = () => import("@/features/cases");
const entities = () => import("@/features/entities");
const insights = () => import("@/features/insights");
const library = () => import("@/features/library");
const ownership = () => import("@/features/ownership");
const queue = () => import("@/features/queue");
const screening = () => import("@/features/screening");

function NotFound() {
  const t = useTexts();
  return (
    <main className={classes["notFound"]}>
      <Title order={1}>{t("notFound.title")}</Title>
      <span>{t("notFound.text")}</span>
      <TextLink to="/">{t("notFound.toQueue")}</TextLink>
    </main>
  );
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  pendingComponent: () => <Loading />,
  notFoundComponent: NotFound,
});
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "in",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.client.ensureQueryData(meQuery);
      if (me.must_enrol && location.pathname !== "/account") throw redirect({ to: "/account" });
    } catch (error) {
      if (error instanceof Problem && error.status === 401)
        throw redirect({ href: `/login?next=${encodeURIComponent(location.href)}` });
      throw error;
    }
  },
});

type Given = Record<string, unknown>;
const VIEWS: View[] = ["mine", "all", "review", "monitoring"];
const QUEUE_FILTERS = ["state", "band", "customer_kind", "due", "q", "sort"] as const;
const text = (value: unknown): string | undefined => (value === undefined || value === "" ? undefined : String(value));

const routes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: "/",
    component: lazyRouteComponent(queue, "QueuePage"),
    validateSearch: (given: Given): Partial<QueueSearch> => ({
      ...Object.fromEntries(QUEUE_FILTERS.flatMap((key) => (text(given[key]) ? [[key, text(given[key])]] : []))),
      view: VIEWS.find((view) => view === given["view"]) ?? "all",
    }),
  }),
  createRoute({ getParentRoute: () => signedIn, path: "/cases/new", component: lazyRouteComponent(cases, "NewCase") }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/cases/$id",
    component: lazyRouteComponent(cases, "CasePage"),
    validateSearch: (given: Given): Partial<CaseSearch> => parseCaseSearch(given),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/runs/$id",
    component: lazyRouteComponent(assistant, "AnatomyPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/review",
    component: lazyRouteComponent(entities, "ReviewPage"),
    validateSearch: (given: Given): Partial<ReviewSearch> => ({
      state: given["state"] === "judged" ? "judged" : "open",
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/entities/$id",
    component: lazyRouteComponent(ownership, "EntityPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/screening",
    component: lazyRouteComponent(screening, "ScreeningPage"),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/library",
    component: lazyRouteComponent(library, "LibraryPage"),
    validateSearch: (given: Given): { q?: string } => (text(given["q"]) ? { q: String(given["q"]) } : {}),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/insights",
    component: lazyRouteComponent(insights, "InsightsPage"),
  }),
  createRoute({ getParentRoute: () => signedIn, path: "/admin", component: lazyRouteComponent(admin, "AdminPage") }),
  createRoute({
    getParentRoute: () => signedIn,
    path: "/account",
    component: lazyRouteComponent(account, "AccountPage"),
  }),
] as const;

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: lazyRouteComponent(() => import("./Login"), "Login"),
});
const setPassword = createRoute({
  getParentRoute: () => root,
  path: "/set-password",
  component: lazyRouteComponent(() => import("./SetPassword"), "SetPassword"),
});
const tree = root.addChildren([login, setPassword, signedIn.addChildren(routes)]);

export const makeRouter = (client: QueryClient) => createRouter({ routeTree: tree, context: { client } });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
