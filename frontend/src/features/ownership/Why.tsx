import { Table } from "@mantine/core";
import type { Owner, OwnerPath } from "@/api/types";
import { percent } from "@/shared/format";
import { Card, CardBody, SourceButton, StateBadge, TextLink } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { useShareRange } from "./OwnersTable";
import { useTexts } from "./texts.en";

function PathRow({ path, onFacts }: { path: OwnerPath; onFacts: (ids: string[]) => void }) {
  const t = useTexts();
  const facts = path.steps.flatMap((step) => step.fact_ids);
  const isControl = path.kind === "control";
  return (
    <Table.Tr>
      <Table.Td>
        {path.steps
          .map((step) => t("why.step", { label: step.label, name: step.to_name }))
          .join(isControl ? ", " : " × ")}
        {path.note && <div className={classes["small"]}>{path.note}</div>}
      </Table.Td>
      <Table.Td>
        {facts.length > 0 && <SourceButton onClick={() => onFacts(facts)}>{t("evidence")}</SourceButton>}
      </Table.Td>
      <Table.Td ta="right">{isControl ? t("why.control") : percent(path.product)}</Table.Td>
    </Table.Tr>
  );
}

/** Every path of an owner with its product, and the articles that make the party an owner. */
export function Why({
  owner,
  entity,
  onFacts,
}: {
  owner: Owner;
  entity: string | undefined;
  onFacts: (ids: string[]) => void;
}) {
  const t = useTexts();
  const share = useShareRange()(owner);
  return (
    <Card
      title={t("why.title", { name: owner.name, share })}
      extra={
        entity && (
          <TextLink to="/entities/$id" params={{ id: entity }} size="xs">
            {t("why.acrossCases")}
          </TextLink>
        )
      }
    >
      <Table horizontalSpacing="lg">
        <Table.Tbody>
          {owner.paths.map((path, index) => (
            <PathRow key={index} path={path} onFacts={onFacts} />
          ))}
          <Table.Tr fw={600}>
            <Table.Td>{t("why.total")}</Table.Td>
            <Table.Td />
            <Table.Td ta="right">{share}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      {owner.reasons.length > 0 ? (
        <ul className={classes["reasons"]}>
          {owner.reasons.map((reason) => (
            <li key={reason.article + reason.sentence}>
              <StateBadge tone="plain">{reason.article}</StateBadge> {reason.sentence}
            </li>
          ))}
        </ul>
      ) : (
        <CardBody>
          <p className={classes["small"]}>{owner.explanation}</p>
        </CardBody>
      )}
    </Card>
  );
}
