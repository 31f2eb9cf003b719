import { namespace } from "@/shared/i18n";

const en = {
  title: "Insights",
  forbidden:
    "Your role has no access to the figures. Heads, auditors, engineers and admins see what models were used for and what it cost.",
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    insights: typeof en;
  }
}

export const { useTexts } = namespace("insights", en);
