import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { ModelRoutes } from "@/api/types";
import { whole } from "@/shared/format";
import { Card, QueryResult } from "@/shared/ui";

const PURPOSES: Record<string, string> = {
  "*": "everything else",
  chat: "answers",
  extract: "extraction",
  judge: "judging",
  summarise: "summaries",
  embed: "vectors for search",
};
const BREAKERS = {
  closed: { tone: "low", words: "✓ answers" },
  "half-open": { tone: "medium", words: "! one call tries it" },
  open: { tone: "high", words: "✕ rests after failures" },
} as const;

/** Which model answers for what, in which order, and which of them rest. */
export function RoutesCard() {
  const routes = useQuery({
    queryKey: ["model-routes"],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get<ModelRoutes>("/model-routes", signal),
  });
  return (
    <Card title="Models and routes">
      <QueryResult of={routes} what="Loading the routes">
        {(found) => (
          <>
            <table>
              <thead>
                <tr>
                  <th scope="col">For</th>
                  <th scope="col">Order</th>
                  <th scope="col">Provider</th>
                  <th scope="col">Model</th>
                  <th scope="col">Priced</th>
                  <th scope="col">Now</th>
                </tr>
              </thead>
              <tbody>
                {found.items.flatMap((route) =>
                  route.steps.map((step, place) => (
                    <tr key={`${route.purpose} ${step.provider}`}>
                      <td>{place === 0 ? (PURPOSES[route.purpose] ?? route.purpose) : ""}</td>
                      <td className="muted">{place + 1}</td>
                      <td>{step.provider}</td>
                      <td>{step.model}</td>
                      <td className="muted">{step.priced ? "by the price list" : "free"}</td>
                      <td>
                        <span className={`state ${BREAKERS[step.breaker].tone}`}>{BREAKERS[step.breaker].words}</span>
                      </td>
                    </tr>
                  )),
                )}
              </tbody>
            </table>
            <p className="note">
              {found.requests_per_minute
                ? `At most ${whole(found.requests_per_minute)} requests`
                : "No limit of requests"}{" "}
              and {found.tokens_per_minute ? `${whole(found.tokens_per_minute)} tokens` : "no limit of tokens"} a
              minute. Providers and routes are set in the environment (ASCERTAIN_LLM__PROVIDERS, ASCERTAIN_LLM__ROUTES).
            </p>
          </>
        )}
      </QueryResult>
    </Card>
  );
}
