import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./CardTable.module.css";
import { ScrollBox } from "./ScrollBox";

/** A small fixed table without a heading row that fills a card; its children are rows. Lists are a `DataTable`. */
export function CardTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollBox label={label}>
      <Table className={classes["table"]!} aria-label={label}>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </ScrollBox>
  );
}
