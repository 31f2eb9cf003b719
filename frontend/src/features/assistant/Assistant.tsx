import { Button, CloseButton, Group, Textarea, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, newKey, wasRefused } from "@/api/client";
import { useStream, watchRun } from "@/api/stream";
import type { Chat, ChatWithMessages, Run } from "@/api/types";
import { useMe } from "@/shared/session";
import { useCaseView } from "@/shared/caseView";
import { ErrorState } from "@/shared/ui";
import type { TurnActions } from "./Actions";
import classes from "./Assistant.module.css";
import { History } from "./History";
import { begin, reduce, type Live } from "./reducer";
import { useTexts } from "./texts.en";
import { Bubble, LiveTurn, Turn } from "./Turns";

const FIRST = ["owners", "blockers", "risk"] as const;

export function Assistant({ onClose }: { onClose: () => void }) {
  const t = useTexts();
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
    // A proxy may hold back the stream; the run itself is the second way to learn that it has ended.
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
  const actions: TurnActions = {
    again: (insteadOf) => ask.mutate({ key: newKey(), text: null, insteadOf }),
    edit: (insteadOf, text) => ask.mutate({ key: newKey(), text, insteadOf }),
    show: show.mutate,
    changed: reload,
    busy: running || ask.isPending || show.isPending,
    own,
  };
  const stored = chat.data?.messages.find((message) => message.run_id === live?.runId && message.role === "assistant");
  const turns = (chat.data?.messages ?? []).filter((message) => message.run_id !== live?.runId || live === null);
  const first = turns.length === 0 && !live ? FIRST.map((question) => t(`first.${question}`)) : [];
  const suggestions = own ? (live?.done?.suggestions ?? first) : [];
  function openChat(id: string | null) {
    setChatId(id);
    setLive(null);
    setHistory(false);
  }

  return (
    <section aria-label={t("title")}>
      <div className={classes["head"]}>
        <h2 className={classes["title"]}>{t("title")}</h2>
        <span className={classes["scope"]}>{t("scope")}</span>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          px={6}
          aria-expanded={history}
          onClick={() => setHistory(!history)}
        >
          {t("history")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" px={6} onClick={() => openChat(null)}>
          {t("newChat")}
        </Button>
        <CloseButton size="sm" aria-label={t("close")} onClick={onClose} />
      </div>
      <div className={classes["scroll"]}>
        {history ? (
          <History
            caseId={caseId}
            onOpen={openChat}
            onDeleted={(id) => {
              if (id !== chatId) return;
              setChatId(null);
              setLive(null);
            }}
          />
        ) : (
          <div className={classes["talk"]}>
            {!live && turns.length === 0 && <p className={classes["secondary"]}>{t("intro")}</p>}
            {turns.map((message) => (
              <Turn key={message.id} message={message} actions={actions} />
            ))}
            {live && <LiveTurn live={live} message={stored} actions={actions} onStop={stop} />}
            {ask.isPending && ask.variables.text && (
              <div className={classes["asked"]}>
                <Bubble text={ask.variables.text} />
              </div>
            )}
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
            {!own && <p className={classes["small"]}>{t("readOnly")}</p>}
            <Group gap={6}>
              {suggestions.map((one) => (
                <UnstyledButton key={one} className={classes["choice"]!} disabled={running} onClick={() => send(one)}>
                  {one}
                </UnstyledButton>
              ))}
            </Group>
            <div ref={end} />
          </div>
        )}
      </div>
      <form
        className={classes["ask"]}
        onSubmit={(event) => {
          event.preventDefault();
          send(question);
        }}
      >
        <Textarea
          variant="unstyled"
          flex={1}
          aria-label={t("ask")}
          placeholder={t("ask")}
          autosize
          minRows={1}
          maxRows={6}
          classNames={{ input: classes["askInput"]! }}
          value={question}
          maxLength={20_000}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey) {
              event.preventDefault();
              send(question);
            }
          }}
        />
        <Button type="submit" size="xs" disabled={!question.trim() || running || ask.isPending || !own}>
          {t("send")}
        </Button>
      </form>
    </section>
  );
}
