/** What the ownership of a party is computed for. It is part of the URL, so that a link shows the same result to everybody. */

/** A null means: as it was last computed, by the policy. */
export interface OwnershipScope {
  regime: string | null;
  threshold: number | null;
  as_of: string | null;
  category: string | null;
}
export const DEFAULT_SCOPE: OwnershipScope = { regime: null, threshold: null, as_of: null, category: null };
export const isCustomScope = (scope: OwnershipScope): boolean => Object.values(scope).some((value) => value !== null);

/** The scope as search parameters; what is not set is not in the URL. */
export interface OwnershipScopeSearch {
  regime?: string | undefined;
  threshold?: number | undefined;
  as_of?: string | undefined;
  category?: string | undefined;
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The valid parameters of a URL; the others are dropped, because the server would refuse them. */
export function parseScope(given: Record<string, unknown>): OwnershipScopeSearch {
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

export const scopeOf = (search: OwnershipScopeSearch): OwnershipScope => ({
  regime: search.regime ?? null,
  threshold: search.threshold ?? null,
  as_of: search.as_of ?? null,
  category: search.category ?? null,
});

/** As a change of the URL: null removes the parameter. */
export const scopeSearch = (scope: OwnershipScope): OwnershipScopeSearch => ({
  regime: scope.regime ?? undefined,
  threshold: scope.threshold ?? undefined,
  as_of: scope.as_of ?? undefined,
  category: scope.category ?? undefined,
});
