import { useCallback } from "react";
import { useTexts } from "./texts.en";

const PURPOSES = ["*", "chat", "extract", "judge", "summarise", "embed"] as const;

/** The name of a purpose; one that this version does not know is shown as it is configured. */
export function usePurposeName(): (purpose: string) => string {
  const t = useTexts();
  return useCallback(
    (purpose) => {
      const known = PURPOSES.find((one) => one === purpose);
      return known ? t(`purpose.${known}`) : purpose;
    },
    [t],
  );
}
