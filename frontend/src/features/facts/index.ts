export { FactsTab } from "./FactsTab";
