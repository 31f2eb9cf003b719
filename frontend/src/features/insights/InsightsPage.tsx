import { BudgetsCard, UsageCard } from "@/features/usage";
import { useMay } from "@/shared/session";
import { Card, EmptyState, Page } from "@/shared/ui";
import { useTexts } from "./texts.en";

export function InsightsPage() {
  const t = useTexts();
  const may = useMay("usage.read");
  return (
    <Page title={t("title")}>
      {may ? (
        <>
          <UsageCard />
          <BudgetsCard />
        </>
      ) : (
        <Card title={t("title")}>
          <EmptyState text={t("forbidden")} />
        </Card>
      )}
    </Page>
  );
}
