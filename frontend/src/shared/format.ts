/** Numbers, dates and codes as people read them. */

import { texts } from "./texts.en";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const two = (value: number): string => String(value).padStart(2, "0");

/** The local day of a moment as ISO writes it: "2026-11-30". */
export function formatDay(moment: string | Date): string {
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The one form of a moment: ISO day and local time, "2026-11-30 20:56". */
export function formatDateTime(moment: string | Date): string {
  const at = new Date(moment);
  return `${formatDay(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The reader's time zone at a moment: "Europe/London, GMT+1". */
export function formatZone(moment: string | Date): string {
  const offset = new Intl.DateTimeFormat("en-GB", { timeZoneName: "shortOffset" })
    .formatToParts(new Date(moment))
    .find((part) => part.type === "timeZoneName")?.value;
  return [Intl.DateTimeFormat().resolvedOptions().timeZone, offset].filter(Boolean).join(", ");
}

function span(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return texts("time.minutes", { count: minutes });
  if (minutes < 2 * (DAY / MINUTE)) return texts("time.hours", { count: Math.round(ms / HOUR) });
  return texts("time.days", { count: Math.round(ms / DAY) });
}

/** The distance of a moment from now: "3 h ago", "in 5 d". */
export function relative(iso: string, now: number = Date.now()): string {
  const away = new Date(iso).getTime() - now;
  if (Math.round(Math.abs(away) / MINUTE) < 1) return texts("time.now");
  return texts(away < 0 ? "time.past" : "time.future", { span: span(Math.abs(away)) });
}

/** When something is due, seen from now: "in 3 h", "tomorrow", "2 d overdue", "2026-11-23". */
export function due(iso: string, now: number = Date.now()): { text: string; urgent: boolean } {
  const left = new Date(iso).getTime() - now;
  if (left < 0) {
    const hours = Math.floor(-left / HOUR);
    const late =
      hours < 24
        ? texts("time.hours", { count: Math.max(hours, 1) })
        : texts("time.days", { count: Math.floor(hours / 24) });
    return { text: texts("time.overdue", { span: late }), urgent: true };
  }
  if (left < DAY) {
    const hours = texts("time.hours", { count: Math.max(1, Math.round(left / HOUR)) });
    return { text: texts("time.future", { span: hours }), urgent: true };
  }
  if (left < 2 * DAY) return { text: texts("time.tomorrow"), urgent: false };
  return { text: formatDay(iso), urgent: false };
}

/** 0.6581 -> "65.8 %". */
export function percent(fraction: number | null | undefined): string {
  if (fraction === null || fraction === undefined) return "–";
  const value = fraction * 100;
  return `${Number.isInteger(Math.round(value * 1000) / 1000) ? Math.round(value) : value.toFixed(1)} %`;
}

/** A code of the wire as words. Only for codes that come from data; codes of the API have texts of their own. */
export const words = (code: string): string => code.replaceAll("_", " ");
export const seconds = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "–" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
export const money = (usd: number): string =>
  usd === 0 ? "$0" : usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
export const whole = (value: number): string => new Intl.NumberFormat("en-GB").format(value);

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
