import { Anchor, Button, Code, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState, type FormEvent } from "react";
import { API, api } from "@/api/client";
import type { DocumentInfo, Items, Refused, SearchHit } from "@/api/types";
import { size } from "@/shared/format";
import { useMay } from "@/shared/session";
import {
  Card,
  CardBody,
  Count,
  DataTable,
  DateTime,
  EmptyState,
  ErrorState,
  Page,
  QueryResult,
  type Column,
} from "@/shared/ui";
import { DropZone } from "@/shared/ui/DropZone";
import { uploadFiles } from "@/shared/upload";
import classes from "./Library.module.css";
import { useTexts } from "./texts.en";

const LIMIT = 10;

function Search() {
  const t = useTexts();
  const asked: string = useSearch({ from: "/in/library" }).q ?? "";
  const navigate = useNavigate();
  const search = useQuery({
    queryKey: ["library", "search", asked],
    queryFn: () => api.post<Items<SearchHit>>("/search", { query: asked, case_id: null, library: true, limit: LIMIT }),
    enabled: asked !== "",
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void navigate({ to: "/library", search: { q: String(new FormData(event.currentTarget).get("query")) } });
  }
  return (
    <Card title={t("search.title")}>
      <form className={classes["form"]} onSubmit={submit}>
        <TextInput
          // The field shows what the URL asks for, also after going back.
          key={asked}
          flex={1}
          aria-label={t("search.label")}
          name="query"
          type="search"
          defaultValue={asked}
          required
          placeholder={t("search.placeholder")}
        />
        <Button type="submit" h={32} disabled={search.isFetching}>
          {t(search.isFetching ? "search.searching" : "search.submit")}
        </Button>
      </form>
      {search.error && <ErrorState error={search.error} retry={() => void search.refetch()} />}
      {search.data && (
        <div className={classes["results"]} aria-live="polite">
          {search.data.items.map((hit, index) => (
            <div key={index}>
              <div className={classes["small"]}>
                {t("search.passage", {
                  document: hit.document_name,
                  page: hit.page_number ?? t("search.unknownPage"),
                  score: hit.score.toFixed(2),
                })}
              </div>
              <p>{hit.text}</p>
            </div>
          ))}
          {search.data.items.length === 0 && <p className={classes["secondary"]}>{t("search.none")}</p>}
        </div>
      )}
    </Card>
  );
}

function Documents() {
  const t = useTexts();
  const client = useQueryClient();
  const may = useMay("library.write");
  const [refused, setRefused] = useState<Refused[]>([]);
  const documents = useQuery({
    queryKey: ["library"],
    queryFn: ({ signal }) => api.get<Items<DocumentInfo>>("/library/documents", signal),
    refetchInterval: 10_000,
  });
  const upload = useMutation({
    mutationFn: (files: File[]) => uploadFiles(null, files),
    onSuccess: (answer) => {
      setRefused(answer.refused);
      void client.invalidateQueries({ queryKey: ["library"] });
    },
  });
  const columns = useMemo(
    (): Column<DocumentInfo>[] => [
      {
        id: "document",
        header: t("documents.columns.document"),
        cell: (one) => (
          <Anchor href={`${API}/documents/${one.id}/original`} download>
            {one.filename}
          </Anchor>
        ),
        sortValue: (one) => one.filename,
      },
      {
        id: "pages",
        header: t("documents.columns.pages"),
        align: "right",
        cell: (one) => one.pages_total ?? t("documents.unknown"),
        sortValue: (one) => one.pages_total,
      },
      {
        id: "size",
        header: t("documents.columns.size"),
        align: "right",
        secondary: true,
        cell: (one) => size(one.size_bytes),
        sortValue: (one) => one.size_bytes,
      },
      {
        id: "state",
        header: t("documents.columns.state"),
        secondary: true,
        cell: (one) =>
          one.state === "failed"
            ? t("documents.state.failed", { reason: one.error?.detail ?? "" })
            : t(`documents.state.${one.state}`),
      },
      {
        id: "added",
        header: t("documents.columns.added"),
        secondary: true,
        nowrap: true,
        cell: (one) => <DateTime at={one.created_at} />,
        sortValue: (one) => one.created_at,
      },
    ],
    [t],
  );
  return (
    <Card title={t("documents.title")} extra={<Count value={documents.data?.items.length ?? 0} />}>
      <QueryResult of={documents} what={t("documents.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t(may ? "documents.empty" : "documents.emptyReadOnly")} />
          ) : (
            <DataTable label={t("documents.title")} columns={columns} rows={items} rowKey={(one) => one.id} />
          )
        }
      </QueryResult>
      {may && (
        <CardBody>
          <DropZone
            label={t(upload.isPending ? "documents.sending" : "documents.drop")}
            disabled={upload.isPending}
            onFiles={(files) => files.length > 0 && upload.mutate(files)}
          />
        </CardBody>
      )}
      {upload.error && <ErrorState error={upload.error} />}
      {refused.map((one) => (
        <div className={classes["refused"]} role="alert" key={one.filename}>
          {t("documents.refused", { file: one.filename, reason: one.detail })} <Code>{one.code}</Code>
        </div>
      ))}
    </Card>
  );
}

export function LibraryPage() {
  const t = useTexts();
  return (
    <Page title={t("title")}>
      <Search />
      <Documents />
    </Page>
  );
}
