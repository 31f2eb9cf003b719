import { UnstyledButton, type UnstyledButtonProps } from "@mantine/core";
import type { ComponentProps } from "react";
import classes from "./SourceButton.module.css";

/** Leads from a value or a reason to its place in a document. */
export function SourceButton(props: UnstyledButtonProps & Omit<ComponentProps<"button">, keyof UnstyledButtonProps>) {
  return <UnstyledButton {...props} className={classes["source"]!} />;
}
