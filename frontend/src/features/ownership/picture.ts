import type { GraphLink, GraphNode, Ownership, OwnershipEdge, OwnershipNode, Subgraph } from "@/api/types";
import { percent } from "@/shared/format";
import type { Drawn, Shown } from "./Graph";

const KINDS: Record<string, string> = {
  unknown: "not known",
  unknown_person: "not identified",
  joint: "joint holding",
  listed: "listed company",
  state: "public body",
};
const kindOf = (kind: string): string => KINDS[kind] ?? kind;

function shown(party: OwnershipNode): Shown {
  const unknown = party.kind === "unknown" || party.kind === "unknown_person";
  const share = party.total_fraction !== null && !party.is_customer ? `${percent(party.total_fraction)} in all` : "";
  const about = [party.country?.toUpperCase(), party.is_customer ? "the customer" : kindOf(party.kind), share];
  return {
    id: party.id,
    name: party.name,
    about: about.filter(Boolean).join(" · "),
    look: [party.is_owner && "person", unknown && "unknown", party.is_customer && "customer"].filter(Boolean).join(" "),
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

const SHARED = new Set(["address", "phone", "email", "director"]);
const COUNTED = new Set([
  "shareholding",
  "votingRights",
  "rightsToProfitOrIncome",
  "rightsToSurplusAssetsOnDissolution",
]);

const node = (one: GraphNode, at: string): Shown => ({
  id: one.id,
  name: one.name,
  about: [one.country?.toUpperCase(), SHARED.has(one.kind) ? `same ${one.kind}` : kindOf(one.kind)]
    .filter(Boolean)
    .join(" · "),
  look: [one.id === at && "customer", SHARED.has(one.kind) && "unknown", one.kind === "person" && "person"]
    .filter(Boolean)
    .join(" "),
});

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
