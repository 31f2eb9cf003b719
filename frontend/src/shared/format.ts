/** Numbers, dates and words as people read them. */

const DAY = 86_400_000;
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const moment = (iso: string): string => full.format(new Date(iso));

/** How far a moment is from now: "3 h ago", "in 5 d". */
export function relative(iso: string, now: number = Date.now()): string {
  const away = new Date(iso).getTime() - now;
  const minutes = Math.round(Math.abs(away) / 60_000);
  if (minutes < 1) return "now";
  const said = minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
  return away < 0 ? `${said} ago` : `in ${said}`;
}

/** When something is due, seen from now: "in 3 h", "tomorrow", "2 d overdue", "23 Nov". */
export function due(iso: string, now: number = Date.now()): { text: string; urgent: boolean } {
  const left = new Date(iso).getTime() - now;
  if (left < 0) {
    const hours = Math.floor(-left / 3_600_000);
    return { text: hours < 24 ? `${Math.max(hours, 1)} h overdue` : `${Math.floor(hours / 24)} d overdue`, urgent: true };
  }
  if (left < DAY) return { text: `in ${Math.max(1, Math.round(left / 3_600_000))} h`, urgent: true };
  if (left < 2 * DAY) return { text: "tomorrow", urgent: false };
  return { text: dayMonth.format(new Date(iso)), urgent: false };
}

/** 0.6581 -> "65.8 %". */
export function percent(fraction: number | null | undefined): string {
  if (fraction === null || fraction === undefined) return "–";
  const value = fraction * 100;
  return `${Number.isInteger(Math.round(value * 1000) / 1000) ? Math.round(value) : value.toFixed(1)} %`;
}

export const words = (code: string): string => code.replaceAll("_", " ");
export const seconds = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "–" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
export const money = (usd: number): string => (usd === 0 ? "$0" : usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`);
export const whole = (value: number): string => new Intl.NumberFormat("en-GB").format(value);
export const plural = (count: number, one: string, many = `${one}s`): string => `${whole(count)} ${count === 1 ? one : many}`;

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
