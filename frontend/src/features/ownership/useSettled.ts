import { useEffect, useState } from "react";

const REST_MS = 300; // long enough to type two digits or to drag a slider on

/** A value that changes at once for the reader, and for the caller once it has rested; null is never passed on. */
export function useSettled<T>(value: T, onChange: (value: T) => void): [T | null, (value: T | null) => void] {
  const [draft, setDraft] = useState<T | null>(value);
  useEffect(() => setDraft(value), [value]);
  useEffect(() => {
    if (draft === value || draft === null) return;
    const timer = setTimeout(() => onChange(draft), REST_MS);
    return () => clearTimeout(timer);
  }, [draft, value, onChange]);
  return [draft, setDraft];
}
