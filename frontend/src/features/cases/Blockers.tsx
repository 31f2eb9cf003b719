import { Button, Table } from "@mantine/core";
import { caseTab, useCaseView } from "@/shared/caseView";
import { Card, CardTable, Count, EmptyState } from "@/shared/ui";
import classes from "./Case.module.css";
import { useTexts } from "./texts.en";

/** What has to be resolved before a decision, each with the way to it. */
export function Blockers() {
  const t = useTexts();
  const { one, show, openEvidence } = useCaseView();
  return (
    <Card title={t("blockers.title")} extra={<Count value={one.blockers.length} />}>
      {one.blockers.length === 0 ? (
        <EmptyState text={t("blockers.none")} />
      ) : (
        <CardTable label={t("blockers.title")}>
          {one.blockers.map((blocker, index) => (
            <Table.Tr key={`${blocker.code}-${index}`}>
              <Table.Td>
                <span className={classes["medium"]} aria-hidden="true">
                  !
                </span>{" "}
                {blocker.sentence}
              </Table.Td>
              <Table.Td className={classes["right"]!}>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() =>
                    blocker.ref?.kind === "fact" ? openEvidence(blocker.ref) : show({ tab: caseTab(blocker.tab) })
                  }
                >
                  {t("blockers.go")}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </CardTable>
      )}
    </Card>
  );
}
