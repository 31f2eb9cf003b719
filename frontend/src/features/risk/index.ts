export { RiskTab } from "./RiskTab";
