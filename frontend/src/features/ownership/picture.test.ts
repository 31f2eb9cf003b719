import { describe, expect, it } from "vitest";
import type { Ownership, OwnershipEdge, OwnershipNode, Owner } from "@/api/types";
import { ownershipPicture, subgraphPicture } from "./picture";

const party = (id: string, more: Partial<OwnershipNode> = {}): OwnershipNode => ({
  id,
  name: id,
  kind: "company",
  country: null,
  is_customer: false,
  total_fraction: null,
  is_owner: false,
  ...more,
});
const edge = (source: string, target: string, kind = "shares"): OwnershipEdge => ({
  id: `${source}-${target}`,
  source,
  target,
  fraction: 0.5,
  kind,
  label: "50 %",
  circular: false,
  fact_ids: [],
  document_id: null,
});
const owner = (party_id: string, is_beneficial_owner: boolean, way: string[]): Owner =>
  ({
    party_id,
    name: party_id,
    is_beneficial_owner,
    paths: [{ steps: way.slice(1).map((to, at) => ({ from_party_id: way[at], to_party_id: to })) }],
  }) as unknown as Owner;

const found = {
  nodes: [
    party("m", { is_customer: true }),
    party("a"),
    party("b"),
    party("v", { kind: "person", is_owner: true, total_fraction: 0.61 }),
    party("w", { kind: "person" }),
  ],
  edges: [edge("v", "a"), edge("a", "m"), edge("w", "b"), edge("b", "m", "control")],
  owners: [owner("v", true, ["v", "a", "m"]), owner("w", false, ["w", "b", "m"])],
} as unknown as Ownership;

describe("the picture of a structure", () => {
  it("shows everyone, with shares and what is control", () => {
    const { nodes, edges } = ownershipPicture(found, "everyone");
    expect(nodes.map((one) => one.id)).toEqual(["m", "a", "b", "v", "w"]);
    expect(nodes.find((one) => one.id === "v")?.about).toBe("person · 61 % in total");
    expect(edges.map((one) => one.kind)).toEqual(["shares", "shares", "shares", "control"]);
  });
  it("shows only what lies between the owners and the company", () => {
    const { nodes, edges } = ownershipPicture(found, "owners");
    expect(nodes.map((one) => one.id)).toEqual(["m", "a", "v"]);
    expect(edges.map((one) => one.id)).toEqual(["v-a", "a-m"]);
  });
  it("draws what two share as a thing between them", () => {
    const { nodes, edges } = subgraphPicture(
      {
        nodes: [
          { id: "x", name: "X Ltd", kind: "company", country: "gb" },
          { id: "key address 1 quay", name: "1 quay", kind: "address", country: null },
        ],
        links: [
          {
            id: "1",
            case_id: "",
            source: "x",
            target: "key address 1 quay",
            interest: "same address",
            label: "same address",
            stated_on: null,
            fact_ids: [],
          },
        ],
        cut: false,
      },
      "x",
    );
    expect(nodes.map((one) => [one.about, one.centre, one.unknown])).toEqual([
      ["GB · company", true, false],
      ["same address", false, true],
    ]);
    expect(edges[0]?.kind).toBe("shared");
  });
});
