export { GoldenRecord } from "./GoldenRecord";
export { ReviewPage, type ReviewSearch } from "./ReviewPage";
