import { Button, Checkbox, NumberInput, Slider } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useId } from "react";
import { api } from "@/api/client";
import type { Ownership, Page, Regime } from "@/api/types";
import { DEFAULT_SCOPE, isCustomScope, type OwnershipScope } from "@/shared/ownershipScope";
import { FilterBox, filterClasses, FilterSelect } from "@/shared/ui";
import { DateField } from "@/shared/ui/DateField";
import classes from "./Ownership.module.css";
import { useTexts } from "./texts.en";
import { useSettled } from "./useSettled";

const REGIMES = ["eu", "uk", "us"] as const;
const DAY_MS = 86_400_000;
/** The days that the laws of this version cover. */
const FIRST = "2015-01-01";
const LAST = "2028-12-31";
const dayOf = (index: number): string => new Date(Date.parse(FIRST) + index * DAY_MS).toISOString().slice(0, 10);
const indexOf = (day: string): number => Math.round((Date.parse(day) - Date.parse(FIRST)) / DAY_MS);

function AsOf({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const t = useTexts();
  const id = useId();
  const [day, setDay] = useSettled(value, onChange);
  return (
    <FilterBox id={id} label={t("rule.asOf")}>
      <DateField
        id={id}
        variant="unstyled"
        size="xs"
        w={108}
        value={day}
        minDate={FIRST}
        maxDate={LAST}
        onChange={(chosen) => setDay(chosen)}
        classNames={{ input: `${filterClasses.input} ${classes["day"]}` }}
      />
      <Slider
        className={classes["slider"]!}
        size="xs"
        min={0}
        max={indexOf(LAST)}
        value={indexOf(day ?? value)}
        label={dayOf}
        thumbLabel={t("rule.slider")}
        onChange={(index) => setDay(dayOf(index))}
      />
    </FilterBox>
  );
}

function Threshold({ fraction, onChange }: { fraction: number; onChange: (fraction: number) => void }) {
  const t = useTexts();
  const id = useId();
  const change = useCallback((percent: number) => onChange(percent / 100), [onChange]);
  const [percent, setPercent] = useSettled(Math.round(fraction * 10_000) / 100, change);
  return (
    <FilterBox id={id} label={t("rule.threshold")}>
      <NumberInput
        id={id}
        variant="unstyled"
        size="xs"
        w={80}
        min={1}
        max={100}
        decimalScale={2}
        suffix={t("rule.thresholdUnit")}
        value={percent ?? ""}
        onChange={(value) => setPercent(typeof value === "number" && value > 0 && value <= 100 ? value : null)}
        classNames={{ input: filterClasses.input }}
      />
    </FilterBox>
  );
}

/** Rule, threshold and day of the result; changing them does not change what is stored in the case. */
export function RuleBar({
  found,
  scope,
  onScope,
  reset,
}: {
  found: Ownership;
  scope: OwnershipScope;
  onScope: (scope: OwnershipScope) => void;
  reset: string;
}) {
  const t = useTexts();
  const regimes = useQuery({
    queryKey: ["regimes"],
    queryFn: ({ signal }) => api.get<Page<Regime>>("/ownership/regimes", signal),
    staleTime: Infinity,
  });
  const codes = [...new Set((regimes.data?.items ?? []).map((regime) => regime.code))];
  const hasHigherRisk = found.regime === "eu" && found.valid_until === null;
  const nameOf = (code: string) => {
    const known = REGIMES.find((one) => one === code);
    return known ? t(`rule.regimes.${known}`) : code;
  };
  return (
    <>
      <FilterSelect
        label={t("rule.regime")}
        value={found.regime}
        onChange={(regime) => onScope({ ...scope, regime, category: null })}
        options={(codes.length ? codes : [found.regime]).map((value) => ({ value, label: nameOf(value) }))}
      />
      <Threshold
        fraction={found.threshold}
        onChange={(threshold) => onScope({ ...scope, threshold, category: null })}
      />
      {hasHigherRisk && (
        <Checkbox
          size="xs"
          label={t("rule.higherRisk")}
          checked={scope.category !== null}
          onChange={(event) => onScope({ ...scope, category: event.currentTarget.checked ? "higher_risk" : null })}
        />
      )}
      <AsOf value={found.as_of} onChange={(as_of) => onScope({ ...scope, as_of })} />
      {isCustomScope(scope) && (
        <Button variant="default" size="xs" onClick={() => onScope(DEFAULT_SCOPE)}>
          {reset}
        </Button>
      )}
    </>
  );
}
