import { Button, PasswordInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import { useChange } from "@/shared/change";
import { Card, CardBody, ErrorState, notify } from "@/shared/ui";
import classes from "./Account.module.css";
import { useTexts } from "./texts.en";

export function PasswordCard() {
  const t = useTexts();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useChange("sign-ins", () => api.post("/account/password", { current, new: next }));
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate(undefined, {
      onSuccess: () => {
        setCurrent("");
        setNext("");
        notify.done(t("password.done"));
      },
    });
  }
  return (
    <Card title={t("password.title")}>
      <CardBody>
        <form className={classes["form"]} onSubmit={submit}>
          <PasswordInput
            className={classes["field"]!}
            label={t("password.current")}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          <PasswordInput
            className={classes["field"]!}
            label={t("password.new")}
            autoComplete="new-password"
            minLength={12}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          <Button type="submit" variant="default" h={32} disabled={change.isPending}>
            {t("password.submit")}
          </Button>
        </form>
      </CardBody>
      {change.error && <ErrorState error={change.error} />}
    </Card>
  );
}
