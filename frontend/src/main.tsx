import "@/app/look.css";
import "@/app/app.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem, whenSignedOut } from "@/api/client";
import { makeRouter } from "@/app/router";

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
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
