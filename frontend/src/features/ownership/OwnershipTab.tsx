import "@xyflow/react/dist/style.css";
import { useQuery } from "@tanstack/react-query";
import { Background, BaseEdge, Controls, Handle, MarkerType, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from "@xyflow/react";
import { useMemo, useState } from "react";
import { api, Problem } from "@/api/client";
import type { Owner, Ownership, OwnershipNode } from "@/api/types";
import { useCaseView } from "@/features/cases/view";
import { percent } from "@/shared/format";
import { Card, Loaded } from "@/shared/ui";
import { layOut, smooth, type Point } from "./layout";

type PartyNode = Node<{ party: OwnershipNode }, "party">;

function PartyBox({ data: { party } }: NodeProps<PartyNode>) {
  const about = party.is_customer ? "the customer" : party.kind === "unknown" ? "not known" : party.kind;
  return (
    <div className={`node ${party.is_owner ? "person" : ""} ${party.kind === "unknown" ? "unknown" : ""} ${party.is_customer ? "customer" : ""}`}>
      <Handle type="target" position={Position.Top} />
      <b style={{ fontWeight: 600 }}>{party.name}</b>
      <small>{[party.country?.toUpperCase(), about, party.total_fraction !== null && !party.is_customer ? `${percent(party.total_fraction)} in all` : ""].filter(Boolean).join(" · ")}</small>
      <Handle type="source" position={Position.Bottom} />
    </div>
  );
}

function Holding({ data, label, style, markerEnd, interactionWidth }: EdgeProps<Edge<{ points: Point[]; facts: string[] }>>) {
  const points = data?.points ?? [];
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  return (
    <BaseEdge
      path={smooth(points)}
      label={label}
      labelX={middle.x}
      labelY={middle.y}
      labelBgPadding={[5, 3]}
      {...(style ? { style } : {})}
      {...(markerEnd ? { markerEnd } : {})}
      {...(interactionWidth ? { interactionWidth } : {})}
    />
  );
}

const nodeTypes = { party: PartyBox };
const edgeTypes = { holding: Holding };

function Graph({ found, onFacts }: { found: Ownership; onFacts: (ids: string[]) => void }) {
  const { places, lines } = useMemo(() => layOut(found.nodes, found.edges), [found]);
  const nodes: PartyNode[] = found.nodes.map((party) => ({ id: party.id, type: "party", position: places.get(party.id) ?? { x: 0, y: 0 }, data: { party } }));
  const edges: Edge[] = found.edges.map((edge) => ({
    id: edge.id,
    type: "holding",
    source: edge.source,
    target: edge.target,
    label: edge.label || percent(edge.fraction),
    data: { facts: edge.fact_ids, points: lines.get(edge.id) ?? [] },
    markerEnd: { type: MarkerType.ArrowClosed },
    style: {
      strokeWidth: 1.4,
      stroke: edge.circular ? "var(--medium)" : edge.kind === "control" ? "var(--accent)" : "var(--ink-3)",
      ...(edge.kind === "control" ? { strokeDasharray: "5 4" } : {}),
    },
  }));
  return (
    <div className="flow" role="group" aria-label="Graph of the ownership; the table below says the same">
      <ReactFlow nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} nodesDraggable={false} fitView minZoom={0.2} nodesConnectable={false} colorMode="system" onEdgeClick={(_, edge) => onFacts((edge.data?.["facts"] as string[] | undefined) ?? [])} key={found.nodes.map((node) => node.id).join()}>
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function Why({ owner, onFacts }: { owner: Owner; onFacts: (ids: string[]) => void }) {
  return (
    <Card title={`Why ${owner.name}, with ${percent(owner.total_fraction)}?`}>
      <table>
        <tbody>
          {owner.paths.map((path, index) => {
            const facts = path.steps.flatMap((step) => step.fact_ids);
            return (
              <tr key={index}>
                <td>
                  {path.steps.map((step) => `${percent(step.fraction)} of ${step.to_name}`).join(" × ")}
                  {path.note && <div className="small muted">{path.note}</div>}
                </td>
                <td className="nowrap">
                  {facts.length > 0 && (
                    <button type="button" className="src" onClick={() => onFacts(facts)}>
                      evidence
                    </button>
                  )}
                </td>
                <td className="right">{percent(path.product)}</td>
              </tr>
            );
          })}
          <tr>
            <td>
              <b>share in all</b>
            </td>
            <td />
            <td className="right">
              <b>{percent(owner.total_fraction)}</b>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="body small muted">{owner.explanation}</p>
    </Card>
  );
}

export default function OwnershipTab() {
  const { caseId, openEvidence } = useCaseView();
  const [chosen, setChosen] = useState<string | null>(null);
  const ownership = useQuery({ queryKey: ["case", caseId, "ownership"], queryFn: ({ signal }) => api.get<Ownership>(`/cases/${caseId}/ownership`, signal), retry: false });
  const onFacts = (ids: string[]) => ids[0] && openEvidence({ kind: "fact", id: ids[0] });
  if (ownership.error instanceof Problem && ownership.error.status === 404) return <p className="note">The owners are not computed yet: they follow once the share register is read.</p>;
  return (
    <Loaded of={ownership} what="Fetching the owners">
      {(found) => {
        const owner = found.owners.find((one) => one.party_id === chosen) ?? found.owners[0];
        const beneficial = found.owners.filter((one) => one.is_beneficial_owner).length;
        return (
          <>
            <div className="row wrapx" style={{ padding: "8px 16px", borderBottom: "1px solid var(--line)" }}>
              <span className="pick">
                Rule <b>{found.regime_label}</b>
              </span>
              <span className="pick">
                As of <b>{found.as_of}</b>
              </span>
              <span className="grow" />
              <span className="small muted">
                {beneficial} beneficial {beneficial === 1 ? "owner" : "owners"}
                {found.circles ? ` · ${found.circles} ${found.circles === 1 ? "circle" : "circles"} solved` : ""} · {percent(found.unknown_fraction)} unknown
              </span>
            </div>
            {found.nodes.length > 0 && <Graph found={found} onFacts={onFacts} />}
            <p className="small faint" style={{ padding: "4px 16px" }}>
              solid: shares · dashed: control · amber: circular holding · dotted frame: unknown · click a line for its source
            </p>
            <table>
              <thead>
                <tr>
                  <th scope="col">Owner</th>
                  <th scope="col" className="right">
                    Direct
                  </th>
                  <th scope="col" className="right">
                    In all
                  </th>
                  <th scope="col">Control</th>
                </tr>
              </thead>
              <tbody>
                {found.owners.map((one) => (
                  <tr key={one.party_id} className={one.party_id === owner?.party_id ? "at" : ""}>
                    <td>
                      <button type="button" className="link" style={{ color: "inherit", fontWeight: 600 }} onClick={() => setChosen(one.party_id)}>
                        {one.name}
                      </button>{" "}
                      {one.is_beneficial_owner && <span className="state medium">owner</span>}
                    </td>
                    <td className="right">{percent(one.direct_fraction)}</td>
                    <td className="right">{percent(one.total_fraction)}</td>
                    <td className="small">{one.control ?? "–"}</td>
                  </tr>
                ))}
                {found.unknowns.map((one, index) => (
                  <tr key={index}>
                    <td className="muted">
                      unknown: behind {one.behind_name} <span className="small faint">{one.reason}</span>
                    </td>
                    <td className="right">{percent(one.fraction_direct)}</td>
                    <td className="right">{percent(one.fraction_total)}</td>
                    <td className="faint">–</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {found.owners.length === 0 && <p className="note">No owner is known from the documents.</p>}
            <div className="stack" style={{ padding: 16 }}>
              {owner && <Why owner={owner} onFacts={onFacts} />}
              {found.flags.map((flag) => (
                <p key={flag.code + flag.sentence} className="small" style={flag.severity === "warning" ? { color: "var(--medium)" } : undefined}>
                  {flag.severity === "warning" ? "!" : "·"} {flag.sentence}
                </p>
              ))}
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
