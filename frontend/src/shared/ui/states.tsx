import { Button, Code, Group, Text } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { Problem } from "@/api/client";
import { useTexts } from "../texts.en";
import classes from "./states.module.css";

/** What failed, its code, and a retry where one can help. */
export function ErrorState({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useTexts();
  const problem = error instanceof Problem ? error : null;
  return (
    <Group className={classes["error"]} role="alert" gap="md">
      <Text inherit className={classes["grow"]}>
        {problem?.detail ?? t("unexpected")}
      </Text>
      <Code className={classes["code"]}>
        {problem
          ? [problem.code, problem.traceId ? t("trace", { id: problem.traceId.slice(0, 12) }) : ""]
              .filter(Boolean)
              .join(" · ")
          : String(error)}
      </Code>
      {retry && (
        <Button size="xs" variant="default" onClick={retry}>
          {t("retry")}
        </Button>
      )}
    </Group>
  );
}

/** Says that something is loading, but only once it takes long enough to be noticed. */
export function Loading({ what }: { what?: string }) {
  const t = useTexts();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes["note"]} role="status">
      {shown ? (what ? `${what} …` : t("loading")) : ""}
    </div>
  );
}

/** An empty list: what that means and, as children, what to do next. */
export function EmptyState({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className={`${classes["note"]} note`}>
      <span>{text}</span>
      {children}
    </div>
  );
}

interface Query<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** The result of a query once it is there; before that its error or that it is loading. */
export function QueryResult<T>({
  of,
  what,
  children,
}: {
  of: Query<T>;
  what?: string;
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <ErrorState error={of.error} retry={() => void of.refetch()} />;
  return <Loading {...(what === undefined ? {} : { what })} />;
}
