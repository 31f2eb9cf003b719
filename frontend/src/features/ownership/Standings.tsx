import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Standings as Found } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Card, ErrorState, QueryResult } from "@/shared/ui";

const LAWS: Record<string, string> = {
  listed: "EU and UK",
  public: "EU 2024/1624",
  us: "United States, 31 CFR 1010.230",
};

function Form({ found, onClose }: { found: Found; onClose: () => void }) {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const say = useMutation({
    mutationFn: (body: object) => api.post(`/cases/${caseId}/ownership/standings`, body),
    onSuccess: () => (onClose(), client.invalidateQueries({ queryKey: ["case", caseId] })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    say.mutate(Object.fromEntries(new FormData(event.currentTarget)));
  }
  return (
    <form className="stack" style={{ gap: 8, padding: "8px 16px 12px", maxWidth: 560 }} onSubmit={submit}>
      <label className="field">
        Company
        <select name="party_id" required>
          {found.companies.map((one) => (
            <option key={one.party_id} value={one.party_id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        What it is
        <select name="code" required>
          {Object.entries(LAWS).map(([law, name]) => (
            <optgroup key={law} label={name}>
              {found.kinds
                .filter((kind) => kind.law === law)
                .map((kind) => (
                  <option key={kind.code} value={kind.code}>
                    {[kind.paragraph, kind.label].filter(Boolean).join(" ")}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label className="field">
        Where that is known from
        <input
          name="source"
          required
          minLength={3}
          maxLength={500}
          placeholder="a list of the supervisor, of which day"
        />
      </label>
      <div className="row">
        <button className="btn go sm" disabled={say.isPending}>
          Keep
        </button>
        <button type="button" className="btn sm" onClick={onClose}>
          Cancel
        </button>
      </div>
      {say.error && <ErrorState error={say.error} />}
    </form>
  );
}

/** What companies are to the laws: listed, supervised, public; said by files or by people, each with its source. */
export function Standings() {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [saying, setSaying] = useState(false);
  const standings = useQuery({
    queryKey: ["case", caseId, "standings"],
    queryFn: ({ signal }) => api.get<Found>(`/cases/${caseId}/ownership/standings`, signal),
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => api.delete(`/cases/${caseId}/ownership/standings/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const extra = (
    <button type="button" className="btn sm" onClick={() => setSaying(true)} disabled={saying}>
      Say what a company is …
    </button>
  );
  return (
    <Card title="Listed, supervised or public companies" extra={extra}>
      <QueryResult of={standings} what="Loading standings">
        {(found) => (
          <>
            {found.items.length === 0 && !saying && (
              <p className="body small muted">
                None is known to be. Laws ask less of listed and supervised companies: say so where you know it, with
                its source.
              </p>
            )}
            {found.items.length > 0 && (
              <table>
                <tbody>
                  {found.items.map((one) => (
                    <tr key={one.id ?? one.party_id + one.code}>
                      <td>{one.name}</td>
                      <td className="small">
                        {one.label}
                        <div className="muted">source: {one.source}</div>
                      </td>
                      <td className="right">
                        {one.id && (
                          <button
                            type="button"
                            className="btn sm"
                            disabled={withdraw.isPending}
                            onClick={() => one.id && withdraw.mutate(one.id)}
                          >
                            Take back
                          </button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {saying && <Form found={found} onClose={() => setSaying(false)} />}
            {withdraw.error && <ErrorState error={withdraw.error} />}
          </>
        )}
      </QueryResult>
    </Card>
  );
}
