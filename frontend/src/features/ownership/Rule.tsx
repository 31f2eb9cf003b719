import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { Ownership, Page, Regime } from "@/api/types";
import { DEFAULT_SCOPE, isCustomScope, type OwnershipScope } from "@/shared/ownershipScope";

const NAMES: Record<string, string> = { eu: "EU", uk: "UK PSC", us: "US FinCEN" };
const DAY = 86_400_000;
const FIRST = Date.UTC(2015, 0, 1);
const LAST = Date.UTC(2028, 11, 31);
const dayOf = (index: number): string => new Date(FIRST + index * DAY).toISOString().slice(0, 10);
const indexOf = (day: string): number => Math.round((Date.parse(day) - FIRST) / DAY);

/** The day in question, by date and by slider; the answer follows once the slider rests. */
function AsOf({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const [day, setDay] = useState(value);
  useEffect(() => setDay(value), [value]);
  useEffect(() => {
    if (day === value) return;
    const timer = setTimeout(() => onChange(day), 300);
    return () => clearTimeout(timer);
  }, [day, value, onChange]);
  return (
    <label className="pick">
      <span className="nowrap">As of</span>
      <input
        type="date"
        value={day}
        min={dayOf(0)}
        max={dayOf(indexOf("2028-12-31"))}
        aria-label="As of"
        onChange={(event) => event.target.value && setDay(event.target.value)}
      />
      <input
        type="range"
        min={0}
        max={Math.round((LAST - FIRST) / DAY)}
        value={indexOf(day)}
        aria-label="As of, as a slider"
        onChange={(event) => setDay(dayOf(Number(event.target.value)))}
      />
    </label>
  );
}

/** Rule, threshold and day of the answer, to be changed without changing what the case keeps. */
export function RuleBar({
  found,
  scope,
  onScope,
  reset = "As the case keeps it",
}: {
  found: Ownership;
  scope: OwnershipScope;
  onScope: (scope: OwnershipScope) => void;
  reset?: string;
}) {
  const regimes = useQuery({
    queryKey: ["regimes"],
    queryFn: ({ signal }) => api.get<Page<Regime>>("/ownership/regimes", signal),
    staleTime: Infinity,
  });
  const codes = [...new Set((regimes.data?.items ?? []).map((regime) => regime.code))];
  const regulation = found.regime === "eu" && found.valid_until === null;
  return (
    <>
      <label className="pick">
        Rule
        <select
          value={found.regime}
          onChange={(event) => onScope({ ...scope, regime: event.target.value, category: null })}
        >
          {(codes.length ? codes : [found.regime]).map((code) => (
            <option key={code} value={code}>
              {NAMES[code] ?? code}
            </option>
          ))}
        </select>
      </label>
      <label className="pick">
        Threshold
        <input
          type="number"
          min={1}
          max={100}
          step={1}
          value={Math.round(found.threshold * 10_000) / 100}
          style={{ width: 60 }}
          aria-label="Threshold in percent"
          onChange={(event) => {
            const value = Number(event.target.value);
            if (value > 0 && value <= 100) onScope({ ...scope, threshold: value / 100, category: null });
          }}
        />
        %
      </label>
      {regulation && (
        <label className="pick">
          <input
            type="checkbox"
            checked={scope.category !== null}
            onChange={(event) => onScope({ ...scope, category: event.target.checked ? "higher_risk" : null })}
          />
          higher risk, Art. 52(2)
        </label>
      )}
      <AsOf value={found.as_of} onChange={(day) => onScope({ ...scope, as_of: day })} />
      {isCustomScope(scope) && (
        <button type="button" className="btn sm" onClick={() => onScope(DEFAULT_SCOPE)}>
          {reset}
        </button>
      )}
    </>
  );
}
