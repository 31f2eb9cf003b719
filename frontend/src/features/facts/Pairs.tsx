import { Button, Group } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Items, Pair, PairRecord, Verdict } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Card, CardBody, ErrorState, StateBadge } from "@/shared/ui";
import classes from "./Facts.module.css";
import { useTexts } from "./texts.en";

const VERDICTS: Verdict[] = ["same", "different", "unsure"];
/** Above this the records were merged with full confidence, and the review page is the place to separate them. */
const CERTAIN = 0.97;

/** Records of the case that may be the same party, to be decided by a person. */
export function Pairs() {
  const t = useTexts();
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const pairs = useQuery({
    queryKey: ["case", caseId, "pairs"],
    queryFn: ({ signal }) => api.get<Items<Pair>>(`/cases/${caseId}/pairs`, signal),
  });
  const judge = useMutation({
    mutationFn: ({ pair, verdict }: { pair: Pair; verdict: Verdict }) =>
      api.post("/judgements", { record_a_id: pair.record_a.id, record_b_id: pair.record_b.id, verdict, reason: null }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  if (pairs.error) return <ErrorState error={pairs.error} retry={() => void pairs.refetch()} />;
  const open = (pairs.data?.items ?? []).filter(
    (pair) => pair.verdict === null && pair.machine !== "different" && pair.probability < CERTAIN,
  );
  if (open.length === 0) return judge.error ? <ErrorState error={judge.error} /> : null;
  const unsure = open.filter((pair) => pair.machine === "unsure").length;
  const merged = open.length - unsure;
  const counts = [
    unsure > 0 && t("pairs.unsure", { count: unsure }),
    merged > 0 && t("pairs.merged", { count: merged }),
  ];
  const sourceOf = (record: PairRecord) =>
    record.document_name === "declared" ? t("pairs.declared") : record.document_name;
  return (
    <details className={`${classes["section"]} ${classes["pairs"]}`}>
      <summary>{counts.filter(Boolean).join(" · ")}</summary>
      <div>
        {judge.error && <ErrorState error={judge.error} />}
        {open.map((pair) => (
          <Card
            key={`${pair.record_a.id}-${pair.record_b.id}`}
            title={t("pairs.title", {
              a: pair.record_a.name,
              sourceA: sourceOf(pair.record_a),
              b: pair.record_b.name,
              sourceB: sourceOf(pair.record_b),
            })}
            extra={
              <>
                <StateBadge tone="medium" sign="?">
                  {t(pair.machine === "same" ? "pairs.mergedBadge" : "pairs.undecided")}
                </StateBadge>
                <span className={classes["quote"]}>
                  {t("pairs.probability", { percent: Math.round(pair.probability * 100) })}
                </span>
              </>
            }
          >
            <CardBody>
              <ul className={classes["reasons"]}>
                {pair.reasons.map((reason) => (
                  <li key={reason.feature}>
                    {reason.bits >= 0 ? "+" : "−"} {reason.sentence}
                  </li>
                ))}
              </ul>
              <Group gap="sm">
                {VERDICTS.map((verdict) => (
                  <Button
                    key={verdict}
                    variant="default"
                    size="xs"
                    disabled={judge.isPending}
                    onClick={() => judge.mutate({ pair, verdict })}
                  >
                    {t(`pairs.verdict.${verdict}`)}
                  </Button>
                ))}
              </Group>
            </CardBody>
          </Card>
        ))}
      </div>
    </details>
  );
}
