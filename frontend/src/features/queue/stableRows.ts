/** A list that keeps its order while changes arrive. */

interface Row {
  id: string;
}

/** The rows in the order they were shown in, each in its current state; and how many came, went or moved since. */
export function keepOrder<T extends Row>(shown: T[], fresh: T[]): { rows: T[]; changes: number } {
  const current = new Map(fresh.map((one) => [one.id, one]));
  const before = new Set(shown.map((one) => one.id));
  const rows = shown.map((one) => current.get(one.id) ?? one);
  const added = fresh.filter((one) => !before.has(one.id)).length;
  const removed = shown.filter((one) => !current.has(one.id)).length;
  const remaining = shown.filter((one) => current.has(one.id));
  const order = fresh.filter((one) => before.has(one.id));
  const moved = remaining.filter((one, index) => order[index]?.id !== one.id).length;
  // A new row moves the others: only a change of order alone counts, as one.
  return { rows, changes: added + removed + (added + removed === 0 && moved > 0 ? 1 : 0) };
}
