import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Keys.module.css";

/** A secret that the server gives only once, when it is made. */
export function Secret({ label, secret }: { label: ReactNode; secret: string }) {
  return (
    <div className={classes["secret"]} role="status">
      <b>{label}</b> <Code>{secret}</Code>
    </div>
  );
}
