import { Text } from "@mantine/core";
import type { Evidence } from "@/api/types";
import { Dialog } from "@/shared/ui";
import classes from "./Case.module.css";
import { useTexts } from "./texts.en";

/** Evidence that is on no page, such as a statement of an imported file, word for word. */
export function Quoted({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  const t = useTexts();
  return (
    <Dialog title={evidence.title} onClose={onClose}>
      <Text size="xs" c="dimmed">
        {evidence.sentence}
      </Text>
      {/* A region that scrolls has to be in the order of focus, for those who scroll by keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={t("quoted")} className={classes["quoted"]}>
        {evidence.quote}
      </pre>
    </Dialog>
  );
}
