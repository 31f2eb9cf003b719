import { Button, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { signIn } from "@/shared/session";
import { ErrorState } from "@/shared/ui";
import { Brand } from "./Brand";
import classes from "./Login.module.css";
import { useTexts } from "./texts.en";

export function Login() {
  const t = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);

  const email = new URLSearchParams(location.search).get("email");

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const code = needsCode ? String(given.get("code")).trim() : null;
      await signIn(client, String(given.get("email")), String(given.get("password")), code);
      const next = new URLSearchParams(location.search).get("next");
      await navigate({ href: next?.startsWith("/") && !next.startsWith("//") ? next : "/" });
    } catch (problem) {
      // The password was right: the form stays as it is and asks for the second factor as well.
      if (problem instanceof Problem && problem.code === "auth.code_required" && !needsCode) setNeedsCode(true);
      else setError(problem);
      setBusy(false);
    }
  }

  return (
    <main className={classes["page"]}>
      <Paper component="form" withBorder className={classes["card"]!} onSubmit={submit}>
        <Stack p="xl">
          <Title order={1}>
            <Brand />
          </Title>
          <Text c="dimmed">{t("login.intro")}</Text>
          <TextInput
            label={t("login.email")}
            name="email"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            defaultValue={email ?? ""}
            autoFocus={!email}
          />
          <TextInput
            label={t("login.password")}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            autoFocus={Boolean(email)}
          />
          {needsCode && (
            <TextInput
              label={t("login.code")}
              description={t("login.codeHint")}
              name="code"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              autoFocus
            />
          )}
          <Button type="submit" disabled={busy}>
            {t(busy ? "login.busy" : "login.submit")}
          </Button>
        </Stack>
        {error !== null && <ErrorState error={error} />}
      </Paper>
    </main>
  );
}
