import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { API, api, query } from "@/api/client";
import type { Chat, Page } from "@/api/types";
import { confirmAction, DateTime, EmptyState, ErrorState, FilterSelect, QueryResult } from "@/shared/ui";
import classes from "./Assistant.module.css";
import { useTexts } from "./texts.en";

type Whose = "mine" | "shared";
type Changes = { title?: string; shared?: boolean };
const LISTED = 50;
const LONGEST = 200;

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
  const t = useTexts();
  const client = useQueryClient();
  const [words, setWords] = useState("");
  const [whose, setWhose] = useState<Whose>("mine");
  const [renamed, setRenamed] = useState<string | null>(null);
  const chats = useQuery({
    queryKey: ["chats", caseId, words, whose],
    queryFn: ({ signal }) =>
      api.get<Page<Chat>>(
        `/chats${query({ case: caseId, limit: LISTED, q: words, shared: whose === "shared" || null })}`,
        signal,
      ),
    placeholderData: (before) => before,
  });
  const outdate = () => client.invalidateQueries({ queryKey: ["chats"] });
  const change = useMutation({
    mutationFn: ({ id, changes }: { id: string; changes: Changes }) => api.patch(`/chats/${id}`, changes),
    // The form closes when the list has the new title: the old one would be shown in between.
    onSuccess: async () => {
      await outdate();
      setRenamed(null);
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.delete(`/chats/${id}`),
    onSuccess: (_, id) => {
      onDeleted(id);
      return outdate();
    },
  });
  async function confirmDeletion(chat: Chat) {
    const confirmed = await confirmAction({
      title: t("chats.deletion.title"),
      text: t("chats.deletion.text", { title: chat.title }),
      confirm: t("chats.deletion.confirm"),
      danger: true,
    });
    if (confirmed) remove.mutate(chat.id);
  }
  function rename(event: FormEvent<HTMLFormElement>, id: string) {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get("title") ?? "").trim();
    if (title) change.mutate({ id, changes: { title } });
  }
  const error = change.error ?? remove.error;
  return (
    <div>
      <div className={classes["filters"]}>
        <TextInput
          type="search"
          flex="1 1 140px"
          aria-label={t("chats.search")}
          placeholder={t("chats.searchHint")}
          value={words}
          maxLength={LONGEST}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <FilterSelect
          label={t("chats.whose")}
          value={whose}
          onChange={setWhose}
          options={[
            { value: "mine", label: t("chats.mine") },
            { value: "shared", label: t("chats.shared") },
          ]}
        />
      </div>
      {error && <ErrorState error={error} />}
      <QueryResult of={chats} what={t("chats.loading")}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={t(words ? "chats.empty.search" : `chats.empty.${whose}`)} />
          ) : (
            <ul className={classes["chats"]} aria-label={t("chats.label")}>
              {items.map((one) => (
                <li key={one.id}>
                  {renamed === one.id ? (
                    <form className={classes["rename"]} onSubmit={(event) => rename(event, one.id)}>
                      <TextInput
                        name="title"
                        flex={1}
                        aria-label={t("chats.title")}
                        defaultValue={one.title}
                        maxLength={LONGEST}
                        autoFocus
                        required
                      />
                      <Button type="submit" h={32}>
                        {t("chats.save")}
                      </Button>
                    </form>
                  ) : (
                    <UnstyledButton className={classes["chat"]!} onClick={() => onOpen(one.id)}>
                      {one.title}
                      <div className={classes["small"]}>
                        <DateTime at={one.updated_at} />
                        {one.shared && <> · {t("chats.isShared")}</>}
                      </div>
                    </UnstyledButton>
                  )}
                  <div className={classes["chatActions"]}>
                    {whose === "mine" && (
                      <>
                        <Button size="xs" variant="subtle" color="gray" px={6} onClick={() => setRenamed(one.id)}>
                          {t("chats.rename")}
                        </Button>
                        <Button
                          size="xs"
                          variant="subtle"
                          color="gray"
                          px={6}
                          onClick={() => change.mutate({ id: one.id, changes: { shared: !one.shared } })}
                        >
                          {t(one.shared ? "chats.stopSharing" : "chats.share")}
                        </Button>
                      </>
                    )}
                    <Button
                      component="a"
                      size="xs"
                      variant="subtle"
                      color="gray"
                      px={6}
                      href={`${API}/chats/${one.id}/export`}
                      download
                    >
                      {t("chats.export")}
                    </Button>
                    {whose === "mine" && (
                      <Button
                        size="xs"
                        variant="subtle"
                        color="gray"
                        px={6}
                        ml="auto"
                        onClick={() => void confirmDeletion(one)}
                      >
                        {t("chats.delete")}
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </QueryResult>
    </div>
  );
}
