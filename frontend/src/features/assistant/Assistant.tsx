import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, newKey, wasRefused } from "@/api/client";
import { useStream, watchRun } from "@/api/stream";
import type { Chat, ChatWithMessages, Run } from "@/api/types";
import { useMe } from "@/shared/session";
import { useCaseView } from "@/shared/caseView";
import { ErrorState } from "@/shared/ui";
import type { Deeds } from "./Actions";
import { History } from "./History";
import { begin, reduce, type Live } from "./reducer";
import { LiveTurn, Turn } from "./Turns";

const FIRST = [
  "Who are the beneficial owners, and how?",
  "What stands in the way of a decision?",
  "Why is the risk what it is?",
];

export function Assistant({ onClose }: { onClose: () => void }) {
  const { caseId } = useCaseView();
  const me = useMe();
  const client = useQueryClient();
  const [chatId, setChatId] = useState<string | null>(null);
  const [live, setLive] = useState<Live | null>(null);
  const [question, setQuestion] = useState("");
  const [history, setHistory] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const chat = useQuery({
    queryKey: ["chat", chatId],
    queryFn: ({ signal }) => api.get<ChatWithMessages>(`/chats/${chatId}`, signal),
    enabled: chatId !== null,
  });
  const running = live !== null && !live.done && !live.error;

  const ask = useMutation({
    // Tried again after a lost connection it carries the same key, so that a question is asked once.
    mutationFn: async ({ key, text, insteadOf }: { key: string; text: string | null; insteadOf?: string }) => {
      const id = chatId ?? (await api.once<Chat>(`${key}-chat`, "/chats", { case_id: caseId })).id;
      const run = await api.once<Run>(`${key}-run`, `/chats/${id}/runs`, {
        question: text,
        instead_of: insteadOf ?? null,
      });
      await client.fetchQuery({
        queryKey: ["chat", id],
        queryFn: () => api.get<ChatWithMessages>(`/chats/${id}`),
        staleTime: 0,
      });
      setChatId(id);
      return run;
    },
    onSuccess: (run, { insteadOf }) => {
      if (!insteadOf) setQuestion("");
      setLive(begin(run.id, run.question));
      watchRun(run.id);
    },
  });
  const reload = () => void client.invalidateQueries({ queryKey: ["chat", chatId] });
  const show = useMutation({
    mutationFn: (runId: string) => api.patch(`/chats/${chatId}`, { head_run_id: runId }),
    onSuccess: () => {
      setLive(null);
      return client.invalidateQueries({ queryKey: ["chat", chatId] });
    },
  });
  const stop = () =>
    live &&
    void api.post<Run>(`/runs/${live.runId}/stop`).then((run) => setLive((now) => now && { ...now, done: run }));

  useStream((event) => setLive((now) => (now && !(now.done && event.name !== "done") ? reduce(now, event) : now)));
  const runId = running ? live.runId : null;
  useEffect(() => {
    // Where the stream is held up by something in between, the run itself still says how it stands.
    if (!runId) return;
    const timer = setInterval(() => {
      void api
        .get<Run>(`/runs/${runId}`)
        .then(
          (run) => run.state !== "running" && setLive((now) => (now?.runId === run.id ? { ...now, done: run } : now)),
        )
        .catch(() => undefined);
    }, 3000);
    return () => clearInterval(timer);
  }, [runId]);
  useEffect(() => {
    if (running) return;
    watchRun(null);
    void client.invalidateQueries({ queryKey: ["chat"] });
  }, [running, client]);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [live, chat.data]);

  const send = (text: string) => {
    const asked = text.trim();
    if (asked && !running && !ask.isPending) ask.mutate({ key: newKey(), text: asked });
  };
  const own = !chat.data || chat.data.created_by === me?.user.id;
  const deeds: Deeds = {
    again: (insteadOf) => ask.mutate({ key: newKey(), text: null, insteadOf }),
    edit: (insteadOf, text) => ask.mutate({ key: newKey(), text, insteadOf }),
    show: show.mutate,
    changed: reload,
    busy: running || ask.isPending || show.isPending,
    own,
  };
  const kept = chat.data?.messages.find((message) => message.run_id === live?.runId && message.role === "assistant");
  const turns = (chat.data?.messages ?? []).filter((message) => message.run_id !== live?.runId || live === null);
  const choices = !own ? [] : live?.done ? live.done.suggestions : turns.length === 0 && !live ? FIRST : [];

  return (
    <section aria-label="Assistant">
      <div className="row panehead">
        <h2>Assistant</h2>
        <span className="faint small nowrap">case and library</span>
        <span className="grow" />
        <button type="button" className="btn sm bare" aria-expanded={history} onClick={() => setHistory(!history)}>
          History
        </button>
        <button
          type="button"
          className="btn sm bare"
          onClick={() => (setChatId(null), setLive(null), setHistory(false))}
        >
          New
        </button>
        <button type="button" className="btn sm bare" aria-label="Close the assistant pane" onClick={onClose}>
          ✕
        </button>
      </div>
      <div className="scroll">
        {history ? (
          <History
            caseId={caseId}
            onOpen={(id) => (setChatId(id), setLive(null), setHistory(false))}
            onDeleted={(id) => id === chatId && (setChatId(null), setLive(null))}
          />
        ) : (
          <div className="talk">
            {!live && turns.length === 0 && (
              <p className="muted">
                Ask about this case. Every sentence of an answer names its source; what has none is not said.
              </p>
            )}
            {turns.map((message) => (
              <Turn key={message.id} message={message} deeds={deeds} />
            ))}
            {live && <LiveTurn live={live} kept={kept} deeds={deeds} onStop={stop} />}
            {ask.isPending && ask.variables.text && <div className="bubble">{ask.variables.text}</div>}
            {ask.error && (
              <ErrorState
                error={ask.error}
                retry={() =>
                  ask.variables &&
                  ask.mutate(wasRefused(ask.error) ? { ...ask.variables, key: newKey() } : ask.variables)
                }
              />
            )}
            {show.error && <ErrorState error={show.error} />}
            {!own && <p className="small muted">A colleague shares this chat; begin one of your own to ask.</p>}
            <div className="row wrapx" style={{ gap: 6 }}>
              {choices.map((one) => (
                <button type="button" className="pick small" key={one} disabled={running} onClick={() => send(one)}>
                  {one}
                </button>
              ))}
            </div>
            <div ref={end} />
          </div>
        )}
      </div>
      <div className="ask">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(question);
          }}
        >
          <textarea
            aria-label="Ask about this case"
            placeholder="Ask about this case"
            rows={1}
            value={question}
            maxLength={20_000}
            onChange={(event) => setQuestion(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.shiftKey) {
                event.preventDefault();
                send(question);
              }
            }}
          />
          <button className="btn go sm" disabled={!question.trim() || running || ask.isPending || !own}>
            Send
          </button>
        </form>
      </div>
    </section>
  );
}
