/** A list that keeps its order while news arrives. */

interface Row { id: string }

/** Rows in the order they were shown in, each as it is now; how many have come, gone or moved since. */
export function held<T extends Row>(shown: T[], fresh: T[]): { rows: T[]; news: number } {
  const now = new Map(fresh.map((one) => [one.id, one]));
  const was = new Set(shown.map((one) => one.id));
  const rows = shown.map((one) => now.get(one.id) ?? one);
  const come = fresh.filter((one) => !was.has(one.id)).length;
  const gone = shown.filter((one) => !now.has(one.id)).length;
  const stayed = shown.filter((one) => now.has(one.id));
  const order = fresh.filter((one) => was.has(one.id));
  const moved = stayed.filter((one, index) => order[index]?.id !== one.id).length;
  return { rows, news: come + gone + (come + gone === 0 && moved > 0 ? 1 : 0) };
}
