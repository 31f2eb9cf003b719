import type { Conflict, Fact } from "@/api/types";

export interface Topic {
  name: string;
  facts: Fact[];
}
export interface PartyGroup {
  key: string;
  name: string;
  partyId: string | null;
  topics: Topic[];
  unchecked: number;
}

const ORDER = ["identity", "identification", "ownership", "account", "document", "other"];
const place = (topic: string): number => (ORDER.includes(topic) ? ORDER.indexOf(topic) : ORDER.length);

const FORCE: Record<Fact["state"], number> = { accepted: 0, unchecked: 1, withdrawn: 2, rejected: 3, superseded: 4 };

/** Of facts that say the same the one that is shown, with its further sources; the rest come after it, by its id. */
export function foldEqual(facts: Fact[]): { shown: Fact[]; sources: Map<string, Fact[]> } {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const order = (a: Fact, b: Fact) =>
    FORCE[a.state] - FORCE[b.state] ||
    Number(b.method === "person") - Number(a.method === "person") ||
    b.confidence - a.confidence;
  const sources = new Map<string, Fact[]>();
  const hidden = new Set<string>();
  for (const fact of facts) {
    if (hidden.has(fact.id) || sources.has(fact.id) || fact.equal_ids.length === 0) continue;
    const equal = [fact, ...fact.equal_ids.flatMap((id) => byId.get(id) ?? [])].sort(order);
    const [best, ...rest] = equal;
    if (!best) continue;
    sources.set(best.id, rest);
    for (const one of rest) hidden.add(one.id);
  }
  return { shown: facts.filter((fact) => !hidden.has(fact.id)), sources };
}

/** Facts by party, then by topic; what belongs to no party goes by its document. Superseded ones are left out. */
export function groupFacts(facts: Fact[]): PartyGroup[] {
  const groups = new Map<string, { name: string; partyId: string | null; facts: Fact[] }>();
  for (const fact of facts) {
    if (fact.state === "superseded") continue;
    const key = fact.party_id ?? `doc:${fact.document_id}`;
    const group = groups.get(key) ?? { name: fact.party_name ?? fact.document_name, partyId: fact.party_id, facts: [] };
    group.facts.push(fact);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, group]) => {
      const topics = new Map<string, Fact[]>();
      for (const fact of group.facts) topics.set(fact.topic, [...(topics.get(fact.topic) ?? []), fact]);
      return {
        key,
        name: group.name,
        partyId: group.partyId,
        topics: [...topics].map(([name, own]) => ({ name, facts: own })).sort((a, b) => place(a.name) - place(b.name)),
        unchecked: group.facts.filter((fact) => fact.state === "unchecked").length,
      };
    })
    .sort((a, b) => Number(a.partyId === null) - Number(b.partyId === null));
}

/** The facts to look at, in the order they are shown. */
export const inOrder = (groups: PartyGroup[]): Fact[] =>
  groups.flatMap((group) => group.topics.flatMap((topic) => topic.facts));

const SURE = 0.8;
/** Properties that name another subject: which one it is, is checked and corrected at that subject. */
export const LINKS = new Set(["owner", "asset", "holder", "director", "organization", "agent", "client", "party"]);

/** Whether a person has to look at a fact: nobody has yet, and it is not sure or others contradict it. */
export const needsLook = (fact: Fact, conflicts: Conflict[]): boolean =>
  fact.state === "withdrawn" ||
  (fact.state === "unchecked" &&
    ((fact.confidence < SURE && !LINKS.has(fact.property)) || conflictOf(conflicts, fact.id) !== undefined));

/** The next unchecked fact after the given one, going round; those that need a look come first. */
export function nextUnchecked(facts: Fact[], after: string | undefined, conflicts: Conflict[] = []): Fact | undefined {
  const from = facts.findIndex((fact) => fact.id === after) + 1;
  const round = [...facts.slice(from), ...facts.slice(0, from)].filter(
    (fact) => (fact.state === "unchecked" || fact.state === "withdrawn") && fact.id !== after,
  );
  return round.find((fact) => needsLook(fact, conflicts)) ?? round[0];
}

export const conflictOf = (conflicts: Conflict[], factId: string): Conflict | undefined =>
  conflicts.find((conflict) => conflict.fact_ids.includes(factId));
