export { QueuePage } from "./QueuePage";
export type { QueueSearch } from "./search";
