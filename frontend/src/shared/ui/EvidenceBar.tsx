import classes from "./EvidenceBar.module.css";

/** How far something speaks for or against, as a bar to the right or left of the middle; `strength` is -1 to 1. */
export function EvidenceBar({
  strength,
  label,
  tones,
}: {
  strength: number;
  label: string;
  /** Which colour is for and which against: two records that agree are good news, a name on a list is not. */
  tones: { for: "low" | "medium"; against: "low" | "high" };
}) {
  const width = Math.min(Math.abs(strength), 1) * 50;
  return (
    <span className={classes["bar"]} role="img" aria-label={label}>
      <i
        data-tone={strength < 0 ? tones.against : tones.for}
        style={{ left: `${strength < 0 ? 50 - width : 50}%`, width: `${width}%` }}
      />
    </span>
  );
}
