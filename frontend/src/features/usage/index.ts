export { BudgetsCard } from "./BudgetsCard";
export { RoutesCard } from "./RoutesCard";
export { UsageCard } from "./UsageCard";
