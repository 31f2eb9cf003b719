import type { Exclusion } from "@/api/types";
import { StateBadge } from "@/shared/ui";
import classes from "./Ownership.module.css";
import { useTexts } from "./texts.en";

const EFFECTS = ["excluded", "control_only", "stops_here", "may", "note"] as const;

/** Parties that the law requires less due diligence of, with the article and the source. */
export function Exemptions({ items }: { items: Exclusion[] }) {
  const t = useTexts();
  if (items.length === 0) return null;
  return (
    <section aria-label={t("exemptions.title")} className={classes["exemptions"]}>
      <ul className={`${classes["reasons"]} ${classes["plain"]}`}>
        {items.map((one) => (
          <li key={one.party_id + one.article}>
            <StateBadge tone={one.effect === "may" ? "plain" : "medium"}>
              {t(`exemptions.effects.${EFFECTS.find((effect) => effect === one.effect) ?? "note"}`, {
                article: one.article,
              })}
            </StateBadge>{" "}
            {one.sentence}
            {one.source && <div className={classes["small"]}>{t("exemptions.source", { source: one.source })}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
