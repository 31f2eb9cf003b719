import type { GraphLink, GraphNode, Ownership, OwnershipEdge, OwnershipNode, Subgraph } from "@/api/types";
import { percent, words } from "@/shared/format";
import type { Drawn, Shown } from "./Graph";
import { texts } from "./texts.en";

const KINDS = ["person", "company", "unknown", "unknown_person", "joint", "listed", "state"] as const;
function kindOf(code: string): string {
  const known = KINDS.find((one) => one === code);
  return known ? texts(`graph.kinds.${known}`) : words(code);
}

function shown(party: OwnershipNode): Shown {
  const about = [
    party.country?.toUpperCase(),
    party.is_customer ? texts("graph.customer") : kindOf(party.kind),
    party.total_fraction !== null &&
      !party.is_customer &&
      texts("graph.inAll", { share: percent(party.total_fraction) }),
  ];
  return {
    id: party.id,
    name: party.name,
    about: about.filter(Boolean).join(" · "),
    owner: party.is_owner,
    unknown: party.kind === "unknown" || party.kind === "unknown_person",
    centre: party.is_customer,
  };
}

const drawn = (edge: OwnershipEdge): Drawn => ({
  id: edge.id,
  source: edge.source,
  target: edge.target,
  label: edge.label || percent(edge.fraction),
  kind: edge.kind === "control" ? "control" : "shares",
  circular: edge.circular,
  facts: edge.fact_ids,
});

/** The picture of a case's structure; with `owners` alone, of what lies between the owners and the company. */
export function ownershipPicture(found: Ownership, only: "everyone" | "owners"): { nodes: Shown[]; edges: Drawn[] } {
  if (only === "everyone") return { nodes: found.nodes.map(shown), edges: found.edges.map(drawn) };
  const owners = found.owners.filter((one) => one.is_beneficial_owner);
  const kept = new Set(
    owners.flatMap((one) => [
      one.party_id,
      ...one.paths.flatMap((path) => path.steps.flatMap((step) => [step.from_party_id, step.to_party_id])),
    ]),
  );
  for (const node of found.nodes) if (node.is_customer) kept.add(node.id);
  return {
    nodes: found.nodes.filter((node) => kept.has(node.id)).map(shown),
    edges: found.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target)).map(drawn),
  };
}

const SHARED = ["address", "phone", "email", "director"] as const;
const COUNTED = new Set([
  "shareholding",
  "votingRights",
  "rightsToProfitOrIncome",
  "rightsToSurplusAssetsOnDissolution",
]);

function node(one: GraphNode, at: string): Shown {
  const shared = SHARED.find((kind) => kind === one.kind);
  return {
    id: one.id,
    name: one.name,
    about: [one.country?.toUpperCase(), shared ? texts(`graph.same.${shared}`) : kindOf(one.kind)]
      .filter(Boolean)
      .join(" · "),
    owner: one.kind === "person",
    unknown: shared !== undefined,
    centre: one.id === at,
  };
}

const link = (one: GraphLink): Drawn => ({
  id: `${one.case_id} ${one.id}`,
  source: one.source,
  target: one.target,
  label: one.label,
  kind: one.interest.startsWith("same ") ? "shared" : COUNTED.has(one.interest) ? "shares" : "control",
  circular: false,
  facts: one.fact_ids,
});

/** The picture of a part of the tenant's graph around an entity. */
export const subgraphPicture = (found: Subgraph, at: string): { nodes: Shown[]; edges: Drawn[] } => ({
  nodes: found.nodes.map((one) => node(one, at)),
  edges: found.links.map(link),
});
