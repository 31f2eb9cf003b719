import { Code } from "@mantine/core";
import classes from "./Admin.module.css";

/** A secret that the server gives only once, when it is made. */
export function Secret({ label, secret }: { label: string; secret: string }) {
  return (
    <div className={classes["secret"]} role="status">
      <b>{label}</b> <Code>{secret}</Code>
    </div>
  );
}
