import { useMemo } from "react";
import type { ListEntry, MatchedWord, Part } from "@/api/types";
import { DataTable, EvidenceBar, Marked, type Column } from "@/shared/ui";
import classes from "./Screening.module.css";
import { useTexts } from "./texts.en";

/** The entry's name or alias that was compared, as the list writes it. */
function comparedName(compared: string | null | undefined, entry: ListEntry): string {
  return [entry.name, ...entry.aliases].find((name) => name.toLowerCase() === compared?.toLowerCase()) ?? entry.name;
}

const ALIASES_SHOWN = 5;

/** Our party and the list entry, feature by feature; the words that match are marked. */
export function Comparison({
  ours,
  entry,
  parts,
  matched,
}: {
  ours: string;
  entry: ListEntry;
  parts: Part[];
  matched: MatchedWord[];
}) {
  const t = useTexts();
  const columns = useMemo(
    (): Column<Part>[] => [
      {
        id: "feature",
        header: t("comparison.feature"),
        secondary: true,
        nowrap: true,
        cell: (part) => part.label,
      },
      {
        id: "ours",
        header: t("comparison.ours"),
        cell: (part) =>
          part.feature === "name" ? (
            <span className={classes["name"]}>
              <Marked text={ours} words={matched.map((word) => word.ours)} />
            </span>
          ) : (
            (part.ours ?? <span className={classes["missing"]}>{t("comparison.unknown")}</span>)
          ),
      },
      {
        id: "theirs",
        header: t("comparison.theirs"),
        cell: (part) =>
          part.feature === "name" ? (
            <span className={classes["name"]}>
              <Marked text={comparedName(part.theirs, entry)} words={matched.map((word) => word.theirs)} />
            </span>
          ) : (
            (part.theirs ?? <span className={classes["missing"]}>{t("comparison.notGiven")}</span>)
          ),
      },
      {
        id: "evidence",
        header: t("comparison.evidence"),
        cell: (part) => (
          <EvidenceBar
            strength={part.strength}
            label={t("comparison.strength", { value: part.strength.toFixed(2) })}
            tones={{ for: "medium", against: "low" }}
          />
        ),
      },
      {
        id: "note",
        header: t("comparison.note"),
        hiddenHeader: true,
        cell: (part) => <span className={classes["note"]}>{part.note}</span>,
      },
    ],
    [t, ours, entry, matched],
  );
  const about = [
    entry.aliases.length > 0 && t("comparison.aliases", { names: entry.aliases.slice(0, ALIASES_SHOWN).join("; ") }),
    entry.topics.join(", "),
    entry.birth_dates.length > 0 && t("comparison.born", { days: entry.birth_dates.join(t("comparison.or")) }),
    entry.countries.join(", ").toUpperCase(),
    entry.program,
    entry.remarks,
  ];
  return (
    <>
      <DataTable
        label={t("comparison.label", { ours, theirs: entry.name })}
        columns={columns}
        rows={parts}
        rowKey={(part) => part.feature}
      />
      <div className={`${classes["about"]} ${classes["small"]}`}>{about.filter(Boolean).join(" · ")}</div>
    </>
  );
}
