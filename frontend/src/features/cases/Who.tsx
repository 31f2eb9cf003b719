import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Fact, Items, Party } from "@/api/types";
import { words } from "@/shared/format";
import { Card, QueryResult } from "@/shared/ui";
import { useCaseView } from "@/shared/caseView";

const SHOWN = [
  "name",
  "registrationNumber",
  "incorporationDate",
  "legalForm",
  "jurisdiction",
  "birthDate",
  "nationality",
  "passportNumber",
  "address",
];
const RANK: Record<Fact["state"], number> = { accepted: 0, unchecked: 1, withdrawn: 2, rejected: 3, superseded: 4 };

/** Of each property that tells who somebody is, the fact that counts: a person's word first, then the surest. */
function telling(facts: Fact[], partyId: string): Fact[] {
  const own = facts
    .filter((fact) => fact.party_id === partyId && (fact.state === "accepted" || fact.state === "unchecked"))
    .sort((a, b) => RANK[a.state] - RANK[b.state] || b.confidence - a.confidence);
  return SHOWN.flatMap((property) => own.find((fact) => fact.property === property) ?? []);
}

function Others({ parties }: { parties: Party[] }) {
  const { facts, openEvidence } = useCaseView();
  return (
    <Card title="Who else is in it" extra={<span className="count">{parties.length}</span>}>
      <table>
        <tbody>
          {parties.map((party) => {
            const fact = facts.data?.items.find((one) => one.party_id === party.id && one.property === "name");
            return (
              <tr key={party.id}>
                <td>{party.name}</td>
                <td className="muted">{party.roles.map(words).join(", ") || "named"}</td>
                <td className="muted small">
                  {[party.country?.toUpperCase(), party.birth_date ?? party.registration_number]
                    .filter(Boolean)
                    .join(" · ")}
                </td>
                <td className="right">
                  {fact && (
                    <button type="button" className="src" onClick={() => openEvidence({ kind: "fact", id: fact.id })}>
                      {fact.document_name} p{fact.page_number}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** Who the customer is and who stands behind, as the documents say, each with its place. */
export function Who() {
  const { caseId, one, facts, openEvidence } = useCaseView();
  const parties = useQuery({
    queryKey: ["case", caseId, "parties"],
    queryFn: ({ signal }) => api.get<Items<Party>>(`/cases/${caseId}/parties`, signal),
  });
  return (
    <QueryResult of={parties} what="Loading the parties">
      {({ items }) => {
        const customer = items.find((party) => party.roles.includes("customer"));
        const told = customer ? telling(facts.data?.items ?? [], customer.id) : [];
        const others = items.filter((party) => party !== customer);
        return (
          <>
            <Card title="Who it is" extra={<span className="small muted">{words(one.customer_kind)}</span>}>
              {told.length === 0 ? (
                <p className="note">Nothing is known from documents yet.</p>
              ) : (
                <table>
                  <tbody>
                    {told.map((fact) => (
                      <tr key={fact.id}>
                        <td className="muted nowrap">{fact.label}</td>
                        <td>
                          {fact.display_value}{" "}
                          {fact.state === "accepted" && (
                            <span className="small" style={{ color: "var(--low)" }}>
                              ✓ accepted
                            </span>
                          )}
                        </td>
                        <td className="right">
                          <button
                            type="button"
                            className="src"
                            onClick={() => openEvidence({ kind: "fact", id: fact.id })}
                          >
                            {fact.document_name} p{fact.page_number}
                          </button>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </Card>
            {others.length > 0 && <Others parties={others} />}
          </>
        );
      }}
    </QueryResult>
  );
}
