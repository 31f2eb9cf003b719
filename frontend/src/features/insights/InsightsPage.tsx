import { BudgetsCard } from "@/features/usage/BudgetsCard";
import { UsageCard } from "@/features/usage/UsageCard";

export function InsightsPage() {
  return (
    <div className="wrap">
      <h1 className="vh">Insights</h1>
      <UsageCard />
      <BudgetsCard />
    </div>
  );
}
