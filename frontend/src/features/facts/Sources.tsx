import type { Fact } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { SourceButton } from "@/shared/ui";
import classes from "./Facts.module.css";
import { useTexts } from "./texts.en";

const SHOWN = 3;
const NAME_LENGTH = 14; // so that three sources fit beside the buttons at 1280 px

const short = (name: string): string => (name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 2)}…` : name);

/** Leads to the place of a fact in its document. */
export function Source({ fact }: { fact: Fact }) {
  const t = useTexts();
  const { show } = useCaseView();
  return (
    <SourceButton
      title={t("source.title", { document: fact.document_name, page: fact.page_number, quote: fact.quote })}
      onClick={() => show({ document: fact.document_id, page: fact.page_number, fact: fact.id })}
    >
      {t("source.chip", { document: short(fact.document_name), page: fact.page_number })}
    </SourceButton>
  );
}

/** The sources of a value: the one shown first, then the other documents with the same value. */
export function Sources({ fact, more }: { fact: Fact; more: Fact[] }) {
  const t = useTexts();
  const rest = more.slice(SHOWN - 1);
  return (
    <span className={classes["sources"]}>
      {[fact, ...more.slice(0, SHOWN - 1)].map((one) => (
        <Source key={one.id} fact={one} />
      ))}
      {rest.length > 0 && (
        <span
          className={classes["note"]}
          title={rest.map((one) => t("source.chip", { document: one.document_name, page: one.page_number })).join(", ")}
        >
          {t("source.more", { count: rest.length })}
        </span>
      )}
    </span>
  );
}
