import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { API, api, Problem } from "@/api/client";
import type { Proposal } from "@/api/types";
import { useMay, useMe } from "@/shared/session";
import { Card, ErrorState, DateTime } from "@/shared/ui";
import { Blockers } from "./Blockers";
import { useCaseView } from "@/shared/caseView";

function Propose() {
  const { caseId, one } = useCaseView();
  const client = useQueryClient();
  const may = useMay("proposal.make");
  const [outcome, setOutcome] = useState<"approve" | "reject">("approve");
  const [reason, setReason] = useState("");
  const [sure, setSure] = useState(false);
  const send = useMutation({
    mutationFn: () => api.post<Proposal>(`/cases/${caseId}/proposals`, { outcome, reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
    onError: () => setSure(false),
  });
  const blocked = one.blockers.some((each) => outcome === "approve" || each.stops_rejection);
  return (
    <Card title="Propose a decision">
      <form
        className="body stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (sure) send.mutate();
          else setSure(true);
        }}
      >
        <fieldset className="row" style={{ border: 0, padding: 0, margin: 0, gap: 16 }} disabled={sure}>
          <legend className="vh">Outcome</legend>
          {(["approve", "reject"] as const).map((each) => (
            <label className="row" key={each}>
              <input type="radio" name="outcome" checked={outcome === each} onChange={() => setOutcome(each)} /> {each}
            </label>
          ))}
        </fieldset>
        <label className="field">
          Reason: what you looked at and why it is enough
          <textarea
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            required
            minLength={3}
            maxLength={4000}
            disabled={sure}
          />
        </label>
        {sure ? (
          <div className="row wrapx">
            <span className="grow">
              You propose to <b>{outcome}</b> {one.customer_name}. Somebody who has not worked on the case must agree.
            </span>
            <button className="btn go" disabled={send.isPending}>
              {send.isPending ? "Proposing …" : `Yes, propose to ${outcome}`}
            </button>
            <button type="button" className="btn" onClick={() => setSure(false)}>
              Back
            </button>
          </div>
        ) : (
          <div className="row">
            <button className="btn go" disabled={blocked || !may || reason.trim().length < 3}>
              Propose …
            </button>
            {blocked && <span className="small muted">First settle what stands in the way, above.</span>}
            {!may && <span className="small muted">Your role may not propose decisions.</span>}
          </div>
        )}
      </form>
      {send.error && <ErrorState error={send.error} />}
    </Card>
  );
}

function SecondReview({ proposal }: { proposal: Proposal }) {
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
  return (
    <Card title="Second review">
      <div className="body stack">
        {(maker || refused) && (
          <p className="state medium" style={{ whiteSpace: "normal", padding: "6px 10px" }}>
            ! You worked on this case, so somebody else has to review it. Makers:{" "}
            {one.makers.map((each) => each.name).join(", ") || proposal.proposed_by.name}.
          </p>
        )}
        {proposal.changed_since.length > 0 ? (
          <div>
            <b>Changed since the proposal</b>
            <ul style={{ margin: "4px 0", paddingLeft: 20 }}>
              {proposal.changed_since.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
        ) : (
          <p className="muted">Nothing changed since the proposal: you see what the first person saw.</p>
        )}
        <label className="field">
          Reason
          <textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={4000} />
        </label>
        <div className="row">
          <button
            type="button"
            className="btn go"
            disabled={!may || reason.trim().length < 3 || send.isPending}
            onClick={() => send.mutate("agree")}
          >
            Agree: {proposal.outcome}
          </button>
          <button
            type="button"
            className="btn"
            disabled={!may || reason.trim().length < 3 || send.isPending}
            onClick={() => send.mutate("return")}
          >
            Return to the first person
          </button>
          {!may && <span className="small muted">Your role may not review decisions.</span>}
        </div>
      </div>
      {send.error && !refused && <ErrorState error={send.error} />}
    </Card>
  );
}

export function DecisionTab() {
  const { caseId, one } = useCaseView();
  const proposal = one.proposal;
  const closed = one.state === "approved" || one.state === "rejected";
  return (
    <div className="cards">
      {proposal && (
        <Card
          title={`Proposal to ${proposal.outcome}`}
          extra={
            <span className="state plain">
              {{ waiting: "waits for a second person", agreed: "agreed", returned: "returned" }[proposal.state]}
            </span>
          }
        >
          <div className="body stack">
            <p>“{proposal.reason}”</p>
            <p className="small muted">
              {proposal.proposed_by.name} · <DateTime at={proposal.proposed_at} />
            </p>
            {proposal.review && (
              <p>
                {proposal.review.by.name} {proposal.review.outcome === "agree" ? "agreed" : "returned it"}: “
                {proposal.review.reason}”{" "}
                <span className="small muted">
                  <DateTime at={proposal.review.at} />
                </span>
              </p>
            )}
          </div>
        </Card>
      )}
      {proposal?.state === "waiting" && <SecondReview proposal={proposal} />}
      {!closed && proposal?.state !== "waiting" && (
        <>
          <Card title="What stands in the way" extra={<span className="count">{one.blockers.length}</span>}>
            <Blockers />
          </Card>
          <Propose />
        </>
      )}
      <Card title="Evidence pack">
        <div className="body row">
          <span className="grow muted">
            Everything the decision rests on, as one ZIP: a printed summary, the original documents, the data as JSON,
            and the hash of each.
          </span>
          <a className="btn" href={`${API}/cases/${caseId}/evidence-pack`} download>
            Download
          </a>
        </div>
      </Card>
    </div>
  );
}
