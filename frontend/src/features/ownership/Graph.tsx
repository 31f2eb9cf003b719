import "@xyflow/react/dist/style.css";
import "./flow.css";
import {
  Background,
  BaseEdge,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import { useEffect, useMemo } from "react";
import classes from "./Graph.module.css";
import { layOut, smooth, type Line, type Place, type Point } from "./layout";

/** A party of the picture: the line below its name, and what its frame shows. */
export interface Shown extends Place {
  name: string;
  about: string;
  /** An owner, or on an entity's page a person. */
  owner: boolean;
  unknown: boolean;
  /** The customer, or the entity of the page. */
  centre: boolean;
}
/** A link of the picture; `kind` is how it is drawn. */
export interface Drawn extends Line {
  label: string;
  kind: "shares" | "control" | "shared";
  circular: boolean;
  facts: string[];
}

type PartyNode = Node<{ party: Shown }, "party">;

function PartyBox({ data: { party } }: NodeProps<PartyNode>) {
  return (
    <div
      className={classes["node"]}
      data-owner={party.owner || undefined}
      data-unknown={party.unknown || undefined}
      data-centre={party.centre || undefined}
      title={party.name}
    >
      <Handle type="target" position={Position.Top} />
      <b>{party.name}</b>
      <small>{party.about}</small>
      <Handle type="source" position={Position.Bottom} />
    </div>
  );
}

function Holding({
  data,
  label,
  style,
  markerEnd,
  interactionWidth,
}: EdgeProps<Edge<{ points: Point[]; facts: string[] }>>) {
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
const STROKES = { shares: "var(--ink-3)", control: "var(--accent)", shared: "var(--mark-line)" };

const FIT = { padding: 0.06, maxZoom: 1.1 }; // two parties are not drawn as large as a dozen

/** Fits the graph again when its pane grows or shrinks. */
function Fitted() {
  const { fitView } = useReactFlow();
  const size = useStore((flow) => `${flow.width}x${flow.height}`);
  useEffect(() => void fitView(FIT), [fitView, size]);
  return null;
}

/** Owners above what they own; shares solid, control dashed, circles amber, what is shared dotted. */
export function Graph({
  nodes,
  edges,
  label,
  onFacts,
  onNode,
}: {
  nodes: Shown[];
  edges: Drawn[];
  label: string;
  onFacts?: (ids: string[]) => void;
  onNode?: (id: string) => void;
}) {
  const { places, lines } = useMemo(() => layOut(nodes, edges), [nodes, edges]);
  const boxes: PartyNode[] = nodes.map((party) => ({
    id: party.id,
    type: "party",
    position: places.get(party.id) ?? { x: 0, y: 0 },
    data: { party },
  }));
  const drawn: Edge[] = edges.map((edge) => ({
    id: edge.id,
    type: "holding",
    source: edge.source,
    target: edge.target,
    label: edge.label,
    data: { facts: edge.facts, points: lines.get(edge.id) ?? [] },
    ...(edge.kind === "shared" ? {} : { markerEnd: { type: MarkerType.ArrowClosed } }),
    style: {
      strokeWidth: 1.4,
      stroke: edge.circular ? "var(--medium)" : STROKES[edge.kind],
      ...(edge.kind === "shares" ? {} : { strokeDasharray: edge.kind === "control" ? "5 4" : "2 4" }),
    },
  }));
  return (
    <div className={classes["graph"]} role="group" aria-label={label}>
      <ReactFlow
        nodes={boxes}
        edges={drawn}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        fitView
        fitViewOptions={FIT}
        minZoom={0.2}
        nodesConnectable={false}
        colorMode="system"
        onEdgeClick={(_, edge) => onFacts?.((edge.data?.["facts"] as string[] | undefined) ?? [])}
        onNodeClick={(_, node) => onNode?.(node.id)}
        key={nodes.map((node) => node.id).join()}
      >
        <Fitted />
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
