import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { API, api, query } from "@/api/client";
import type {
  Case,
  CaseTouched,
  EntityPage as Held,
  HiddenLink,
  Items,
  Ownership,
  Page,
  Projection,
  Subgraph,
} from "@/api/types";
import { GoldenRecord } from "@/features/entities";
import { percent, plural } from "@/shared/format";
import { Card, QueryResult } from "@/shared/ui";
import { DEFAULT_SCOPE, type OwnershipScope } from "@/shared/ownershipScope";
import { Graph } from "./Graph";
import { subgraphPicture } from "./picture";
import { RuleBar } from "./Rule";

interface Named {
  id: string;
  name: string;
  schema: string;
}

function Hidden({ id }: { id: string }) {
  const hidden = useQuery({
    queryKey: ["entity", id, "hidden"],
    queryFn: ({ signal }) => api.get<Page<HiddenLink>>(`/entities/${id}/hidden-links`, signal),
  });
  return (
    <Card title="Hidden links: what it has in common with others">
      <QueryResult of={hidden} what="Looking for what is shared">
        {({ items }) =>
          items.length === 0 ? (
            <p className="body small muted">It shares no address, phone, e-mail address or director with anybody.</p>
          ) : (
            <table>
              <tbody>
                {items.map((link) => (
                  <tr key={link.other_id}>
                    <td>
                      <Link to="/entities/$id" params={{ id: link.other_id }} className="link">
                        {link.other_name}
                      </Link>
                    </td>
                    <td className="small">
                      {link.shared.map((one) => `same ${one.kind}: ${one.value} (${one.sharing} have it)`).join("; ")}
                    </td>
                    <td className="right">strength {link.strength.toFixed(2)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryResult>
    </Card>
  );
}

function CaseName({ id }: { id: string }) {
  const one = useQuery({ queryKey: ["case", id], queryFn: ({ signal }) => api.get<Case>(`/cases/${id}`, signal) });
  return <>{one.data ? `${one.data.reference} ${one.data.customer_name}` : id}</>;
}

function Cases({ id }: { id: string }) {
  const cases = useQuery({
    queryKey: ["entity", id, "cases"],
    queryFn: ({ signal }) => api.get<Page<CaseTouched>>(`/entities/${id}/cases${query({ depth: 2 })}`, signal),
  });
  return (
    <Card title="Cases it touches">
      <QueryResult of={cases} what="Looking for cases">
        {({ items }) => (
          <table>
            <tbody>
              {items.map((one) => (
                <tr key={one.case_id}>
                  <td>
                    <Link to="/cases/$id" params={{ id: one.case_id }} search={{ tab: "ownership" }} className="link">
                      <CaseName id={one.case_id} />
                    </Link>
                  </td>
                  <td className="small">
                    {one.distance === 0
                      ? "stands in it"
                      : `through ${one.through_name}, ${one.distance} ${one.distance === 1 ? "link" : "links"} away`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </QueryResult>
    </Card>
  );
}

function Owners({ id }: { id: string }) {
  const [scope, setScope] = useState<OwnershipScope>(DEFAULT_SCOPE);
  const owners = useQuery({
    queryKey: ["entity", id, "owners", scope],
    queryFn: ({ signal }) => api.get<Ownership>(`/entities/${id}/owners${query({ ...scope })}`, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Card title="Owners, by the statements of every case">
      <QueryResult of={owners} what="Following shares and control">
        {(found) => (
          <>
            <div className="row wrapx" style={{ padding: "8px 16px" }}>
              <RuleBar found={found} scope={scope} onScope={setScope} reset="As today, by the EU's rule" />
            </div>
            <p className="small muted" style={{ padding: "0 16px 6px" }}>
              {found.regime_label}
            </p>
            <table>
              <tbody>
                {found.owners.map((one) => (
                  <tr key={one.party_id}>
                    <td>
                      <Link to="/entities/$id" params={{ id: one.party_id }} className="link">
                        {one.name}
                      </Link>{" "}
                      {one.is_beneficial_owner && <span className="state medium">owner</span>}
                      <div className="small muted">{one.explanation}</div>
                    </td>
                    <td className="small">{one.control ?? "–"}</td>
                    <td className="right nowrap">{percent(one.total_fraction)}</td>
                  </tr>
                ))}
                <tr>
                  <td className="muted">unknown</td>
                  <td />
                  <td className="right nowrap">{percent(found.unknown_fraction)}</td>
                </tr>
              </tbody>
            </table>
          </>
        )}
      </QueryResult>
    </Card>
  );
}

/** Says where the graph database is behind and who answers meanwhile; silent where nothing is to be said. */
function Following() {
  const state = useQuery({
    queryKey: ["projection"],
    queryFn: ({ signal }) => api.get<Projection>("/ownership/projection", signal),
    refetchInterval: 15_000,
  });
  const found = state.data;
  if (!found || found.engine === found.answered_by) return null;
  const why = !found.answers
    ? "does not answer"
    : found.is_filling
      ? "is being filled anew"
      : `is behind by ${plural(found.behind, "change")}`;
  return (
    <p className="small muted" role="status" style={{ padding: "4px 16px" }}>
      Answered by Postgres: the graph database {why}.
    </p>
  );
}

/** A way between this entity and another, found by name. */
function Way({ id, onFound }: { id: string; onFound: (way: Subgraph | null) => void }) {
  const [text, setText] = useState("");
  const found = useQuery({
    queryKey: ["entities", text],
    queryFn: ({ signal }) => api.get<Items<Named>>(`/entities${query({ q: text })}`, signal),
    enabled: text.trim().length > 1,
    placeholderData: keepPreviousData,
  });
  const [told, setTold] = useState("");
  const seek = async (other: Named) => {
    const way = await api.get<Subgraph>(`/entities/${id}/links/${other.id}${query({ longest: 8 })}`);
    onFound(way.nodes.length ? way : null);
    setText("");
    setTold(
      way.nodes.length
        ? `Shown: the shortest way to ${other.name}, ${way.nodes.length - 1} steps.`
        : `Nothing links it to ${other.name} in eight steps.`,
    );
  };
  return (
    <div className="row wrapx">
      <input
        className="pick"
        type="search"
        placeholder="Shortest link to …"
        aria-label="Shortest link to"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text.trim().length > 1 &&
        (found.data?.items ?? [])
          .filter((one) => one.id !== id)
          .slice(0, 6)
          .map((one) => (
            <button key={one.id} type="button" className="btn sm" onClick={() => void seek(one)}>
              {one.name}
            </button>
          ))}
      {told && (
        <span className="small muted" role="status">
          {told}{" "}
          <button
            type="button"
            className="link"
            onClick={() => {
              onFound(null);
              setTold("");
            }}
          >
            show the neighbours
          </button>
        </span>
      )}
    </div>
  );
}

/** An entity across the tenant's cases: its neighbours, ways to others, what it shares, the cases it touches, its owners. */
export function EntityPage() {
  const { id } = useParams({ strict: false });
  const at = id ?? "";
  const navigate = useNavigate();
  const [depth, setDepth] = useState(1);
  const [way, setWay] = useState<Subgraph | null>(null);
  const held = useQuery({
    queryKey: ["entity", at, "golden"],
    queryFn: ({ signal }) => api.get<Held>(`/entities/${at}`, signal),
  });
  const stands = (held.data?.case_ids.length ?? 0) > 0;
  const near = useQuery({
    queryKey: ["entity", at, "graph", depth],
    enabled: stands,
    queryFn: ({ signal }) => api.get<Subgraph>(`/entities/${at}/graph${query({ depth })}`, signal),
    placeholderData: keepPreviousData,
  });
  const shown = way ?? near.data;
  const picture = useMemo(() => (shown ? subgraphPicture(shown, at) : null), [shown, at]);
  const name = held.data?.name ?? "Entity";
  return (
    <main style={{ background: "var(--surface)", minHeight: "100%" }}>
      <div className="row wrapx" style={{ padding: "10px 16px", borderBottom: "1px solid var(--line)" }}>
        <h1 style={{ fontSize: 16 }}>{name}</h1>
        {stands && (
          <label className="pick">
            Links away
            <select value={depth} onChange={(event) => setDepth(Number(event.target.value))}>
              {[1, 2, 3, 4].map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        )}
        <span className="grow" />
        {stands &&
          (["json", "graphml", "cypher"] as const).map((format) => (
            <a key={format} className="btn sm" href={`${API}/entities/${at}/graph/export${query({ format, depth })}`}>
              {format}
            </a>
          ))}
      </div>
      <QueryResult of={held} what="Loading the record">
        {() =>
          stands ? (
            <>
              <div style={{ padding: "8px 16px" }}>
                <Way key={at} id={at} onFound={setWay} />
              </div>
              <QueryResult of={near} what="Loading the graph">
                {(found) => (
                  <>
                    {picture && picture.nodes.length > 0 && (
                      <Graph
                        {...picture}
                        label={`Graph around ${name}`}
                        onNode={(node) => {
                          if (node === at || node.startsWith("key ")) return;
                          setWay(null);
                          void navigate({ to: "/entities/$id", params: { id: node } });
                        }}
                      />
                    )}
                    <Following />
                    <p className="small faint" style={{ padding: "4px 16px" }}>
                      solid: shares · dashed: control · dotted: the same address, phone or director · click a party to
                      go to it
                      {found.cut && !way ? " · more than 200 are near: only the nearest are shown" : ""}
                    </p>
                    <div className="stack" style={{ padding: 16 }}>
                      <GoldenRecord id={at} />
                      <Owners id={at} />
                      <Hidden id={at} />
                      <Cases id={at} />
                    </div>
                  </>
                )}
              </QueryResult>
            </>
          ) : (
            <div className="stack" style={{ padding: 16 }}>
              <p className="note">It stands in no case, so there is no graph around it.</p>
              <GoldenRecord id={at} />
            </div>
          )
        }
      </QueryResult>
    </main>
  );
}
