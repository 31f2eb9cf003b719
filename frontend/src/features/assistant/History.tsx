import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { API, api, query } from "@/api/client";
import type { Chat, Page } from "@/api/types";
import { confirmAction, DateTime, ErrorState, QueryResult } from "@/shared/ui";

/** The chats about a case: mine or those that colleagues share, found by their words. */
export function History({
  caseId,
  onOpen,
  onDeleted,
}: {
  caseId: string;
  onOpen: (id: string) => void;
  onDeleted: (id: string) => void;
}) {
  const client = useQueryClient();
  const [words, setWords] = useState("");
  const [shared, setShared] = useState(false);
  const [renamed, setRenamed] = useState<string | null>(null);
  const chats = useQuery({
    queryKey: ["chats", caseId, words, shared],
    queryFn: ({ signal }) =>
      api.get<Page<Chat>>(`/chats${query({ case: caseId, limit: 50, q: words, shared: shared || null })}`, signal),
    placeholderData: (before) => before,
  });
  const change = useMutation({
    mutationFn: async ({ id, changes }: { id: string; changes: { title?: string; shared?: boolean } | null }) => {
      if (changes) await api.patch(`/chats/${id}`, changes);
      else await api.delete(`/chats/${id}`);
    },
    onSuccess: (_, { id, changes }) => {
      setRenamed(null);
      if (!changes) onDeleted(id);
      return client.invalidateQueries({ queryKey: ["chats"] });
    },
  });
  return (
    <div>
      <div className="body row" style={{ padding: "8px 16px" }}>
        <input
          className="input"
          type="search"
          aria-label="Search the chats"
          placeholder="Words of a question or an answer"
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.target.value)}
        />
        <label className="pick small nowrap">
          <select
            aria-label="Whose chats"
            value={shared ? "shared" : "mine"}
            onChange={(event) => setShared(event.target.value === "shared")}
          >
            <option value="mine">mine</option>
            <option value="shared">shared with me</option>
          </select>
        </label>
      </div>
      {change.error && <ErrorState error={change.error} />}
      <QueryResult of={chats} what="Loading the chats">
        {({ items }) => (
          <div className="docs">
            {items.map((one) => (
              <div key={one.id}>
                {renamed === one.id ? (
                  <form
                    className="row"
                    style={{ padding: "8px 16px" }}
                    onSubmit={(event) => {
                      event.preventDefault();
                      const title = String(new FormData(event.currentTarget).get("title") ?? "").trim();
                      if (title) change.mutate({ id: one.id, changes: { title } });
                    }}
                  >
                    <input
                      className="input"
                      name="title"
                      aria-label="Title"
                      defaultValue={one.title}
                      maxLength={200}
                      autoFocus
                      required
                    />
                    <button className="btn sm go">Save</button>
                  </form>
                ) : (
                  <button type="button" className="doc" style={{ borderBottom: 0 }} onClick={() => onOpen(one.id)}>
                    {one.title}
                    <div className="small faint">
                      <DateTime at={one.updated_at} />
                      {one.shared ? " · shared with the tenant" : ""}
                    </div>
                  </button>
                )}
                <div
                  className="row small wrapx"
                  style={{ padding: "0 12px 6px", borderBottom: "1px solid var(--line)", gap: 2 }}
                >
                  {!shared && (
                    <>
                      <button type="button" className="btn sm bare" onClick={() => setRenamed(one.id)}>
                        Rename
                      </button>
                      <button
                        type="button"
                        className="btn sm bare"
                        onClick={() => change.mutate({ id: one.id, changes: { shared: !one.shared } })}
                      >
                        {one.shared ? "Keep to myself" : "Share"}
                      </button>
                    </>
                  )}
                  <a className="btn sm bare" href={`${API}/chats/${one.id}/export`} download>
                    Export
                  </a>
                  <span className="grow" />
                  {!shared && (
                    <button
                      type="button"
                      className="btn sm bare"
                      onClick={() =>
                        void confirmAction({
                          title: "Delete the chat?",
                          text: `“${one.title}” is deleted with all its answers.`,
                          confirm: "Delete chat",
                          danger: true,
                        }).then((confirmed) => confirmed && change.mutate({ id: one.id, changes: null }))
                      }
                    >
                      Delete
                    </button>
                  )}
                </div>
              </div>
            ))}
            {items.length === 0 && (
              <p className="note">
                {words
                  ? "No chat holds these words."
                  : shared
                    ? "Nobody shares a chat about this case."
                    : "You have not asked anything about this case yet."}
              </p>
            )}
          </div>
        )}
      </QueryResult>
    </div>
  );
}
