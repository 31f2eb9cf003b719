import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api, query } from "@/api/client";
import { useStream, watchRun } from "@/api/stream";
import type { Chat, ChatWithMessages, Citation, Message, Page, Run } from "@/api/types";
import { useCaseView } from "@/features/cases/view";
import { moment, money, seconds } from "@/shared/format";
import { Failure, Loaded } from "@/shared/ui";
import { begin, pieces, reduce, textOf, type Live } from "./reducer";

const FIRST = ["Who are the beneficial owners, and how?", "What is missing or contradictory in the documents?", "Why is the risk what it is?"];

function useOpenCitation(): (citation: Citation) => void {
  const { show, openEvidence } = useCaseView();
  return (citation) => {
    if (citation.document_id) show({ document: citation.document_id, page: citation.page_number ?? 1, fact: citation.ref?.kind === "fact" ? citation.ref.id : undefined }, citation.boxes);
    else openEvidence(citation.ref ?? { kind: citation.kind, id: "" });
  };
}

function Answer({ text, citations }: { text: string; citations: Citation[] }) {
  const open = useOpenCitation();
  return (
    <div className="answer">
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index} style={{ whiteSpace: "pre-wrap" }}>
          {pieces(paragraph).map((piece, at) => {
            if ("text" in piece) return <span key={at}>{piece.text}</span>;
            const citation = citations.find((one) => one.n === piece.cite);
            return (
              <button type="button" key={at} className="cite" disabled={!citation} title={citation ? `${citation.title}: “${citation.quote}”` : ""} aria-label={`Source ${piece.cite}`} onClick={() => citation && open(citation)}>
                {piece.cite}
              </button>
            );
          })}
        </p>
      ))}
      {citations.length > 0 && (
        <div className="cites">
          {citations.map((one) => (
            <button type="button" key={one.n} onClick={() => open(one)}>
              <span className="cite">{one.n}</span> {one.document_name ? `${one.document_name} p${one.page_number ?? 1}` : one.title} {one.quote && <span className="faint">“{one.quote.length > 110 ? `${one.quote.slice(0, 108)}…` : one.quote}”</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Turn({ message }: { message: Message }) {
  if (message.role === "user") return <div className="bubble">{message.text}</div>;
  return (
    <div>
      <Answer text={message.text} citations={message.citations} />
      <div className="row small faint" style={{ marginTop: 8 }}>
        <span>{message.state === "stopped" ? "stopped · " : message.state === "failed" ? "failed · " : ""}{moment(message.created_at)}</span>
        <span className="grow" />
        {message.run_id && (
          <Link to="/runs/$id" params={{ id: message.run_id }} className="src">
            anatomy
          </Link>
        )}
      </div>
    </div>
  );
}

function LiveTurn({ live, onStop, onAsk }: { live: Live; onStop: () => void; onAsk: (question: string) => void }) {
  const run = live.done;
  const text = textOf(live);
  return (
    <>
      <div className="bubble">{live.question}</div>
      <div>
        <div className="steps" aria-label="Steps">
          {live.stages.map((stage) => (
            <span key={stage.name}>
              {stage.state === "done" ? "✓" : "…"} {stage.label}
            </span>
          ))}
          {live.stages.length === 0 && !run && !live.error && <span>looking for evidence …</span>}
        </div>
        {run?.no_evidence && (
          <p className="state plain" style={{ whiteSpace: "normal", marginTop: 8 }}>
            Nothing in this case or the library answers that.
          </p>
        )}
        <div style={{ marginTop: 8 }} aria-live="polite">
          <Answer text={text} citations={run?.citations ?? live.citations} />
        </div>
        {live.withdrawn.length > 0 && <p className="small muted">{live.withdrawn.length} unsupported {live.withdrawn.length === 1 ? "sentence was" : "sentences were"} withdrawn.</p>}
        {live.error && <p className="problem" role="alert" style={{ margin: "8px 0" }}>{live.error.detail} <code>{live.error.code}</code> <button type="button" className="btn sm" onClick={() => onAsk(live.question)}>Ask again</button></p>}
        {run ? (
          <div className="row small faint" style={{ marginTop: 8 }}>
            <span className="nowrap">
              {run.state === "stopped" ? "stopped · " : ""}first word {seconds(run.first_token_ms)} · all {seconds(run.total_ms)} · {money(run.cost_usd)}
            </span>
            <span className="grow" />
            <Link to="/runs/$id" params={{ id: run.id }} className="src">
              anatomy
            </Link>
          </div>
        ) : (
          !live.error && (
            <button type="button" className="btn sm" style={{ marginTop: 8 }} onClick={onStop}>
              Stop
            </button>
          )
        )}
      </div>
    </>
  );
}

export function Assistant({ onClose }: { onClose: () => void }) {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [chatId, setChatId] = useState<string | null>(null);
  const [live, setLive] = useState<Live | null>(null);
  const [question, setQuestion] = useState("");
  const [history, setHistory] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const chats = useQuery({ queryKey: ["chats", caseId], queryFn: ({ signal }) => api.get<Page<Chat>>(`/chats${query({ case: caseId, limit: 20 })}`, signal) });
  const chat = useQuery({ queryKey: ["chat", chatId], queryFn: ({ signal }) => api.get<ChatWithMessages>(`/chats/${chatId}`, signal), enabled: chatId !== null });
  const running = live !== null && !live.done && !live.error;

  const ask = useMutation({
    mutationFn: async (text: string) => {
      const id = chatId ?? (await api.post<Chat>("/chats", { case_id: caseId })).id;
      await client.fetchQuery({ queryKey: ["chat", id], queryFn: () => api.get<ChatWithMessages>(`/chats/${id}`), staleTime: 0 });
      setChatId(id);
      return api.post<Run>(`/chats/${id}/runs`, { question: text });
    },
    onSuccess: (run) => {
      setQuestion("");
      setLive(begin(run.id, run.question));
      watchRun(run.id);
    },
  });
  const stop = () => live && void api.post<Run>(`/runs/${live.runId}/stop`).then((run) => setLive((now) => now && { ...now, done: run }));

  useStream((event) => setLive((now) => (now && !(now.done && event.name !== "done") ? reduce(now, event) : now)));
  const runId = running ? live.runId : null;
  useEffect(() => {
    // Where the stream is held up by something in between, the run itself still says how it stands.
    if (!runId) return;
    const timer = setInterval(() => {
      void api
        .get<Run>(`/runs/${runId}`)
        .then((run) => run.state !== "running" && setLive((now) => (now?.runId === run.id ? { ...now, done: run } : now)))
        .catch(() => undefined);
    }, 3000);
    return () => clearInterval(timer);
  }, [runId]);
  useEffect(() => {
    if (!running) watchRun(null);
  }, [running]);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [live, chat.data]);

  const send = (text: string) => {
    const asked = text.trim();
    if (asked && !running && !ask.isPending) ask.mutate(asked);
  };
  const turns = (chat.data?.messages ?? []).filter((message) => message.run_id !== live?.runId || (live === null));
  const choices = live?.done ? live.done.suggestions : turns.length === 0 && !live ? FIRST : [];

  return (
    <section aria-label="Assistant">
      <div className="row panehead">
        <h2>Assistant</h2>
        <span className="faint small nowrap">case and library</span>
        <span className="grow" />
        <button type="button" className="btn sm bare" aria-expanded={history} onClick={() => setHistory(!history)}>
          History
        </button>
        <button type="button" className="btn sm bare" onClick={() => (setChatId(null), setLive(null), setHistory(false))}>
          New
        </button>
        <button type="button" className="btn sm bare" aria-label="Close the assistant pane" onClick={onClose}>
          ✕
        </button>
      </div>
      <div className="scroll">
        {history ? (
          <Loaded of={chats} what="Fetching the chats">
            {({ items }) => (
              <div className="docs">
                {items.map((one) => (
                  <button type="button" className="doc" key={one.id} onClick={() => (setChatId(one.id), setLive(null), setHistory(false))}>
                    {one.title}
                    <div className="small faint">{moment(one.updated_at)}</div>
                  </button>
                ))}
                {items.length === 0 && <p className="note">You have not asked anything about this case yet.</p>}
              </div>
            )}
          </Loaded>
        ) : (
          <div className="talk">
            {!live && turns.length === 0 && <p className="muted">Ask about this case. Every sentence of an answer names its source; what has none is not said.</p>}
            {turns.map((message) => (
              <Turn key={message.id} message={message} />
            ))}
            {ask.isPending && <div className="bubble">{ask.variables}</div>}
            {live && <LiveTurn live={live} onStop={stop} onAsk={send} />}
            {ask.error && <Failure error={ask.error} retry={() => ask.variables && ask.mutate(ask.variables)} />}
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
          <button className="btn go sm" disabled={!question.trim() || running || ask.isPending}>
            Send
          </button>
        </form>
      </div>
    </section>
  );
}
