import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";

type Own<P> = P & Omit<ComponentProps<"a">, keyof P>;

/** A link in a text or a table, with the router's typed `to`, `params` and `search`. */
export const TextLink = createLink((props: Own<AnchorProps>) => <Anchor {...props} />);

/** A link that looks like a button, for what opens a page. */
export const ButtonLink = createLink((props: Own<ButtonProps>) => (
  <Button component="a" variant="default" {...props} />
));
