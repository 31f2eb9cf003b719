export { EntityPage } from "./EntityPage";
export { OwnershipTab } from "./OwnershipTab";
