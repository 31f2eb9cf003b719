import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { api } from "@/api/client";
import type { Items, Match, Watchlist } from "@/api/types";
import { plural, whole } from "@/shared/format";
import { Card, ErrorState, QueryResult, DateTime } from "@/shared/ui";
import { Comparison } from "./HitCard";

export function ScreeningPage() {
  const lists = useQuery({
    queryKey: ["watchlists"],
    queryFn: ({ signal }) => api.get<Items<Watchlist>>("/watchlists", signal),
  });
  const search = useMutation({
    mutationFn: (asked: Record<string, unknown>) => api.post<{ items: Match[]; took_ms: number }>("/screenings", asked),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    search.mutate({
      name: text("name"),
      schema: text("schema"),
      ...(text("birth_date") ? { birth_date: text("birth_date") } : {}),
      ...(text("country") ? { countries: [text("country").toLowerCase()] } : {}),
      limit: 10,
    });
  }
  return (
    <div className="wrap">
      <h1 className="vh">Screening</h1>
      <Card title="Search a name">
        <form className="body row wrapx" style={{ alignItems: "end" }} onSubmit={submit}>
          <label className="field grow">
            Name, in any script
            <input name="name" required maxLength={300} autoComplete="off" />
          </label>
          <label className="field">
            Kind
            <select name="schema" defaultValue="LegalEntity">
              <option value="LegalEntity">any</option>
              <option value="Person">person</option>
              <option value="Company">company</option>
            </select>
          </label>
          <label className="field">
            Birth date
            <input name="birth_date" placeholder="1971-03-14" pattern="\d{4}(-\d{2}(-\d{2})?)?" />
          </label>
          <label className="field">
            Country
            <input name="country" placeholder="GB" pattern="[A-Za-z]{2}" maxLength={2} style={{ width: 72 }} />
          </label>
          <button className="btn go" disabled={search.isPending}>
            {search.isPending ? "Searching …" : "Search"}
          </button>
        </form>
        {search.error && <ErrorState error={search.error} />}
        {search.data && (
          <div className="body stack" aria-live="polite">
            <p className="small muted">
              {search.data.items.length
                ? plural(search.data.items.length, "entry", "entries")
                : "Nobody on the lists looks alike"}{" "}
              · {search.data.took_ms} ms
            </p>
            {search.data.items.map((match) => (
              <section className="card" key={`${match.list_name}-${match.entry.id}`} aria-label={match.entry.name}>
                <header>
                  <h3 className="grow">
                    {match.entry.name} <span className="muted">{match.list_name}</span>
                  </h3>
                  <span className="small muted">fits to {Math.round(match.score * 100)} %</span>
                </header>
                <Comparison
                  ours={String(search.variables?.["name"] ?? "")}
                  entry={match.entry}
                  parts={match.parts}
                  matched={match.matched_words}
                />
              </section>
            ))}
          </div>
        )}
      </Card>
      <Card title="Lists">
        <QueryResult of={lists} what="Loading the lists">
          {({ items }) => (
            <>
              <table>
                <thead>
                  <tr>
                    <th scope="col">List</th>
                    <th scope="col">Source</th>
                    <th scope="col">Version</th>
                    <th scope="col" className="right">
                      Entries
                    </th>
                    <th scope="col">Loaded</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((list) => (
                    <tr key={list.id}>
                      <td>{list.name}</td>
                      <td className="muted">{list.source}</td>
                      <td>{list.version}</td>
                      <td className="right">{whole(list.entries)}</td>
                      <td className="muted">
                        <DateTime at={list.loaded_at} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {items.length === 0 && <p className="note">No list is loaded. `ascertain lists update` fetches them.</p>}
            </>
          )}
        </QueryResult>
      </Card>
    </div>
  );
}
