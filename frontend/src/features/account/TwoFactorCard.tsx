import { Button, Code, PasswordInput, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Account, Enrolment } from "@/api/types";
import { useChange } from "@/shared/change";
import { Card, CardBody, confirmAction, ErrorState } from "@/shared/ui";
import classes from "./Account.module.css";
import { useTexts } from "./texts.en";

function Enrol({ enrolment, onCodes }: { enrolment: Enrolment; onCodes: (codes: string[]) => void }) {
  const t = useTexts();
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const confirm = useChange("account", async () => {
    onCodes((await api.post<{ codes: string[] }>("/account/two-factor/confirm", { code })).codes);
    // Rights that waited for the second factor are there now.
    await client.invalidateQueries({ queryKey: ["me"], refetchType: "all" });
    // The other sign-ins have ended.
    await client.invalidateQueries({ queryKey: ["sign-ins"] });
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    confirm.mutate(undefined);
  }
  return (
    <>
      <Text>{t("factor.scan")}</Text>
      <Code className={classes["secret"]!}>{enrolment.secret}</Code>
      <img
        className={classes["qr"]}
        alt={t("factor.qr")}
        src={`data:image/svg+xml,${encodeURIComponent(enrolment.qr_svg)}`}
      />
      <form className={classes["form"]} onSubmit={submit}>
        <TextInput
          className={classes["field"]!}
          label={t("factor.code")}
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          required
          withAsterisk={false}
          autoFocus
        />
        <Button type="submit" h={32} disabled={confirm.isPending || code.trim().length < 6}>
          {t("factor.confirm")}
        </Button>
      </form>
      {confirm.error && <ErrorState error={confirm.error} />}
    </>
  );
}

export function TwoFactorCard({ account }: { account: Account }) {
  const t = useTexts();
  const [password, setPassword] = useState("");
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const change = useChange("account", async () => {
    const given = { password };
    setPassword("");
    if (account.two_factor) await api.post("/account/two-factor/remove", given);
    else setEnrolment(await api.post<Enrolment>("/account/two-factor", given));
    setCodes(null);
  });
  async function submit(event: FormEvent) {
    event.preventDefault();
    const removes = account.two_factor;
    const confirmed =
      !removes ||
      (await confirmAction({
        title: t("factor.confirmRemove.title"),
        text: t("factor.confirmRemove.text"),
        confirm: t("factor.confirmRemove.button"),
        danger: true,
      }));
    if (confirmed) change.mutate(undefined);
  }
  return (
    <Card title={t("factor.title")}>
      <CardBody>
        <Text>{account.two_factor ? t("factor.on", { left: account.recovery_codes_left }) : t("factor.off")}</Text>
        {codes && (
          <div role="status">
            <Text>{t("factor.recovery")}</Text>
            <ul className={classes["codes"]}>
              {codes.map((code) => (
                <li key={code}>
                  <Code>{code}</Code>
                </li>
              ))}
            </ul>
          </div>
        )}
        {enrolment && !account.two_factor ? (
          <Enrol enrolment={enrolment} onCodes={setCodes} />
        ) : (
          !(account.two_factor && account.two_factor_required) && (
            <form className={classes["form"]} onSubmit={(event) => void submit(event)}>
              <PasswordInput
                className={classes["field"]!}
                label={t("factor.password")}
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                required
                withAsterisk={false}
              />
              <Button type="submit" variant="default" h={32} disabled={change.isPending}>
                {t(account.two_factor ? "factor.remove" : "factor.begin")}
              </Button>
            </form>
          )
        )}
      </CardBody>
      {change.error && <ErrorState error={change.error} />}
    </Card>
  );
}
