import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Page.module.css";

/** A page of cards, below each other. The title is for screen readers, as the menu shows where the reader is. */
export function Page({ title, narrow = false, children }: { title: string; narrow?: boolean; children: ReactNode }) {
  return (
    <div className={classes["page"]} data-narrow={narrow || undefined}>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      {children}
    </div>
  );
}
