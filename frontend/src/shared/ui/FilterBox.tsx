import type { ReactNode } from "react";
import classes from "./FilterBox.module.css";

/** The frame of one filter: its label beside the control that has this id. */
export function FilterBox({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className={classes["filter"]}>
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

/** For the control in the box, so that all filters look the same. */
export const filterClasses = { input: classes["input"]!, section: classes["section"]! };
