import dagre from "@dagrejs/dagre";

export interface Point {
  x: number;
  y: number;
}
export interface Place {
  id: string;
}
export interface Line {
  id: string;
  source: string;
  target: string;
}

export const WIDTH = 190;
export const HEIGHT = 56;

/** Places for the nodes: owners above what they own. */
export function layOut(nodes: Place[], edges: Line[]): { places: Map<string, Point>; lines: Map<string, Point[]> } {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 48, ranksep: 72 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: WIDTH, height: HEIGHT });
  for (const edge of edges)
    if (graph.hasNode(edge.source) && graph.hasNode(edge.target))
      graph.setEdge(edge.source, edge.target, { width: 56, height: 20, labelpos: "c" }, edge.id);
  dagre.layout(graph);
  const places = new Map(
    nodes.map((node): [string, Point] => {
      const { x, y } = graph.node(node.id) as Point;
      return [node.id, { x: x - WIDTH / 2, y: y - HEIGHT / 2 }];
    }),
  );
  const lines = new Map(
    edges.flatMap((edge): [string, Point[]][] => {
      const found = graph.edge({ v: edge.source, w: edge.target, name: edge.id }) as { points?: Point[] } | undefined;
      return found?.points ? [[edge.id, found.points]] : [];
    }),
  );
  return { places, lines };
}

/** A smooth line through points, as an SVG path. */
export function smooth(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x},${first.y}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next && index < rest.length - 1)
      parts.push(`Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`);
    else parts.push(`L${point.x},${point.y}`);
  });
  return parts.join(" ");
}
