export { CasePage } from "./CasePage";
export { NewCase } from "./LazyNewCase";
