import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Card.module.css";

type Props = { id?: string; extra?: ReactNode; children: ReactNode } & (
  | { title: string; label?: string }
  // A title with more than text needs a name for screen readers.
  | { title: ReactNode; label: string }
);

/** A section of a page with a heading. Cards are not nested. */
export function Card({ id, title, label, extra, children }: Props) {
  return (
    <section id={id} className={`${classes["card"]} card`} aria-label={label ?? String(title)}>
      <header className={classes["head"]}>
        <Title order={2} className={classes["title"]}>
          {title}
        </Title>
        {extra}
      </header>
      {children}
    </section>
  );
}

/** The padded part of a card, for what is not a table. */
export function CardBody({ children }: { children: ReactNode }) {
  return <div className={classes["body"]}>{children}</div>;
}
