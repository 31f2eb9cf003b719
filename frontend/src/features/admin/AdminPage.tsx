import { KeysCard, ServiceAccountsCard } from "@/features/keys";
import { BudgetsCard, RoutesCard } from "@/features/usage";
import { useMe } from "@/shared/session";
import { Card, EmptyState, Page } from "@/shared/ui";
import { Audit } from "./Audit";
import { FailedJobs } from "./FailedJobs";
import { Prompts } from "./Prompts";
import { useTexts } from "./texts.en";
import { Users } from "./Users";
import { Webhooks } from "./Webhooks";

export function AdminPage() {
  const t = useTexts();
  const may = useMe()?.permissions ?? [];
  const shown = [
    (may.includes("admin.manage") || may.includes("people.confirm")) && <Users key="users" />,
    may.includes("admin.manage") && <ServiceAccountsCard key="accounts" />,
    may.includes("admin.manage") && <KeysCard key="keys" />,
    may.includes("usage.read") && <RoutesCard key="routes" />,
    may.includes("usage.read") && <BudgetsCard key="budgets" />,
    may.includes("admin.manage") && <Webhooks key="hooks" />,
    may.includes("usage.read") && <Prompts key="prompts" />,
    may.includes("audit.read") && <Audit key="audit" />,
    may.includes("system.read") && <FailedJobs key="jobs" />,
  ].filter(Boolean);
  return (
    <Page title={t("title")}>
      {shown.length > 0 ? (
        shown
      ) : (
        <Card title={t("title")}>
          <EmptyState text={t("forbidden")} />
        </Card>
      )}
    </Page>
  );
}
