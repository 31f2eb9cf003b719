import { Table } from "@mantine/core";
import type { Pair, PairRecord } from "@/api/types";
import { EvidenceBar, TextLink } from "@/shared/ui";
import classes from "./Entities.module.css";
import { useTexts } from "./texts.en";

/** Bits that fill half of a bar: 1 : 65,000, more than any single feature but an identifier gives. */
const WIDEST_BITS = 16;

/** Evidence in words; a bit doubles the odds, so 6 bits are 64 : 1. */
const STRENGTHS = [
  { from: 20, text: "veryStrong" },
  { from: 12, text: "strong" },
  { from: 6, text: "moderate" },
  { from: Number.MIN_VALUE, text: "weak" },
  { from: -Infinity, text: "none" },
] as const;
const strengthOf = (bits: number) => STRENGTHS.find((one) => bits >= one.from)?.text ?? "none";

function Head({ record, caseId }: { record: PairRecord; caseId: string | null | undefined }) {
  const t = useTexts();
  const source = record.document_name === "declared" ? t("pair.declared") : record.document_name;
  return (
    <Table.Th scope="col">
      <span className={classes["name"]}>{record.name || t("pair.noName")}</span>
      <div>
        {caseId ? (
          <TextLink to="/cases/$id" params={{ id: caseId }} search={{ tab: "facts" }}>
            {source}
          </TextLink>
        ) : (
          source
        )}
      </div>
    </Table.Th>
  );
}

function Missing() {
  const t = useTexts();
  return <span className={classes["missing"]}>{t("pair.notGiven")}</span>;
}

/** Two records side by side: their values, and how much each agreement or difference weighs. */
export function PairTable({ pair }: { pair: Pair }) {
  const t = useTexts();
  const reasons = [...pair.reasons].sort((a, b) => b.bits - a.bits);
  const compared = new Set(reasons.map((reason) => reason.feature));
  const oneSided = [
    { feature: "birth date", text: "birthDate", ours: pair.record_a.birth_date, theirs: pair.record_b.birth_date },
    { feature: "country", text: "country", ours: pair.record_a.country, theirs: pair.record_b.country },
  ] as const;
  return (
    <>
      <div className={classes["figures"]}>
        <span>
          {t("pair.probability")} <b>{t("pair.percent", { percent: Math.round(pair.probability * 100) })}</b>
        </span>
        <span>
          {t("pair.strength")} <b>{t(`pair.strengths.${strengthOf(pair.strength_bits)}`)}</b>{" "}
          {t("pair.bits", { bits: pair.strength_bits.toFixed(1) })}
        </span>
      </div>
      <div className={classes["pair"]}>
        <Table horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("pair.columns.field")}</Table.Th>
              <Head record={pair.record_a} caseId={pair.case_a_id} />
              <Head record={pair.record_b} caseId={pair.case_b_id} />
              <Table.Th scope="col">{t("pair.columns.evidence")}</Table.Th>
              <Table.Th scope="col">{t("pair.columns.explanation")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reasons.map((reason) => (
              <Table.Tr key={reason.feature}>
                <Table.Td className={classes["field"]!}>{reason.feature}</Table.Td>
                <Table.Td>{reason.ours}</Table.Td>
                <Table.Td>{reason.theirs}</Table.Td>
                <Table.Td>
                  <EvidenceBar
                    strength={reason.bits / WIDEST_BITS}
                    label={t(reason.bits >= 0 ? "pair.for" : "pair.against", {
                      bits: Math.abs(reason.bits).toFixed(1),
                    })}
                    tones={{ for: "low", against: "high" }}
                  />
                </Table.Td>
                <Table.Td fz="xs">{reason.sentence}</Table.Td>
              </Table.Tr>
            ))}
            {oneSided
              .filter(({ feature, ours, theirs }) => !compared.has(feature) && (ours || theirs))
              .map(({ feature, text, ours, theirs }) => (
                <Table.Tr key={feature}>
                  <Table.Td className={classes["field"]!}>{t(`pair.fields.${text}`)}</Table.Td>
                  <Table.Td>{ours ?? <Missing />}</Table.Td>
                  <Table.Td>{theirs ?? <Missing />}</Table.Td>
                  <Table.Td />
                  <Table.Td className={classes["small"]!}>{t("pair.oneSided")}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
