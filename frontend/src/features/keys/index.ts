export { KeysCard } from "./KeysCard";
export { Secret } from "./Secret";
export { ServiceAccountsCard } from "./ServiceAccountsCard";
