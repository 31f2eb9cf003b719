import { readFileSync } from "node:fs";
import path from "node:path";

const OUT = process.env["ASCERTAIN_WEB_OUT"] || "../src/ascertain/web";
const manifest = JSON.parse(readFileSync(path.join(OUT, ".vite/manifest.json"), "utf8"));

/** The files of an entry with all that it imports at once; what it imports later is not its load. */
function filesOf(name, found = new Set()) {
  const { file, css = [], imports = [] } = manifest[name];
  if (found.has(file)) return found;
  for (const one of [file, ...css]) found.add(one);
  for (const one of imports) filesOf(one, found);
  return found;
}

const paths = (...names) =>
  [...new Set(names.flatMap((name) => [...filesOf(name)]))].map((file) => path.join(OUT, file));

export default [
  {
    name: "First load: the queue",
    path: paths("index.html", "src/features/queue/index.ts"),
    gzip: true,
    limit: "250 kB",
  },
  { name: "First load: a case", path: paths("index.html", "src/features/cases/index.ts"), gzip: true, limit: "250 kB" },
];
