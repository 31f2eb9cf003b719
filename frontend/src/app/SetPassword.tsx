import { Button, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { session } from "@/api/client";
import { ErrorState } from "@/shared/ui";
import { Brand } from "./Brand";
import classes from "./Login.module.css";
import { useTexts } from "./texts.en";

/** Where a one-time link leads. Its secret is behind #, which browsers send to no server. */
export function SetPassword() {
  const t = useTexts();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  const [error, setError] = useState<unknown>(null);
  const [differs, setDiffers] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const password = String(given.get("password"));
    setError(null);
    setDiffers(password !== given.get("repeat"));
    if (password !== given.get("repeat")) return;
    setBusy(true);
    try {
      const { email } = await session.setPassword(token, password);
      await navigate({ href: `/login?email=${encodeURIComponent(email)}`, replace: true });
    } catch (problem) {
      setError(problem);
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
          <Text c="dimmed">{t(token ? "setPassword.intro" : "setPassword.invalid")}</Text>
          <PasswordInput
            label={t("setPassword.password")}
            description={t("setPassword.hint")}
            name="password"
            autoComplete="new-password"
            minLength={12}
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            label={t("setPassword.repeat")}
            name="repeat"
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={differs ? t("setPassword.differs") : null}
          />
          <Button type="submit" disabled={busy || !token}>
            {t("setPassword.submit")}
          </Button>
        </Stack>
        {error !== null && <ErrorState error={error} />}
      </Paper>
    </main>
  );
}
