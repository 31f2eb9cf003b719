import type { Fact } from "@/api/types";
import { words } from "@/shared/format";
import classes from "./Facts.module.css";
import { useTexts } from "./texts.en";

const METHODS = ["label", "table", "form", "mrz", "barcode", "rule", "llm", "model", "person"] as const;
const CHECKS = {
  "checksum ok": { text: "checksum", tone: "low", sign: "✓ " },
  "format ok": { text: "format", tone: undefined, sign: "" },
  invalid: { text: "invalid", tone: "high", sign: "! " },
} as const;

/** The name of an extraction method; one that this version does not know by the words of its code. */
export function useMethodName(): (method: string) => string {
  const t = useTexts();
  return (method) => {
    const known = METHODS.find((one) => one === method);
    return known ? t(`method.${known}`) : words(method);
  };
}

/** How a value was read, shown on hover: the method, the methods that agree, the parts of the value. */
export function useHowRead(): (fact: Fact) => string {
  const t = useTexts();
  const nameOf = useMethodName();
  return (fact) => {
    const method = nameOf(fact.method);
    const others = fact.agreed.map(nameOf).join(", ");
    const parts = Object.entries(fact.value_parts).map(([name, value]) =>
      t("provenance.part", { name: words(name), value }),
    );
    return [others ? t("provenance.confirmed", { method, others }) : t("provenance.readBy", { method }), ...parts].join(
      "\n",
    );
  };
}

/** The check of a value, notes about it, and what other methods read in its place. */
export function Provenance({ fact }: { fact: Fact }) {
  const t = useTexts();
  const nameOf = useMethodName();
  const check = Object.entries(CHECKS).find(([code]) => code === fact.validity)?.[1];
  return (
    <>
      {check && (
        <span className={classes["note"]} data-tone={check.tone}>
          <span aria-hidden="true">{check.sign}</span>
          {t(`provenance.${check.text}`)}
        </span>
      )}
      {fact.notes.map((note) => (
        <div key={note} className={classes["note"]}>
          {note}
        </div>
      ))}
      {fact.alternatives.map((other) => (
        <div
          key={`${other.method} ${other.value}`}
          className={classes["note"]}
          data-tone="medium"
          title={t("provenance.alternativeWhere", { quote: other.quote, page: other.page_number })}
        >
          <span aria-hidden="true">≠ </span>
          {t("provenance.alternative", { method: nameOf(other.method), value: other.value })}
        </div>
      ))}
    </>
  );
}
