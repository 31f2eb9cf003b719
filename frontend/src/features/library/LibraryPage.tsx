import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { API, api } from "@/api/client";
import type { DocumentInfo, Items, Refused, SearchHit } from "@/api/types";
import { useMay } from "@/shared/session";
import { uploadFiles } from "@/shared/upload";
import { size, words } from "@/shared/format";
import { Card, DateTime, ErrorState, QueryResult } from "@/shared/ui";
import { DropZone } from "@/shared/ui/DropZone";

export function LibraryPage() {
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
  const asked: string = useSearch({ from: "/in/library" }).q ?? "";
  const navigate = useNavigate();
  const search = useQuery({
    queryKey: ["library", "search", asked],
    queryFn: () => api.post<Items<SearchHit>>("/search", { query: asked, case_id: null, library: true, limit: 10 }),
    enabled: asked !== "",
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void navigate({ to: "/library", search: { q: String(new FormData(event.currentTarget).get("query")) } });
  }
  return (
    <div className="wrap">
      <h1 className="vh">Library</h1>
      <Card title="Search the policies and procedures">
        <form className="body row" onSubmit={submit}>
          <label className="grow">
            <span className="vh">Search the library</span>
            <input
              className="input"
              name="query"
              type="search"
              key={asked}
              defaultValue={asked}
              required
              placeholder="nominee holdings above three percent"
            />
          </label>
          <button className="btn go" disabled={search.isFetching}>
            {search.isFetching ? "Searching …" : "Search"}
          </button>
        </form>
        {search.error && <ErrorState error={search.error} retry={() => void search.refetch()} />}
        {search.data && (
          <div className="body stack" aria-live="polite">
            {search.data.items.map((hit, index) => (
              <div key={index}>
                <div className="small muted">
                  {hit.document_name} p{hit.page_number} · {hit.score.toFixed(2)}
                </div>
                <p style={{ maxWidth: "90ch" }}>{hit.text}</p>
              </div>
            ))}
            {search.data.items.length === 0 && <p className="muted">Nothing in the library is near that.</p>}
          </div>
        )}
      </Card>
      <Card title="Documents" extra={<span className="count">{documents.data?.items.length ?? 0}</span>}>
        <QueryResult of={documents} what="Loading the library">
          {({ items }) => (
            <>
              <table>
                <thead>
                  <tr>
                    {["Document", "Pages", "Size", "State", "Added"].map((head) => (
                      <th scope="col" key={head}>
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <a className="link" href={`${API}/documents/${one.id}/original`} download>
                          {one.filename}
                        </a>
                      </td>
                      <td>{one.pages_total ?? "–"}</td>
                      <td className="muted">{size(one.size_bytes)}</td>
                      <td className="muted">
                        {one.state === "failed"
                          ? `! ${one.error?.detail}`
                          : one.state === "done"
                            ? "searchable"
                            : words(one.state)}
                      </td>
                      <td className="muted">
                        <DateTime at={one.created_at} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {items.length === 0 && <p className="note">The library is empty. What is put here, answers can cite.</p>}
            </>
          )}
        </QueryResult>
        {may && (
          <div className="body">
            <DropZone
              label={upload.isPending ? "Sending …" : "Drop policies here, or choose files"}
              disabled={upload.isPending}
              onFiles={(files) => files.length && upload.mutate(files)}
            />
          </div>
        )}
        {upload.error && <ErrorState error={upload.error} />}
        {refused.map((one) => (
          <div className="problem small" role="alert" key={one.filename}>
            {one.filename} was not taken: {one.detail} <code>{one.code}</code>
          </div>
        ))}
      </Card>
    </div>
  );
}
