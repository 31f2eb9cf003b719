import { Kbd, Table } from "@mantine/core";
import { Dialog } from "@/shared/ui";
import classes from "./Keys.module.css";
import { useTexts } from "./texts.en";

const KEYS = [
  ["j / k", "move"],
  ["Enter", "open"],
  ["/", "filter"],
  ["t", "take"],
  ["n", "next"],
  ["a / c / x", "judge"],
  ["s / d / t", "pair"],
  ["u", "undo"],
  ["Ctrl K", "search"],
  ["?", "keys"],
] as const;

export default function Keys({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  return (
    <Dialog title={t("keys.title")} onClose={onClose} size="md">
      <Table>
        <Table.Tbody>
          {KEYS.map(([key, row]) => (
            <Table.Tr key={key}>
              <Table.Td className={classes["key"]!}>
                <Kbd size="xs">{key}</Kbd>
              </Table.Td>
              <Table.Td>{t(`keys.rows.${row}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
