import type { ReactNode } from "react";
import type { Band } from "@/api/types";
import { useTexts } from "../texts.en";
import classes from "./StateBadge.module.css";

export type Tone = "low" | "medium" | "high" | "plain";
const SIGNS: Record<Tone, string> = { low: "✓", medium: "●", high: "▲", plain: "" };

/** A state as a word on a coloured ground. The sign repeats the colour for those who do not see it. */
export function StateBadge({ tone, sign, children }: { tone: Tone; sign?: string; children: ReactNode }) {
  const shown = sign ?? SIGNS[tone];
  return (
    <span className={classes["badge"]} data-tone={tone}>
      {shown && <span aria-hidden="true">{shown}</span>}
      {children}
    </span>
  );
}

export function RiskBadge({
  band,
  score,
  provisional = false,
}: {
  band: Band | null;
  score: number | null;
  provisional?: boolean;
}) {
  const t = useTexts();
  if (!band) return <StateBadge tone="plain">{t("risk.none")}</StateBadge>;
  const values = { band: t(`risk.band.${band}`), score: score ?? "" };
  return (
    <StateBadge tone={band === "prohibited" ? "high" : band} {...(band === "prohibited" ? { sign: "■" } : {})}>
      {provisional ? t("risk.provisional", values) : t("risk.score", values)}
    </StateBadge>
  );
}

/** How many there are of something; `todo` marks what waits for the reader. */
export function Count({ value, todo = false }: { value: number; todo?: boolean }) {
  return (
    <span className={classes["count"]} data-todo={todo || undefined}>
      {value}
    </span>
  );
}
