import "@mantine/dropzone/styles.layer.css";
import { Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { useTexts } from "../texts.en";
import classes from "./DropZone.module.css";

/** Files by drop or by the file dialog. What may be uploaded is decided by the server, which says why it refuses one. */
export function DropZone({
  label,
  disabled = false,
  onFiles,
}: {
  label?: string;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const t = useTexts();
  const text = label ?? t("dropFiles");
  return (
    <Dropzone
      onDrop={onFiles}
      disabled={disabled}
      className={`${classes["zone"]} dropzone`}
      inputProps={{ "aria-label": text }}
      acceptColor="accent"
    >
      <Text size="xs">{text}</Text>
    </Dropzone>
  );
}
