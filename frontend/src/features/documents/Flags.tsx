import { Button, Group, Stack, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { DocumentInfo, Flag } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { ErrorState } from "@/shared/ui";
import classes from "./Flags.module.css";
import { useTexts } from "./texts.en";

/** The flags of a document that were not dismissed. */
export const openFlags = (one: DocumentInfo) => one.flags.filter((flag) => flag.dismissed_by === null);

function Dismissal({ flag, onClose }: { flag: Flag; onClose: () => void }) {
  const t = useTexts();
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const dismiss = useMutation({
    mutationFn: (reason: string) => api.post<Flag>(`/flags/${flag.id}/dismissals`, { reason }),
    onSuccess: () => (onClose(), void client.invalidateQueries({ queryKey: ["case", caseId] })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    dismiss.mutate(String(new FormData(event.currentTarget).get("reason")));
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" py="xs">
        <TextInput label={t("flags.reason")} name="reason" size="xs" required maxLength={4000} autoFocus />
        <Group gap="sm">
          <Button type="submit" size="xs" disabled={dismiss.isPending}>
            {t("flags.dismiss")}
          </Button>
          <Button variant="default" size="xs" onClick={onClose}>
            {t("flags.cancel")}
          </Button>
        </Group>
        {dismiss.error && <ErrorState error={dismiss.error} />}
      </Stack>
    </form>
  );
}

function OpenFlag({ flag, onShow }: { flag: Flag; onShow: () => void }) {
  const t = useTexts();
  const [dismissing, setDismissing] = useState(false);
  return (
    <>
      <UnstyledButton className={classes["flag"]!} data-severity={flag.severity} onClick={onShow}>
        <VisuallyHidden>{t(`flags.severity.${flag.severity}`)} </VisuallyHidden>
        <span aria-hidden="true">{flag.severity === "high" ? "! " : "· "}</span>
        {flag.detail}
      </UnstyledButton>{" "}
      {dismissing ? (
        <Dismissal flag={flag} onClose={() => setDismissing(false)} />
      ) : (
        <UnstyledButton
          className={classes["dismiss"]!}
          onClick={() => setDismissing(true)}
          aria-label={t("flags.dismissFlag", { flag: flag.detail })}
        >
          {t("flags.dismiss")}
        </UnstyledButton>
      )}
    </>
  );
}

/** Warnings about a document, most severe first: each leads to its page, and is dismissed with a reason. */
export function Flags({ of }: { of: DocumentInfo }) {
  const t = useTexts();
  const { show } = useCaseView();
  if (of.flags.length === 0) return null;
  return (
    <ul className={classes["list"]} aria-label={t("flags.label", { file: of.filename })}>
      {of.flags.map((flag) => (
        <li key={flag.id}>
          {flag.dismissed_by === null ? (
            <OpenFlag
              flag={flag}
              onShow={() => show({ document: of.id, page: flag.page_number ?? 1, fact: flag.fact_ids[0] }, flag.boxes)}
            />
          ) : (
            <span className={classes["dismissed"]} title={flag.detail}>
              <span aria-hidden="true">✓ </span>
              {t("flags.dismissed", { person: flag.dismissed_by, reason: flag.dismissed_reason ?? "" })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
