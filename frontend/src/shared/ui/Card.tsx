import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Card.module.css";

/** A section of a page with a heading. Cards are not nested. */
export function Card({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className={`${classes["card"]} card`} aria-label={title}>
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
