import { useMay } from "@/shared/session";
import { BudgetsCard } from "@/features/usage";
import { UsageCard } from "@/features/usage";

export function InsightsPage() {
  const sees = useMay("usage.read");
  return (
    <div className="wrap">
      <h1 className="vh">Insights</h1>
      {sees ? (
        <>
          <UsageCard />
          <BudgetsCard />
        </>
      ) : (
        <p className="note">
          Your role sees no figures here. What models were used for and what it cost is for heads, auditors, engineers
          and admins.
        </p>
      )}
    </div>
  );
}
