import { expect, test } from "vitest";
import type { Fact } from "@/api/types";
import { foldEqual, groupFacts, inOrder, nextUnchecked } from "./grouping";

const fact = (id: string, change: Partial<Fact> = {}): Fact =>
  ({
    id,
    document_id: "doc_1",
    document_name: "register.pdf",
    party_id: "p1",
    party_name: "Meridian",
    topic: "identity",
    state: "unchecked",
    method: "rule",
    confidence: 0.9,
    equal_ids: [],
    ...change,
  }) as Fact;

test("facts are grouped by party and topic, identity first, those of no party last", () => {
  const groups = groupFacts([
    fact("a", { party_id: null, party_name: null, topic: "document" }),
    fact("b", { topic: "ownership" }),
    fact("c"),
    fact("d", { state: "superseded" }),
  ]);
  expect(groups.map((group) => group.name)).toEqual(["Meridian", "register.pdf"]);
  expect(groups[0]?.topics.map((topic) => topic.name)).toEqual(["identity", "ownership"]);
  expect(inOrder(groups).map((one) => one.id)).toEqual(["c", "b", "a"]);
});

test("what is not sure or contradicted comes before what is only unchecked", () => {
  const facts = [fact("a", { confidence: 0.99 }), fact("b", { confidence: 0.97 }), fact("c", { confidence: 0.5 })];
  expect(nextUnchecked(facts, undefined)?.id).toBe("c");
  expect(nextUnchecked(facts, "c", [{ fact_ids: ["b"], party_id: "p1", property: "name", subject_name: "" }])?.id).toBe(
    "b",
  );
});

test("the next unchecked fact goes round and skips what is settled", () => {
  const facts = [fact("a"), fact("b", { state: "accepted" }), fact("c")];
  expect(nextUnchecked(facts, "a")?.id).toBe("c");
  expect(nextUnchecked(facts, "c")?.id).toBe("a");
  expect(nextUnchecked([fact("a")], "a")).toBeUndefined();
});

test("equal facts are one value with several sources, shown by the one a person accepted", () => {
  const facts = [
    fact("a", { equal_ids: ["b", "c"] }),
    fact("b", { equal_ids: ["a", "c"], state: "accepted" }),
    fact("c", { equal_ids: ["a", "b"] }),
    fact("d"),
  ];
  const { shown, sources } = foldEqual(facts);
  expect(shown.map((one) => one.id)).toEqual(["b", "d"]);
  expect(sources.get("b")?.map((one) => one.id)).toEqual(["a", "c"]);
});

test("a withdrawn fact has to be looked at however sure it was", () => {
  expect(nextUnchecked([fact("a"), fact("b", { state: "withdrawn", confidence: 1 })], undefined)?.id).toBe("b");
});
