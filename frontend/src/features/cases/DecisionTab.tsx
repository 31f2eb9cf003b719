import { Button, Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { API, api, Problem } from "@/api/client";
import type { Proposal } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { useMay, useMe } from "@/shared/session";
import { Card, CardBody, confirmAction, DateTime, ErrorState, StateBadge } from "@/shared/ui";
import { Blockers } from "./Blockers";
import classes from "./Case.module.css";
import { useTexts } from "./texts.en";

const OUTCOMES = ["approve", "reject"] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What the server accepts as the reason of a decision. */
const SHORTEST_REASON = 3;
const LONGEST_REASON = 4000;

function Propose() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const may = useMay("proposal.make");
  const [outcome, setOutcome] = useState<Outcome>("approve");
  const [reason, setReason] = useState("");
  const send = useMutation({
    mutationFn: () => api.post<Proposal>(`/cases/${caseId}/proposals`, { outcome, reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const blocked = one.blockers.some((each) => outcome === "approve" || each.stops_rejection);
  async function submit(event: FormEvent) {
    event.preventDefault();
    const confirmed = await confirmAction({
      title: t(`decision.confirm.title.${outcome}`, { customer: one.customer_name }),
      text: t("decision.confirm.text"),
      confirm: t(`decision.confirm.button.${outcome}`),
      danger: outcome === "reject",
    });
    if (confirmed) send.mutate();
  }
  return (
    <Card title={t("decision.title")}>
      <CardBody>
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="md">
            <Radio.Group
              label={t("decision.outcome")}
              value={outcome}
              onChange={(value) => setOutcome(value === "reject" ? "reject" : "approve")}
            >
              <Group gap="lg" mt="xs">
                {OUTCOMES.map((each) => (
                  <Radio key={each} value={each} label={t(`decision.outcomes.${each}`)} />
                ))}
              </Group>
            </Radio.Group>
            <Textarea
              label={t("decision.reason")}
              description={t("decision.reasonHint")}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              required
              withAsterisk={false}
              autosize
              minRows={3}
              maxLength={LONGEST_REASON}
            />
            <Group>
              <Button
                type="submit"
                disabled={blocked || !may || send.isPending || reason.trim().length < SHORTEST_REASON}
              >
                {t("decision.propose")}
              </Button>
              {blocked && <span className={classes["small"]}>{t("decision.blocked")}</span>}
              {!may && <span className={classes["small"]}>{t("decision.forbidden")}</span>}
            </Group>
          </Stack>
        </form>
      </CardBody>
      {send.error && <ErrorState error={send.error} />}
    </Card>
  );
}

function SecondReview({ proposal }: { proposal: Proposal }) {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const me = useMe();
  const may = useMay("proposal.review");
  const [reason, setReason] = useState("");
  const send = useMutation({
    mutationFn: (outcome: "agree" | "return") =>
      api.post<Proposal>(`/proposals/${proposal.id}/reviews`, { outcome, reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const maker = one.makers.some((each) => each.id === me?.user.id) || proposal.proposed_by.id === me?.user.id;
  const refused = send.error instanceof Problem && send.error.code === "case.maker_reviews";
  const ready = may && !send.isPending && reason.trim().length >= SHORTEST_REASON;
  return (
    <Card title={t("review.title")}>
      <CardBody>
        <Stack gap="md">
          {(maker || refused) && (
            <p className={classes["warning"]}>
              {t("review.maker", {
                makers: one.makers.map((each) => each.name).join(", ") || proposal.proposed_by.name,
              })}
            </p>
          )}
          {proposal.changed_since.length > 0 ? (
            <div>
              <b>{t("review.changed")}</b>
              <ul className={classes["changes"]}>
                {proposal.changed_since.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          ) : (
            <p className={classes["secondary"]}>{t("review.unchanged")}</p>
          )}
          <Textarea
            label={t("review.reason")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={3}
            maxLength={LONGEST_REASON}
          />
          <Group>
            <Button disabled={!ready} onClick={() => send.mutate("agree")}>
              {t(`review.agree.${proposal.outcome}`)}
            </Button>
            <Button variant="default" disabled={!ready} onClick={() => send.mutate("return")}>
              {t("review.return")}
            </Button>
            {!may && <span className={classes["small"]}>{t("review.forbidden")}</span>}
          </Group>
        </Stack>
      </CardBody>
      {send.error && !refused && <ErrorState error={send.error} />}
    </Card>
  );
}

function Proposed({ proposal }: { proposal: Proposal }) {
  const t = useTexts();
  const { review } = proposal;
  return (
    <Card
      title={t(`proposal.title.${proposal.outcome}`)}
      extra={<StateBadge tone="plain">{t(`proposal.state.${proposal.state}`)}</StateBadge>}
    >
      <CardBody>
        <Stack gap="md">
          <p>{t("proposal.quote", { reason: proposal.reason })}</p>
          <p className={classes["small"]}>
            {proposal.proposed_by.name} · <DateTime at={proposal.proposed_at} />
          </p>
          {review && (
            <p>
              {t(`proposal.review.${review.outcome}`, { name: review.by.name, reason: review.reason })}{" "}
              <span className={classes["small"]}>
                <DateTime at={review.at} />
              </span>
            </p>
          )}
        </Stack>
      </CardBody>
    </Card>
  );
}

export function DecisionTab() {
  const t = useTexts();
  const { caseId, one } = useCaseView();
  const proposal = one.proposal;
  const closed = one.state === "approved" || one.state === "rejected";
  return (
    <div className={classes["cards"]}>
      {proposal && <Proposed proposal={proposal} />}
      {proposal?.state === "waiting" && <SecondReview proposal={proposal} />}
      {!closed && proposal?.state !== "waiting" && (
        <>
          <Blockers />
          <Propose />
        </>
      )}
      <Card title={t("pack.title")}>
        <CardBody>
          <Group wrap="nowrap" gap="md">
            <Text flex={1} c="dimmed">
              {t("pack.text")}
            </Text>
            <Button component="a" variant="default" href={`${API}/cases/${caseId}/evidence-pack`} download>
              {t("pack.download")}
            </Button>
          </Group>
        </CardBody>
      </Card>
    </div>
  );
}
