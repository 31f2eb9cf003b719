export { HitsTab } from "./HitsTab";
export { ScreeningPage } from "./ScreeningPage";
