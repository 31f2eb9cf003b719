/** What the ownership tab is asked for, in the URL: so that a link shows the same answer to whoever opens it. */

/** What is null is as it was computed last, by the policy. */
export interface Asked { regime: string | null; threshold: number | null; as_of: string | null; category: string | null }
export const AS_COMPUTED: Asked = { regime: null, threshold: null, as_of: null, category: null };
export const isAsked = (asked: Asked): boolean => Object.values(asked).some((value) => value !== null);

/** The same as parts of the URL; what is not asked for is not there. */
export interface AskedSearch { regime?: string | undefined; threshold?: number | undefined; as_of?: string | undefined; category?: string | undefined }

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The parts of a URL that can be asked for; the rest is dropped, for the server would refuse it. */
export function askedSearch(given: Record<string, unknown>): AskedSearch {
  const threshold = Number(given["threshold"]);
  const day = String(given["as_of"] ?? "");
  const regime = ["eu", "uk", "us"].find((code) => code === given["regime"]);
  return {
    ...(regime ? { regime } : {}),
    ...(threshold > 0 && threshold <= 1 ? { threshold } : {}),
    ...(isDay(day) ? { as_of: day } : {}),
    ...(given["category"] === "higher_risk" ? { category: "higher_risk" } : {}),
  };
}

export const askedOf = (search: AskedSearch): Asked => ({ regime: search.regime ?? null, threshold: search.threshold ?? null, as_of: search.as_of ?? null, category: search.category ?? null });

/** As a change of the URL: what is null goes. */
export const searchOf = (asked: Asked): AskedSearch => ({ regime: asked.regime ?? undefined, threshold: asked.threshold ?? undefined, as_of: asked.as_of ?? undefined, category: asked.category ?? undefined });
