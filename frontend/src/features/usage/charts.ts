/** What the bars of a chart show: values by day, stacked by a key. */

export interface Stack {
  day: string;
  total: number;
  parts: { key: string; value: number }[];
}

/** Sums of `value` by day and key, oldest day first; days without any are empty bars between the first and the last. */
export function stacked<T extends { day: string }>(
  rows: T[],
  key: (row: T) => string,
  value: (row: T) => number,
): Stack[] {
  const days = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const day = days.get(row.day) ?? new Map<string, number>();
    day.set(key(row), (day.get(key(row)) ?? 0) + value(row));
    days.set(row.day, day);
  }
  const named = [...days.keys()].sort();
  const first = named[0];
  const last = named[named.length - 1];
  if (first === undefined || last === undefined) return [];
  const stacks: Stack[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const parts = [...(days.get(day) ?? [])]
      .map(([name, sum]) => ({ key: name, value: sum }))
      .sort((a, b) => a.key.localeCompare(b.key));
    stacks.push({ day, total: parts.reduce((sum, part) => sum + part.value, 0), parts });
  }
  return stacks;
}

/** Keys in the order of their sums, largest first. */
export function ranked(stacks: Stack[]): string[] {
  const sums = new Map<string, number>();
  for (const stack of stacks)
    for (const part of stack.parts) sums.set(part.key, (sums.get(part.key) ?? 0) + part.value);
  return [...sums].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}
