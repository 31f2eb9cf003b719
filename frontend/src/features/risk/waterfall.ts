export interface Bar {
  code: string;
  label: string;
  from: number;
  to: number;
  points: number;
}

/** Where each factor's bar begins and ends on the way from the base to the score; within 0 and 100 as the score is. */
export function waterfall(base: number, factors: { code: string; label: string; points: number }[]): Bar[] {
  let sum = base;
  return factors.map(({ code, label, points }) => {
    const from = sum;
    sum += points;
    return { code, label, points, from: clamp(Math.min(from, sum)), to: clamp(Math.max(from, sum)) };
  });
}

const clamp = (value: number): number => Math.max(0, Math.min(100, value));
