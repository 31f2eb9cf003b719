import "./styles.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Problem, whenSignedOut } from "@/api/client";
import { makeRouter } from "./router";
import { cssVariablesResolver, theme } from "./theme";

const Overlays = lazy(() => import("./Overlays"));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2000,
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
});
const router = makeRouter(client);

whenSignedOut(() => {
  client.removeQueries({ queryKey: ["me"] });
  const { pathname, href } = router.state.location;
  if (pathname !== "/login") void router.navigate({ href: `/login?next=${encodeURIComponent(href)}` });
});

const place = document.getElementById("root");
if (place)
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        // All variables are set here; the style sheet with the defaults is not loaded.
        deduplicateCssVariables={false}
      >
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
          <Suspense fallback={null}>
            <Overlays />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
