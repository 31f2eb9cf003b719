import { useQuery } from "@tanstack/react-query";
import { API, api } from "@/api/client";
import type { Usage, UsageRow } from "@/api/types";
import { money, percent, plural, seconds, whole } from "@/shared/format";
import { Card, QueryResult } from "@/shared/ui";
import { Bars } from "./Bars";
import { stacked } from "./charts";

interface Line {
  key: string;
  model: string;
  purpose: string;
  calls: number;
  failed: number;
  cached: number;
  open: number;
  tokensIn: number;
  tokensOut: number;
  cost: number;
  firstMs: number;
}

/** Rows of all days and users summed by purpose and model, dearest first. */
export function lines(rows: UsageRow[]): Line[] {
  const found = new Map<string, Line>();
  for (const row of rows) {
    const key = `${row.purpose} ${row.model}`;
    const line = found.get(key) ?? {
      key,
      model: row.model,
      purpose: row.purpose,
      calls: 0,
      failed: 0,
      cached: 0,
      open: 0,
      tokensIn: 0,
      tokensOut: 0,
      cost: 0,
      firstMs: 0,
    };
    line.firstMs =
      (line.firstMs * line.calls + (row.first_token_ms ?? 0) * row.calls) / Math.max(line.calls + row.calls, 1);
    line.calls += row.calls;
    line.failed += row.failed;
    line.cached += row.cached;
    line.open += row.open;
    line.tokensIn += row.input_tokens;
    line.tokensOut += row.output_tokens;
    line.cost += row.cost_usd;
    found.set(key, line);
  }
  return [...found.values()].sort((a, b) => b.cost - a.cost || b.calls - a.calls);
}

function Table({ usage }: { usage: Usage }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">For</th>
          {["Calls", "Failed", "From cache", "Tokens in", "Tokens out", "First token", "Cost"].map((name) => (
            <th key={name} scope="col" className="right">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines(usage.rows).map((line) => (
          <tr key={line.key}>
            <td>{line.model}</td>
            <td className="muted">{line.purpose}</td>
            <td className="right">
              {whole(line.calls)}
              {line.open > 0 && <span className="faint"> ({line.open} open)</span>}
            </td>
            <td className="right">{whole(line.failed)}</td>
            <td className="right">{whole(line.cached)}</td>
            <td className="right">{whole(line.tokensIn)}</td>
            <td className="right">{whole(line.tokensOut)}</td>
            <td className="right">{line.firstMs ? seconds(line.firstMs) : "–"}</td>
            <td className="right">{money(line.cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What models were used for, by day and by model, and what it cost; every call as CSV. */
export function UsageCard() {
  const usage = useQuery({ queryKey: ["usage"], queryFn: ({ signal }) => api.get<Usage>("/usage", signal) });
  const csv = (
    <a className="btn sm" href={`${API}/usage/calls.csv`} download>
      Every call as CSV
    </a>
  );
  return (
    <Card title="Model use of the last 30 days" extra={csv}>
      <QueryResult of={usage} what="Loading usage">
        {(found) =>
          found.rows.length === 0 ? (
            <p className="note">No model has been called yet.</p>
          ) : (
            <>
              <p className="body small muted" style={{ paddingBottom: 0 }}>
                {plural(found.calls, "call")} · {money(found.cost_usd)} · {percent(found.cache_hit_share)} answered from
                the cache, which saved {money(found.saved_usd)}
              </p>
              <div
                className="body"
                style={{ display: "grid", gap: 24, gridTemplateColumns: "repeat(auto-fit, minmax(320px, 1fr))" }}
              >
                <Bars
                  title="Cost"
                  stacks={stacked(
                    found.rows,
                    (row) => row.model,
                    (row) => row.cost_usd,
                  )}
                  shown={money}
                />
                <Bars
                  title="Tokens"
                  stacks={stacked(
                    found.rows,
                    (row) => row.purpose,
                    (row) => row.input_tokens + row.output_tokens,
                  )}
                  shown={whole}
                />
              </div>
              <Table usage={found} />
            </>
          )
        }
      </QueryResult>
    </Card>
  );
}
