import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Account } from "@/api/types";
import { KeysCard } from "@/features/keys";
import { useMe } from "@/shared/session";
import { Card, CardBody, Page, QueryResult } from "@/shared/ui";
import { PasswordCard } from "./PasswordCard";
import { SessionsCard } from "./SessionsCard";
import { useTexts } from "./texts.en";
import { TwoFactorCard } from "./TwoFactorCard";

export function AccountPage() {
  const t = useTexts();
  const mustEnrol = useMe()?.must_enrol ?? false;
  const account = useQuery({
    queryKey: ["account"],
    queryFn: ({ signal }) => api.get<Account>("/account", signal),
  });
  return (
    <Page title={t("title")}>
      <QueryResult of={account} what={t("loading")}>
        {(found) => (
          <>
            <Card title={t("profile.title", { name: found.name })}>
              <CardBody>
                <Text>
                  {t("profile.email")} {found.email}
                </Text>
                <Text>
                  {t("profile.roles")} {found.roles.join(", ")}
                </Text>
                {found.unconfirmed && <Alert mt="sm">{t("profile.unconfirmed")}</Alert>}
                {mustEnrol && <Alert mt="sm">{t("profile.mustEnrol")}</Alert>}
              </CardBody>
            </Card>
            <TwoFactorCard account={found} />
            {!mustEnrol && (
              <>
                <PasswordCard />
                <SessionsCard />
                <KeysCard own />
              </>
            )}
          </>
        )}
      </QueryResult>
    </Page>
  );
}
