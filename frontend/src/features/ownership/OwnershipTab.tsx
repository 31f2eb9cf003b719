import { Button, FileButton, Table } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { API, api, Problem, query } from "@/api/client";
import type { Items, Ownership, SanctionsReach } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { percent } from "@/shared/format";
import { scopeOf, scopeSearch, type OwnershipScope } from "@/shared/ownershipScope";
import { Card, CardBody, EmptyState, ErrorState, FilterSelect, QueryResult } from "@/shared/ui";
import { Conflicts } from "./Conflicts";
import { Exemptions } from "./Exemptions";
import { ExportMenu } from "./ExportMenu";
import { Graph } from "./Graph";
import classes from "./Ownership.module.css";
import { OwnersTable } from "./OwnersTable";
import { ownershipPicture } from "./picture";
import { RegulatoryStatus } from "./RegulatoryStatus";
import { RuleBar } from "./RuleBar";
import { useTexts } from "./texts.en";
import { Why } from "./Why";

const FORMATS = ["bods", "ftm", "graphml", "cypher", "json"] as const;
const FINDINGS = {
  blocker: { sign: "■", tone: "high" },
  warning: { sign: "!", tone: "medium" },
  info: { sign: "·", tone: undefined },
} as const;

function AddStatements({ caseId }: { caseId: string }) {
  const t = useTexts();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file);
      return api.post(`/cases/${caseId}/ownership/imports`, form);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  return (
    <>
      <FileButton
        onChange={(file) => file && add.mutate(file)}
        accept=".json,.jsonl,application/json"
        inputProps={{ "aria-label": t("files.input") }}
      >
        {(props) => (
          <Button {...props} variant="default" size="xs" disabled={add.isPending}>
            {t(add.isPending ? "files.adding" : "files.add")}
          </Button>
        )}
      </FileButton>
      {add.error && <ErrorState error={add.error} />}
    </>
  );
}

function Findings({ found }: { found: Ownership }) {
  const t = useTexts();
  if (found.flags.length === 0) return null;
  return (
    <ul className={`${classes["reasons"]} ${classes["plain"]}`} aria-label={t("flags.label")}>
      {found.flags.map((flag) => {
        const severity = flag.severity === "blocker" || flag.severity === "warning" ? flag.severity : "info";
        return (
          <li key={flag.code + flag.sentence} className={classes["finding"]} data-tone={FINDINGS[severity].tone}>
            <span aria-hidden="true">{FINDINGS[severity].sign} </span>
            {severity !== "info" && <b>{t(`flags.severity.${severity}`)} </b>}
            {flag.sentence}
          </li>
        );
      })}
    </ul>
  );
}

/** Parties that sanctioned owners or controllers expose; not shown where no party is listed. */
function SanctionsExposure({ caseId, asOf }: { caseId: string; asOf: string }) {
  const t = useTexts();
  const reach = useQuery({
    queryKey: ["case", caseId, "sanctions-reach", asOf],
    queryFn: ({ signal }) =>
      api.get<SanctionsReach>(`/cases/${caseId}/sanctions-reach${query({ as_of: asOf })}`, signal),
  });
  if (reach.error) return <ErrorState error={reach.error} retry={() => void reach.refetch()} />;
  if (!reach.data?.listed.length) return null;
  return (
    <Card title={t("sanctions.title")}>
      <CardBody>
        {t("sanctions.listed", {
          names: reach.data.listed
            .map((one) => (one.pending ? t("sanctions.pending", { name: one.name }) : one.name))
            .join(", "),
        })}
      </CardBody>
      <Table horizontalSpacing="lg" fz="xs" aria-label={t("sanctions.title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("sanctions.columns.test")}</Table.Th>
            <Table.Th scope="col">{t("sanctions.columns.exposed")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reach.data.tests.map((test) => (
            <Table.Tr key={test.code}>
              <Table.Td>{test.label}</Table.Td>
              <Table.Td>
                {test.reached.length > 0 ? test.reached.map((one) => one.sentence).join(" ") : t("sanctions.none")}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Summary({ found }: { found: Ownership }) {
  const t = useTexts();
  const figures = [
    t("rule.beneficial", { count: found.owners.filter((one) => one.is_beneficial_owner).length }),
    found.circles > 0 && t("rule.circles", { count: found.circles }),
    t("rule.unknown", { share: percent(found.unknown_fraction) }),
  ];
  return (
    <p className={classes["summary"]}>
      <b>{found.regime_label}</b>
      {found.valid_from && (
        <span>
          {found.valid_until
            ? t("rule.inForce", { from: found.valid_from, to: found.valid_until })
            : t("rule.inForceFrom", { from: found.valid_from })}
        </span>
      )}
      <span className={classes["end"]}>{figures.filter(Boolean).join(" · ")}</span>
    </p>
  );
}

function Result({
  found,
  scope,
  onScope,
}: {
  found: Ownership;
  scope: OwnershipScope;
  onScope: (scope: OwnershipScope) => void;
}) {
  const t = useTexts();
  const { caseId, openEvidence } = useCaseView();
  const [chosen, setChosen] = useState<string | null>(null);
  const [only, setOnly] = useState<"everyone" | "owners">("everyone");
  const picture = useMemo(() => ownershipPicture(found, only), [found, only]);
  const parties = useQuery({
    queryKey: ["case", caseId, "parties"],
    queryFn: ({ signal }) => api.get<Items<{ id: string; entity_id: string }>>(`/cases/${caseId}/parties`, signal),
  });
  const entityOf = (party: string) => parties.data?.items.find((one) => one.id === party)?.entity_id;
  const onFacts = (ids: string[]) =>
    ids[0] && openEvidence({ kind: ids[0].startsWith("imp_") ? "statement" : "fact", id: ids[0] });
  const owner = found.owners.find((one) => one.party_id === chosen) ?? found.owners[0];
  return (
    <div className={classes["tab"]}>
      <div className={classes["bar"]}>
        <RuleBar found={found} scope={scope} onScope={onScope} reset={t("rule.resetCase")} />
        <FilterSelect
          label={t("show.label")}
          value={only}
          onChange={setOnly}
          options={(["everyone", "owners"] as const).map((value) => ({ value, label: t(`show.${value}`) }))}
        />
        <span className={classes["end"]}>
          <ExportMenu
            formats={FORMATS}
            href={(format) => `${API}/cases/${caseId}/ownership/export${query({ format, as_of: found.as_of })}`}
          />
          <AddStatements caseId={caseId} />
        </span>
      </div>
      <Summary found={found} />
      <Exemptions items={found.exclusions} />
      <div className={classes["beside"]}>
        <div>
          {picture.nodes.length > 0 && <Graph {...picture} label={t("graph.label")} onFacts={onFacts} />}
          <p className={classes["legend"]}>{t("graph.legend")}</p>
        </div>
        <div>
          <OwnersTable found={found} chosen={owner?.party_id} onChoose={setChosen} />
          {found.owners.length === 0 && <EmptyState text={t("empty")} />}
          {owner && (
            <div className={classes["why"]}>
              <Why owner={owner} entity={entityOf(owner.party_id)} onFacts={onFacts} />
            </div>
          )}
        </div>
      </div>
      <div className={classes["cards"]}>
        <Conflicts found={found} onFacts={onFacts} />
        <SanctionsExposure caseId={caseId} asOf={found.as_of} />
        {found.search.length > 0 && (
          <Card title={t("search.title")}>
            <ol className={classes["reasons"]}>
              {found.search.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </Card>
        )}
        <RegulatoryStatus />
        <Findings found={found} />
      </div>
    </div>
  );
}

export function OwnershipTab() {
  const t = useTexts();
  const { caseId, search, show } = useCaseView();
  const scope = scopeOf(search);
  const ownership = useQuery({
    queryKey: ["case", caseId, "ownership", scope],
    queryFn: ({ signal }) => api.get<Ownership>(`/cases/${caseId}/ownership${query({ ...scope })}`, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (ownership.error instanceof Problem && ownership.error.status === 404)
    return <EmptyState text={t("notComputed")} />;
  return (
    <QueryResult of={ownership} what={t("loading")}>
      {(found) => <Result found={found} scope={scope} onScope={(next) => show(scopeSearch(next))} />}
    </QueryResult>
  );
}
