import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Items, PromptVersion } from "@/api/types";
import { money, seconds, whole } from "@/shared/format";
import { Card, QueryResult } from "@/shared/ui";

const keyOf = (one: PromptVersion) => `${one.name}@${one.version}`;
const textOf = (one: PromptVersion) => `${one.system}\n\n${one.sources}`;

/** The lines of a text; those that the other text does not have are lit. */
function Lines({ of, beside }: { of: PromptVersion; beside: PromptVersion | undefined }) {
  const others = new Set(beside ? textOf(beside).split("\n") : textOf(of).split("\n"));
  return (
    <section aria-label={keyOf(of)} style={{ minWidth: 0 }}>
      <b className="small">{keyOf(of)}</b>
      <pre className="small" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: "6px 0 0" }}>
        {textOf(of)
          .split("\n")
          .map((line, index) => (
            <span
              key={index}
              style={{
                display: "block",
                minHeight: "1.3em",
                background: others.has(line) ? undefined : "var(--mark-soft)",
              }}
            >
              {others.has(line) ? line : `± ${line}`}
            </span>
          ))}
      </pre>
    </section>
  );
}

export function Prompts() {
  const prompts = useQuery({
    queryKey: ["prompts"],
    queryFn: ({ signal }) => api.get<Items<PromptVersion>>("/prompts", signal),
  });
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <Card title="Prompts">
      <QueryResult of={prompts} what="Loading the prompts">
        {({ items }) => {
          const shown = items.filter((one) => chosen.includes(keyOf(one)));
          return (
            <>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Prompt</th>
                    <th scope="col">What it does</th>
                    <th scope="col" className="right">
                      Answers
                    </th>
                    <th scope="col" className="right">
                      No evidence
                    </th>
                    <th scope="col" className="right">
                      Helped / did not
                    </th>
                    <th scope="col" className="right">
                      First word
                    </th>
                    <th scope="col" className="right">
                      Cost
                    </th>
                    <th scope="col">Look at</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={keyOf(one)}>
                      <td className="nowrap">
                        {keyOf(one)} {one.in_use && <span className="state low">✓ in use</span>}
                      </td>
                      <td className="small muted">{one.description}</td>
                      <td className="right">{whole(one.answers)}</td>
                      <td className="right">{whole(one.no_evidence)}</td>
                      <td className="right nowrap">
                        {one.rated_up} / {one.rated_down}
                      </td>
                      <td className="right">
                        {one.median_first_token_ms === null ? "" : seconds(one.median_first_token_ms)}
                      </td>
                      <td className="right">{money(one.cost_usd)}</td>
                      <td>
                        <input
                          type="checkbox"
                          aria-label={`Look at ${keyOf(one)}`}
                          checked={chosen.includes(keyOf(one))}
                          onChange={(event) =>
                            setChosen(
                              event.target.checked
                                ? [...chosen, keyOf(one)].slice(-2)
                                : chosen.filter((key) => key !== keyOf(one)),
                            )
                          }
                        />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {shown.length === 1 && <p className="note small">Choose a second version to see what differs.</p>}
              {shown.length > 0 && (
                <div className="body two">
                  {shown.map((one) => (
                    <Lines key={keyOf(one)} of={one} beside={shown.find((other) => other !== one)} />
                  ))}
                </div>
              )}
            </>
          );
        }}
      </QueryResult>
    </Card>
  );
}
