import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { UsageRow } from "@/api/types";
import { money, whole } from "@/shared/format";
import { Card, Loaded } from "@/shared/ui";

export function InsightsPage() {
  const usage = useQuery({ queryKey: ["usage"], queryFn: ({ signal }) => api.get<{ rows: UsageRow[] }>("/usage", signal) });
  return (
    <div className="wrap">
      <h1 className="vh">Insights</h1>
      <Card title="Model use of the last 30 days">
        <Loaded of={usage} what="Fetching the use">
          {({ rows }) => {
            const most = Math.max(...rows.map((row) => row.input_tokens + row.output_tokens), 1);
            const sum = (pick: (row: UsageRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
            return rows.length === 0 ? (
              <p className="note">No model has been called yet.</p>
            ) : (
              <table>
                <thead>
                  <tr>
                    <th scope="col">Day</th>
                    <th scope="col">Model</th>
                    <th scope="col">For</th>
                    <th scope="col" className="right">
                      Calls
                    </th>
                    <th scope="col" className="right">
                      Tokens in
                    </th>
                    <th scope="col" className="right">
                      Tokens out
                    </th>
                    <th scope="col" />
                    <th scope="col" className="right">
                      Cost
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={`${row.day}-${row.model}-${row.purpose}`}>
                      <td>{row.day}</td>
                      <td>{row.model}</td>
                      <td className="muted">{row.purpose}</td>
                      <td className="right">{whole(row.calls)}</td>
                      <td className="right">{whole(row.input_tokens)}</td>
                      <td className="right">{whole(row.output_tokens)}</td>
                      <td style={{ width: 160 }}>
                        <span className="meter" style={{ display: "block" }} aria-hidden="true">
                          <span style={{ width: `${(100 * (row.input_tokens + row.output_tokens)) / most}%` }} />
                        </span>
                      </td>
                      <td className="right">{money(row.cost_usd)}</td>
                    </tr>
                  ))}
                  <tr>
                    <td colSpan={3}>
                      <b>all</b>
                    </td>
                    <td className="right">{whole(sum((row) => row.calls))}</td>
                    <td className="right">{whole(sum((row) => row.input_tokens))}</td>
                    <td className="right">{whole(sum((row) => row.output_tokens))}</td>
                    <td />
                    <td className="right">{money(sum((row) => row.cost_usd))}</td>
                  </tr>
                </tbody>
              </table>
            );
          }}
        </Loaded>
      </Card>
    </div>
  );
}
