import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { API, api, Problem, query } from "@/api/client";
import type { Items, Ownership, SanctionsReach } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { percent, plural } from "@/shared/format";
import { Card, ErrorState, QueryResult } from "@/shared/ui";
import { scopeOf, scopeSearch, type OwnershipScope } from "@/shared/ownershipScope";
import { Graph } from "./Graph";
import { OwnersTable, Why } from "./Owners";
import { ownershipPicture } from "./picture";
import { RuleBar } from "./Rule";
import { Conflicts, Exclusions } from "./Sources";
import { Standings } from "./Standings";

const FORMATS = { bods: "BODS", ftm: "FollowTheMoney", graphml: "GraphML", cypher: "Cypher", json: "JSON" };
const SIGNS: Record<string, [string, string]> = {
  blocker: ["■", "var(--high)"],
  warning: ["!", "var(--medium)"],
  info: ["·", "inherit"],
};

function Files({ caseId, found }: { caseId: string; found: Ownership }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const give = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file);
      return api.post(`/cases/${caseId}/ownership/imports`, form);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  return (
    <>
      <label className="pick">
        Export
        <select
          value=""
          onChange={(event) =>
            event.target.value &&
            window.location.assign(
              `${API}/cases/${caseId}/ownership/export${query({ format: event.target.value, as_of: found.as_of })}`,
            )
          }
        >
          <option value="">as …</option>
          {Object.entries(FORMATS).map(([format, name]) => (
            <option key={format} value={format}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="btn sm" disabled={give.isPending} onClick={() => input.current?.click()}>
        {give.isPending ? "Giving …" : "Add statements"}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,.jsonl,application/json"
        hidden
        aria-label="Statements as BODS or FollowTheMoney"
        onChange={(event) => event.target.files?.[0] && give.mutate(event.target.files[0])}
      />
      {give.error && <ErrorState error={give.error} />}
    </>
  );
}

function Flags({ found }: { found: Ownership }) {
  return (
    <ul className="flags" aria-label="What to look at">
      {found.flags.map((flag) => {
        const [sign, color] = SIGNS[flag.severity] ?? ["·", "inherit"];
        return (
          <li key={flag.code + flag.sentence} className="small" style={{ color }}>
            <span aria-hidden="true">{sign}</span> {flag.severity === "blocker" && <b>stands in the way: </b>}
            {flag.sentence}
          </li>
        );
      })}
    </ul>
  );
}

/** Whom listed parties reach through what they own or control; silent where nobody is listed. */
function Sanctioned({ caseId, asOf }: { caseId: string; asOf: string }) {
  const reach = useQuery({
    queryKey: ["case", caseId, "sanctions-reach", asOf],
    queryFn: ({ signal }) =>
      api.get<SanctionsReach>(`/cases/${caseId}/sanctions-reach${query({ as_of: asOf })}`, signal),
  });
  if (!reach.data?.listed.length) return null;
  return (
    <Card title="Sanctions: whom listed parties reach">
      <p className="body small">
        Listed:{" "}
        {reach.data.listed.map((one) => `${one.name}${one.pending ? " (hit not confirmed yet)" : ""}`).join(", ")}
      </p>
      <table>
        <tbody>
          {reach.data.tests.map((test) => (
            <tr key={test.code}>
              <td className="small">{test.label}</td>
              <td className="small">
                {test.reached.length ? test.reached.map((one) => one.sentence).join(" ") : "reaches nobody else"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Answer({
  found,
  scope,
  onScope,
}: {
  found: Ownership;
  scope: OwnershipScope;
  onScope: (scope: OwnershipScope) => void;
}) {
  const { caseId, openEvidence } = useCaseView();
  const [chosen, setChosen] = useState<string | null>(null);
  const [only, setOnly] = useState<"everyone" | "owners">("everyone");
  const picture = useMemo(() => ownershipPicture(found, only), [found, only]);
  const parties = useQuery({
    queryKey: ["case", caseId, "parties"],
    queryFn: ({ signal }) => api.get<Items<{ id: string; entity_id: string }>>(`/cases/${caseId}/parties`, signal),
  });
  const entityOf = (party: string) => parties.data?.items.find((one) => one.id === party)?.entity_id;
  const onFacts = (ids: string[]) =>
    ids[0] && openEvidence({ kind: ids[0].startsWith("imp_") ? "statement" : "fact", id: ids[0] });
  const owner = found.owners.find((one) => one.party_id === chosen) ?? found.owners[0];
  const beneficial = found.owners.filter((one) => one.is_beneficial_owner).length;
  return (
    <div className="contained">
      <div className="row wrapx" style={{ padding: "8px 16px", borderBottom: "1px solid var(--line)" }}>
        <RuleBar found={found} scope={scope} onScope={onScope} />
        <label className="pick">
          Show
          <select value={only} onChange={(event) => setOnly(event.target.value === "owners" ? "owners" : "everyone")}>
            <option value="everyone">everyone</option>
            <option value="owners">owners only</option>
          </select>
        </label>
        <span className="grow" />
        <Files caseId={caseId} found={found} />
      </div>
      <p className="row wrapx small muted" style={{ padding: "6px 16px" }}>
        <b>{found.regime_label}</b>
        <span>
          in force {found.valid_from}
          {found.valid_until ? ` to ${found.valid_until}` : " on"}
        </span>
        <span className="grow" />
        <span>
          {plural(beneficial, "beneficial owner")}
          {found.circles ? ` · ${plural(found.circles, "circle")} solved` : ""} · {percent(found.unknown_fraction)}{" "}
          unknown
        </span>
      </p>
      <Exclusions items={found.exclusions} />
      <div className="beside">
        <div>
          {picture.nodes.length > 0 && (
            <Graph
              {...picture}
              label="Graph of the ownership; the table beside or below says the same"
              onFacts={onFacts}
            />
          )}
          <p className="small faint" style={{ padding: "4px 16px" }}>
            solid: shares · dashed: control and roles · amber: circular holding · dotted frame: unknown · click a line
            for its source
          </p>
        </div>
        <div>
          <OwnersTable found={found} chosen={owner?.party_id} onChoose={setChosen} />
          {found.owners.length === 0 && (
            <p className="note">
              No owner is known from the documents: add a share register, or statements as BODS or FollowTheMoney.
            </p>
          )}
          {owner && (
            <div style={{ padding: 16 }}>
              <Why owner={owner} entity={entityOf(owner.party_id)} onFacts={onFacts} />
            </div>
          )}
        </div>
      </div>
      <div className="stack" style={{ padding: "0 16px 16px" }}>
        <Conflicts found={found} onFacts={onFacts} />
        <Sanctioned caseId={caseId} asOf={found.as_of} />
        {found.search.length > 0 && (
          <Card title="Nobody qualifies: the record of the search">
            <ol className="reasons">
              {found.search.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </Card>
        )}
        <Standings />
        <Flags found={found} />
      </div>
    </div>
  );
}

export function OwnershipTab() {
  const { caseId, search, show } = useCaseView();
  const scope = scopeOf(search);
  const ownership = useQuery({
    queryKey: ["case", caseId, "ownership", scope],
    queryFn: ({ signal }) => api.get<Ownership>(`/cases/${caseId}/ownership${query({ ...scope })}`, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (ownership.error instanceof Problem && ownership.error.status === 404)
    return <p className="note">The owners are not computed yet: they follow once the share register is read.</p>;
  return (
    <QueryResult of={ownership} what="Loading the owners">
      {(found) => <Answer found={found} scope={scope} onScope={(next) => show(scopeSearch(next))} />}
    </QueryResult>
  );
}
