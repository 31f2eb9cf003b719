export { AnatomyPage } from "./AnatomyPage";
export { Assistant } from "./Assistant";
