import { Button, Group, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { Problem } from "@/api/client";
import { texts } from "../texts.en";

interface Question {
  title: string;
  text?: string;
  /** The verb of the act, as on the button that led here: "Delete". */
  confirm: string;
  /** Whether the act cannot be undone or takes a right away. */
  danger?: boolean;
}

/** Asks before an act that cannot be undone; answers whether the person confirmed it. */
export function confirmAction({ title, text, confirm, danger = false }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let confirmed = false;
    const id = modals.open({
      title,
      size: "sm",
      onClose: () => resolve(confirmed),
      closeButtonProps: { "aria-label": texts("close") },
      children: (
        <Stack>
          {text && <Text>{text}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => modals.close(id)} data-autofocus={danger || undefined}>
              {texts("cancel")}
            </Button>
            <Button
              {...(danger ? { color: "danger" } : {})}
              data-autofocus={!danger || undefined}
              onClick={() => {
                confirmed = true;
                modals.close(id);
              }}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      ),
    });
  });
}

/** Short news at the edge of the screen: for what happened, never for what the reader has to act on. */
export const notify = {
  done: (message: string) => void notifications.show({ message, role: "status" }),
  failed: (error: unknown) =>
    void notifications.show({
      message: error instanceof Problem ? error.detail : texts("unexpected"),
      color: "danger",
      role: "alert",
      autoClose: false,
    }),
};
