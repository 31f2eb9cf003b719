import { Button, Table } from "@mantine/core";
import type { Conflict, Fact } from "@/api/types";
import { words } from "@/shared/format";
import { Card, ScrollBox, StateBadge } from "@/shared/ui";
import classes from "./Facts.module.css";
import { Source } from "./Sources";
import { useTexts } from "./texts.en";

/** Values that contradict each other, side by side; one of them is chosen. */
export function Conflicts({
  conflicts,
  facts,
  chosen,
  disabled,
  onChoose,
}: {
  conflicts: Conflict[];
  facts: Fact[];
  chosen: string | undefined;
  disabled: boolean;
  onChoose: (fact: Fact) => void;
}) {
  const t = useTexts();
  if (conflicts.length === 0) return null;
  return (
    <div className={classes["section"]}>
      {conflicts.map((conflict) => {
        const sides = facts.filter((fact) => conflict.fact_ids.includes(fact.id));
        const values = { subject: conflict.subject_name, field: sides[0]?.label ?? words(conflict.property) };
        const label = t("conflict.label", values);
        return (
          <Card
            key={`${conflict.party_id}-${conflict.property}`}
            title={t("conflict.title", values)}
            label={label}
            extra={
              <StateBadge tone="medium" sign="!">
                {t("conflict.badge")}
              </StateBadge>
            }
          >
            <ScrollBox label={label}>
              <Table horizontalSpacing="lg">
                <Table.Tbody>
                  {sides.map((fact) => (
                    <Table.Tr key={fact.id} className={fact.id === chosen ? classes["chosen"]! : ""}>
                      <Table.Td className={classes["value"]!}>{fact.display_value}</Table.Td>
                      <Table.Td className={classes["quote"]!}>{t("quote", { quote: fact.quote })}</Table.Td>
                      <Table.Td>
                        <Source fact={fact} />
                      </Table.Td>
                      <Table.Td className={classes["quote"]!}>
                        {t("percentConfidence", { percent: Math.round(fact.confidence * 100) })}
                      </Table.Td>
                      <Table.Td ta="right">
                        <Button variant="default" size="xs" disabled={disabled} onClick={() => onChoose(fact)}>
                          {t("conflict.choose")}
                        </Button>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollBox>
          </Card>
        );
      })}
    </div>
  );
}
