import { Button, CloseButton, Code, Progress as Meter, Title, UnstyledButton } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { DocumentInfo, Refused } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Count, EmptyState, ErrorState, QueryResult } from "@/shared/ui";
import { DropZone } from "@/shared/ui/DropZone";
import { uploadFiles } from "@/shared/upload";
import classes from "./DocumentsPane.module.css";
import { useDocumentTypes } from "./documentTypes";
import { Flags } from "./Flags";
import { useTexts } from "./texts.en";

function Progress({ one }: { one: DocumentInfo }) {
  const t = useTexts();
  const { titleOf } = useDocumentTypes();
  const types = new Set(one.parts.map((part) => part.document_type)).size;
  const type =
    types > 1 ? t("progress.several", { count: types }) : one.document_type ? titleOf(one.document_type) : null;
  if (one.state === "failed")
    return (
      <div className={classes["state"]} data-tone="high">
        <span aria-hidden="true">! </span>
        {one.error?.detail ?? t("progress.failed")}
      </div>
    );
  if (one.state === "done" || one.state === "extracted")
    return (
      <div className={classes["state"]}>
        {t("progress.facts", { type: type ?? t("progress.unknownType"), count: one.facts_count })}
      </div>
    );
  if (one.state === "queued") return <div className={classes["state"]}>{t("progress.queued")}</div>;
  const page = Math.min(one.pages_read + 1, one.pages_total ?? 1);
  return (
    <div className={classes["state"]}>
      {one.state !== "reading"
        ? type
          ? t("progress.extractingFrom", { type })
          : t("progress.extracting")
        : one.pages_total
          ? t("progress.readingPage", { page, total: one.pages_total })
          : t("progress.reading", { page })}
      <Meter
        className={classes["meter"]!}
        size={4}
        value={(100 * one.pages_read) / Math.max(one.pages_total ?? 1, 1)}
        aria-hidden
      />
    </div>
  );
}

function DocumentItem({ one }: { one: DocumentInfo }) {
  const t = useTexts();
  const { caseId, search, show } = useCaseView();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api.post(`/documents/${one.id}/retry`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  return (
    <div>
      <UnstyledButton
        className={classes["document"]!}
        aria-current={search.document === one.id}
        data-child={one.parent_id ? true : undefined}
        onClick={() => show({ document: one.id, page: 1, fact: undefined })}
      >
        <div className={classes["line"]}>
          <span className={classes["name"]} title={one.filename}>
            {one.filename}
          </span>
          {one.pages_total !== null && (
            <span className={classes["pages"]}>{t("pane.pages", { count: one.pages_total })}</span>
          )}
        </div>
        <Progress one={one} />
        {one.duplicate_of && (
          <div className={classes["state"]} data-tone="medium">
            <span aria-hidden="true">! </span>
            {t("pane.duplicate")}
          </div>
        )}
      </UnstyledButton>
      <Flags of={one} />
      {one.state === "failed" && one.error?.can_retry && (
        <div className={classes["after"]}>
          <Button variant="default" size="xs" disabled={retry.isPending} onClick={() => retry.mutate()}>
            {t("pane.retry")}
          </Button>
        </div>
      )}
      {retry.error && <ErrorState error={retry.error} />}
    </div>
  );
}

export function DocumentsPane({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const { caseId, documents } = useCaseView();
  const client = useQueryClient();
  const [refused, setRefused] = useState<Refused[]>([]);
  const upload = useMutation({
    mutationFn: (files: File[]) => uploadFiles(caseId, files),
    onSuccess: (answer) => {
      setRefused(answer.refused);
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });

  return (
    <section className={classes["pane"]} aria-label={t("pane.title")}>
      <div className={classes["head"]}>
        <Title order={2} className={classes["title"]!}>
          {t("pane.title")}
        </Title>
        <Count value={documents.data?.items.length ?? 0} />
        <CloseButton className={classes["close"]!} size="sm" onClick={onClose} aria-label={t("pane.close")} />
      </div>
      <div className={classes["list"]}>
        <QueryResult of={documents} what={t("pane.loading")}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState text={t("pane.empty")} />
            ) : (
              items.map((one) => <DocumentItem key={one.id} one={one} />)
            )
          }
        </QueryResult>
        <div className={classes["add"]}>
          <DropZone
            label={t(upload.isPending ? "pane.uploading" : "pane.drop")}
            disabled={upload.isPending}
            onFiles={(files) => files.length > 0 && upload.mutate(files)}
          />
        </div>
        {upload.error && <ErrorState error={upload.error} />}
        {refused.map((one) => (
          <div className={`${classes["after"]} ${classes["state"]}`} data-tone="high" role="alert" key={one.filename}>
            {t("pane.rejected", { file: one.filename, reason: one.detail })} <Code>{one.code}</Code>
          </div>
        ))}
      </div>
    </section>
  );
}
