import { Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Fact, Items, Party } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { words } from "@/shared/format";
import { Card, CardTable, Count, EmptyState, QueryResult, SourceButton } from "@/shared/ui";
import classes from "./Case.module.css";
import { useTexts } from "./texts.en";

const IDENTIFYING = [
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

/** Of each identifying property the fact that counts: an accepted one first, then the one of highest confidence. */
function identifyingFacts(facts: Fact[], partyId: string): Fact[] {
  const own = facts
    .filter((fact) => fact.party_id === partyId && (fact.state === "accepted" || fact.state === "unchecked"))
    .sort((a, b) => RANK[a.state] - RANK[b.state] || b.confidence - a.confidence);
  return IDENTIFYING.flatMap((property) => own.find((fact) => fact.property === property) ?? []);
}

function Source({ fact }: { fact: Fact }) {
  const t = useTexts();
  const { openEvidence } = useCaseView();
  return (
    <SourceButton onClick={() => openEvidence({ kind: "fact", id: fact.id })}>
      {t("customer.source", { document: fact.document_name, page: fact.page_number })}
    </SourceButton>
  );
}

function Related({ parties }: { parties: Party[] }) {
  const t = useTexts();
  const { facts } = useCaseView();
  return (
    <Card title={t("parties.title")} extra={<Count value={parties.length} />}>
      <CardTable label={t("parties.title")}>
        {parties.map((party) => {
          const fact = facts.data?.items.find((one) => one.party_id === party.id && one.property === "name");
          return (
            <Table.Tr key={party.id}>
              <Table.Td>{party.name}</Table.Td>
              <Table.Td className={classes["secondary"]!}>
                {party.roles.map(words).join(", ") || t("parties.mentioned")}
              </Table.Td>
              <Table.Td className={classes["small"]!}>
                {[party.country?.toUpperCase(), party.birth_date ?? party.registration_number]
                  .filter(Boolean)
                  .join(" · ")}
              </Table.Td>
              <Table.Td className={classes["right"]!}>{fact && <Source fact={fact} />}</Table.Td>
            </Table.Tr>
          );
        })}
      </CardTable>
    </Card>
  );
}

/** The customer by its identifying facts, and the related parties, each with its place in the documents. */
export function Parties() {
  const t = useTexts();
  const { caseId, one, facts } = useCaseView();
  const parties = useQuery({
    queryKey: ["case", caseId, "parties"],
    queryFn: ({ signal }) => api.get<Items<Party>>(`/cases/${caseId}/parties`, signal),
  });
  return (
    <QueryResult of={parties} what={t("customer.loading")}>
      {({ items }) => {
        const customer = items.find((party) => party.roles.includes("customer"));
        const known = customer ? identifyingFacts(facts.data?.items ?? [], customer.id) : [];
        const related = items.filter((party) => party !== customer);
        return (
          <>
            <Card
              title={t("customer.title")}
              extra={<span className={classes["small"]}>{t(`kind.${one.customer_kind}`)}</span>}
            >
              {known.length === 0 ? (
                <EmptyState text={t("customer.none")} />
              ) : (
                <CardTable label={t("customer.title")}>
                  {known.map((fact) => (
                    <Table.Tr key={fact.id}>
                      <Table.Td className={classes["label"]!}>{fact.label}</Table.Td>
                      <Table.Td>
                        {fact.display_value}{" "}
                        {fact.state === "accepted" && (
                          <span className={`${classes["small"]} ${classes["low"]}`}>{t("customer.accepted")}</span>
                        )}
                      </Table.Td>
                      <Table.Td className={classes["right"]!}>
                        <Source fact={fact} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </CardTable>
              )}
            </Card>
            {related.length > 0 && <Related parties={related} />}
          </>
        );
      }}
    </QueryResult>
  );
}
