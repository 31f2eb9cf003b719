import { Button, Group, Stack, Table, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Ownership, SourceConflict, SourceSaid } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Card, ErrorState, SourceButton } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { useTexts } from "./texts.en";

function Side({
  statement,
  inUse,
  onFacts,
}: {
  statement: SourceSaid;
  inUse: boolean;
  onFacts: (ids: string[]) => void;
}) {
  const t = useTexts();
  return (
    <div>
      <p className={classes["small"]}>
        <b>
          {inUse && <span aria-hidden="true">✓ </span>}
          {t(inUse ? "conflicts.inUse" : "conflicts.notInUse")}
        </b>{" "}
        · {statement.rank}
      </p>
      <p className={classes["small"]}>
        {statement.stated_on
          ? t("conflicts.dated", { name: statement.name, day: statement.stated_on })
          : t("conflicts.undated", { name: statement.name })}
      </p>
      <Table aria-label={t("conflicts.holders", { source: statement.name })} horizontalSpacing="sm">
        <Table.Tbody>
          {statement.holders.map((one) => (
            <Table.Tr key={one.name}>
              <Table.Td pl={0}>{one.name}</Table.Td>
              <Table.Td ta="right">{one.share}</Table.Td>
              <Table.Td>
                {one.fact_ids.length > 0 && (
                  <SourceButton onClick={() => onFacts(one.fact_ids)}>{t("evidence")}</SourceButton>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Conflict({ one, onFacts }: { one: SourceConflict; onFacts: (ids: string[]) => void }) {
  const t = useTexts();
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const choose = useMutation({
    mutationFn: (reason: string) =>
      api.post(`/cases/${caseId}/ownership/source-choices`, {
        document_id: one.other.document_id,
        subject: one.other.subject,
        interest: one.interest,
        reason,
      }),
    onSuccess: () => (setAsking(false), client.invalidateQueries({ queryKey: ["case", caseId] })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    choose.mutate(String(new FormData(event.currentTarget).get("reason")));
  }
  return (
    <section aria-label={t("conflicts.label", { name: one.asset_name })} className={classes["conflict"]}>
      <p>
        <b>{one.asset_name}</b>{" "}
        {one.reason === null
          ? t("conflicts.open")
          : t("conflicts.chosen", { person: one.chosen_by ?? "", reason: one.reason })}
      </p>
      <div className={classes["sides"]}>
        <Side statement={one.kept} inUse onFacts={onFacts} />
        <Side statement={one.other} inUse={false} onFacts={onFacts} />
      </div>
      {asking ? (
        <form onSubmit={submit}>
          <Stack gap="sm" maw={480}>
            <TextInput
              label={t("conflicts.reason", { source: one.other.name })}
              name="reason"
              required
              minLength={3}
              maxLength={500}
              autoFocus
            />
            <Group gap="sm">
              <Button type="submit" size="xs" disabled={choose.isPending}>
                {t("conflicts.confirm")}
              </Button>
              <Button variant="default" size="xs" onClick={() => setAsking(false)}>
                {t("conflicts.cancel")}
              </Button>
            </Group>
            {choose.error && <ErrorState error={choose.error} />}
          </Stack>
        </form>
      ) : (
        <Button variant="default" size="xs" onClick={() => setAsking(true)}>
          {t(one.reason === null ? "conflicts.useOther" : "conflicts.restore")}
        </Button>
      )}
    </section>
  );
}

/** Sources that contradict each other about the holders of a company, side by side; a person can choose the other one. */
export function Conflicts({ found, onFacts }: { found: Ownership; onFacts: (ids: string[]) => void }) {
  const t = useTexts();
  if (found.conflicts.length === 0) return null;
  return (
    <Card title={t("conflicts.title")}>
      {found.conflicts.map((one) => (
        <Conflict key={one.asset_id + one.interest + one.other.document_id} one={one} onFacts={onFacts} />
      ))}
    </Card>
  );
}
