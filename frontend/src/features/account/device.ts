const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];
const found = (names: [RegExp, string][], agent: string) => names.find(([pattern]) => pattern.test(agent))?.[1];

/** "Firefox, Linux" of what a client calls itself; a program's own name as it is. */
export function deviceName(agent: string): string {
  const browser = found(BROWSERS, agent);
  return browser ? [browser, found(SYSTEMS, agent)].filter(Boolean).join(", ") : agent.slice(0, 60);
}
