import { Button, Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { DocumentInfo, DocumentPart, Fact, RetypedInfo } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { ErrorState } from "@/shared/ui";
import { useDocumentTypes } from "./documentTypes";
import { changeType, joinAt, splitAt } from "./parts";
import { useTexts } from "./texts.en";
import classes from "./TypeBar.module.css";

/** The type of a document by page range. A person can correct it; the facts are then extracted again. */
export function TypeBar({ one, page }: { one: DocumentInfo; page: number }) {
  const t = useTexts();
  const { caseId, show } = useCaseView();
  const client = useQueryClient();
  const [draft, setDraft] = useState<DocumentPart[] | null>(null);
  const [withdrawn, setWithdrawn] = useState<Fact[]>([]);
  const { types, titleOf } = useDocumentTypes();
  const save = useMutation({
    mutationFn: (parts: DocumentPart[]) =>
      api.post<RetypedInfo>(`/documents/${one.id}/type`, {
        parts: parts.map(({ document_type, first_page, last_page }) => ({ document_type, first_page, last_page })),
      }),
    onSuccess: (answer) => {
      setDraft(null);
      setWithdrawn(answer.withdrawn);
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });
  useEffect(() => {
    setDraft(null);
    setWithdrawn([]);
  }, [one.id]);
  const pagesOf = ({ first_page, last_page }: DocumentPart) =>
    first_page === last_page
      ? t("type.page", { page: first_page })
      : t("type.pages", { first: first_page, last: last_page });
  if (one.parts.length === 0) return null;
  const shown = draft ?? one.parts;
  return (
    <div className={classes["bar"]} role="group" aria-label={t("type.group")}>
      {shown.map((part, index) => (
        <span key={part.first_page} className={classes["part"]}>
          {draft ? (
            <Select
              aria-label={t("type.of", { pages: pagesOf(part) })}
              size="xs"
              w={240}
              searchable
              allowDeselect={false}
              data={types.map((type) => ({ value: type.name, label: type.title }))}
              renderOption={({ option }) => (
                <span title={types.find((type) => type.name === option.value)?.about}>{option.label}</span>
              )}
              value={part.document_type}
              onChange={(type) => type && setDraft(changeType(draft, index, type))}
            />
          ) : (
            <span className={classes["title"]}>{titleOf(part.document_type)}</span>
          )}
          {shown.length > 1 && (
            <Button
              variant="subtle"
              size="xs"
              px="xs"
              onClick={() => show({ page: part.first_page, fact: undefined })}
              title={t("type.goTo")}
            >
              {pagesOf(part)}
            </Button>
          )}
          {!draft && (
            <span>
              {one.type_author
                ? t("type.setBy", { person: one.type_author })
                : t("type.confidence", { percent: Math.round(part.confidence * 100) })}
            </span>
          )}
          {draft && index > 0 && (
            <Button
              variant="subtle"
              size="xs"
              px="xs"
              onClick={() => setDraft(joinAt(draft, index))}
              aria-label={t("type.joinPages", { pages: pagesOf(part) })}
            >
              {t("type.join")}
            </Button>
          )}
        </span>
      ))}
      <span className={classes["actions"]}>
        {draft ? (
          <>
            {page > 1 && !draft.some((part) => part.first_page === page) && (
              <Button variant="default" size="xs" onClick={() => setDraft(splitAt(draft, page))}>
                {t("type.split", { page })}
              </Button>
            )}
            <Button size="xs" disabled={save.isPending} onClick={() => save.mutate(draft)}>
              {t("type.save")}
            </Button>
            <Button variant="default" size="xs" onClick={() => setDraft(null)}>
              {t("type.cancel")}
            </Button>
          </>
        ) : (
          ["classified", "extracted", "done"].includes(one.state) && (
            <Button variant="default" size="xs" onClick={() => setDraft(one.parts)}>
              {t("type.correct")}
            </Button>
          )
        )}
      </span>
      {withdrawn.length > 0 && (
        <p role="status" className={classes["withdrawn"]}>
          <span aria-hidden="true">↺ </span>
          {t("type.withdrawn", {
            count: withdrawn.length,
            facts: withdrawn.map((fact) => `${fact.label} ${fact.display_value}`).join(", "),
          })}{" "}
          <Button variant="default" size="xs" onClick={() => show({ tab: "facts", fact: withdrawn[0]?.id })}>
            {t("type.show")}
          </Button>
        </p>
      )}
      {save.error && <ErrorState error={save.error} />}
    </div>
  );
}
