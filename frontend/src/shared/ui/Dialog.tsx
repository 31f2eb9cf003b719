import { Modal, type MantineSize } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { useTexts } from "../texts.en";

/** A dialog that is open while it is mounted; its children are its body and its buttons. */
export function Dialog({
  title,
  onClose,
  size = "lg",
  children,
}: {
  title: string;
  onClose: () => void;
  size?: MantineSize;
  children: ReactNode;
}) {
  const t = useTexts();
  useEffect(() => {
    // The modal returns the focus when it closes, but not when it is unmounted while open.
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <Modal opened title={title} onClose={onClose} size={size} closeButtonProps={{ "aria-label": t("close") }}>
      {children}
    </Modal>
  );
}
