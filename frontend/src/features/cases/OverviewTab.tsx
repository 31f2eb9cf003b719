import { Anchor, Button, Stack, Table, Textarea, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Step, TenantUser } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { words } from "@/shared/format";
import {
  Card,
  CardBody,
  CardTable,
  Count,
  DateTime,
  ErrorState,
  FilterSelect,
  RiskBadge,
  SourceButton,
} from "@/shared/ui";
import { Blockers } from "./Blockers";
import classes from "./Case.module.css";
import { Parties } from "./Parties";
import { useTexts } from "./texts.en";

const STEPS = ["read", "classify", "extract", "index", "resolve", "own", "screen", "score"] as const;
const SIGNS: Record<Step["state"], string> = { waiting: "○", running: "◐", done: "✓", failed: "✕" };

function Pipeline({ steps }: { steps: Step[] }) {
  const t = useTexts();
  const name = (step: Step) => {
    const known = STEPS.find((each) => each === step.name);
    return known ? t(`progress.step.${known}`) : words(step.name);
  };
  return (
    <ol className={classes["steps"]} aria-label={t("progress.label")} aria-live="polite">
      {steps.map((step) => (
        <li key={step.name} title={step.detail}>
          <span data-state={step.state} aria-hidden="true">
            {SIGNS[step.state]}
          </span>{" "}
          <span>{name(step)}</span> <VisuallyHidden>{t(`progress.state.${step.state}`)}</VisuallyHidden>
          {step.state === "failed" && <span className={classes["high"]}> {step.detail}</span>}
        </li>
      ))}
    </ol>
  );
}

function Owner() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => api.all<TenantUser>("/users", signal),
    staleTime: 300_000,
  });
  const assign = useMutation({
    mutationFn: (owner: string) => api.patch(`/cases/${caseId}`, { owner_id: owner || null }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  // The owner may be a person who is in the list no longer, or the list may not be loaded yet.
  const people = new Map([
    ...(one.owner ? [[one.owner.id, one.owner.name] as const] : []),
    ...(users.data?.items ?? []).map((user) => [user.id, user.name] as const),
  ]);
  return (
    <>
      <FilterSelect
        label={t("owner.label")}
        value={assign.isPending ? assign.variables : (one.owner?.id ?? "")}
        onChange={(owner) => assign.mutate(owner)}
        options={[{ value: "", label: t("noOwner") }, ...[...people].map(([value, label]) => ({ value, label }))]}
      />
      {assign.error && <ErrorState error={assign.error} />}
    </>
  );
}

function Risk() {
  const t = useTexts();
  const { one, show, openEvidence } = useCaseView();
  return (
    <Card title={t("risk.title")} extra={<RiskBadge band={one.band} score={one.score} provisional={one.provisional} />}>
      {one.top_factors.length > 0 && (
        <CardTable label={t("risk.title")}>
          {one.top_factors.map((factor) => (
            <Table.Tr key={factor.code}>
              <Table.Td>
                <span className={classes["name"]}>{factor.label}</span>{" "}
                <span className={classes["small"]}>{factor.reason}</span>
              </Table.Td>
              <Table.Td className={classes["right"]!}>
                {factor.points > 0 ? t("risk.raises", { points: factor.points }) : factor.points}
              </Table.Td>
              <Table.Td className={classes["right"]!}>
                {factor.evidence.slice(0, 1).map((ref) => (
                  <SourceButton key={ref.id} onClick={() => openEvidence(ref)}>
                    {t("risk.source")}
                  </SourceButton>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </CardTable>
      )}
      <CardBody>
        <Stack gap="sm" align="flex-start">
          {one.top_factors.length === 0 && (
            <p className={classes["secondary"]}>{t(one.band ? "risk.none" : "risk.later")}</p>
          )}
          <Anchor component="button" type="button" onClick={() => show({ tab: "risk" })}>
            {t("risk.more")}
          </Anchor>
        </Stack>
      </CardBody>
    </Card>
  );
}

function Tasks() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const complete = useMutation({
    mutationFn: (id: string) => api.post(`/tasks/${id}/completion`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const open = one.tasks.filter((task) => task.state === "open");
  if (open.length === 0) return null;
  return (
    <Card title={t("tasks.title")} extra={<Count value={open.length} todo />}>
      {complete.error && <ErrorState error={complete.error} />}
      <CardTable label={t("tasks.title")}>
        {open.map((task) => (
          <Table.Tr key={task.id}>
            <Table.Td>{task.title}</Table.Td>
            <Table.Td className={classes["right"]!}>
              <Button
                size="xs"
                variant="default"
                disabled={complete.isPending}
                onClick={() => complete.mutate(task.id)}
              >
                {t("tasks.done")}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </CardTable>
    </Card>
  );
}

function Notes() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const add = useMutation({
    mutationFn: () => api.post(`/cases/${caseId}/notes`, { text }),
    onSuccess: () => {
      setText("");
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add.mutate();
  };
  return (
    <Card title={t("notes.title")}>
      <CardBody>
        <Stack gap="md">
          {one.notes.map((note) => (
            <div key={note.id}>
              <div className={classes["small"]}>
                {note.author.name} · <DateTime at={note.created_at} />
              </div>
              <div className={classes["text"]}>{note.text}</div>
            </div>
          ))}
          <form onSubmit={submit}>
            <Stack gap="sm" align="flex-start">
              <Textarea
                w="100%"
                label={t("notes.label")}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                autosize
                minRows={2}
                maxLength={4000}
              />
              <Button type="submit" size="xs" variant="default" disabled={!text.trim() || add.isPending}>
                {t("notes.add")}
              </Button>
            </Stack>
          </form>
          {add.error && <ErrorState error={add.error} />}
        </Stack>
      </CardBody>
    </Card>
  );
}

export function OverviewTab() {
  const t = useTexts();
  const { one } = useCaseView();
  return (
    <div className={classes["cards"]}>
      <Card title={t("progress.title")} extra={<Owner />}>
        <CardBody>
          <Pipeline steps={one.steps} />
        </CardBody>
      </Card>
      <Blockers />
      <Risk />
      <Parties />
      <Tasks />
      <Notes />
    </div>
  );
}
