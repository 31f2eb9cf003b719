export { DocumentsPane } from "./DocumentsPane";
export { openFlags } from "./Flags";
export { Viewer } from "./LazyViewer";
