import { namespace } from "@/shared/i18n";

const en = {
  usage: {
    title: "Model usage in the last 30 days",
    loading: "Loading the usage",
    empty: "No model has been called yet. Ask the assistant a question in a case to see its usage here.",
    calls: "Model calls",
    csv: "All calls as CSV",
    summary_one: "{{count}} call · {{cost}} · {{share}} answered from the cache, which saved {{saved}}",
    summary_other: "{{count}} calls · {{cost}} · {{share}} answered from the cache, which saved {{saved}}",
    cost: "Cost",
    tokens: "Tokens",
    chart_one: "{{title}}: {{count}} day, at most {{most}} a day",
    chart_other: "{{title}}: {{count}} days, at most {{most}} a day",
    columns: {
      model: "Model",
      purpose: "Purpose",
      calls: "Calls",
      failed: "Failed",
      cached: "From cache",
      tokensIn: "Tokens in",
      tokensOut: "Tokens out",
      firstToken: "First token",
      cost: "Cost",
    },
    open: "({{count}} open)",
    none: "–",
  },
  purpose: {
    "*": "everything else",
    chat: "answers",
    extract: "extraction",
    judge: "judging",
    summarise: "summaries",
    embed: "search vectors",
  },
  routes: {
    title: "Models and routes",
    loading: "Loading the routes",
    empty: "No model is configured. Set a provider in the environment (ASCERTAIN_LLM__PROVIDERS).",
    columns: {
      purpose: "Purpose",
      order: "Order",
      provider: "Provider",
      model: "Model",
      priced: "Price",
      state: "State",
    },
    priced: "price list",
    free: "free",
    breaker: { closed: "available", "half-open": "one trial call", open: "paused after failures" },
    requests_one: "At most {{formatted}} request a minute.",
    requests_other: "At most {{formatted}} requests a minute.",
    noRequestLimit: "No rate limit for requests.",
    tokens_one: "At most {{formatted}} token a minute.",
    tokens_other: "At most {{formatted}} tokens a minute.",
    noTokenLimit: "No rate limit for tokens.",
    configured: "Providers and routes are set in the environment (ASCERTAIN_LLM__PROVIDERS, ASCERTAIN_LLM__ROUTES).",
  },
  budgets: {
    title: "Budgets for models",
    loading: "Loading the budgets",
    empty:
      "No budget is set. Only the limit of each single call bounds what models cost; set a budget to limit their sum.",
    columns: { subject: "Budget of", period: "Period", used: "Used", limit: "Limit" },
    organisation: "The organisation",
    everyone: "everyone in the organisation",
    period: { day: "a day", month: "a month" },
    spent: "{{spent}} spent",
    reserved: "{{spent}} spent, {{reserved}} reserved",
    nearlyUsedUp: "nearly used up",
    limitOf: {
      day: "Limit of {{name}} a day, in US dollars",
      month: "Limit of {{name}} a month, in US dollars",
    },
    save: "Save",
    remove: "Remove",
    removal: {
      title: "Remove the budget?",
      text: "{{name}}: what models cost is limited by this budget no longer.",
      confirm: "Remove budget",
    },
    subject: "For",
    per: "Period",
    periods: { day: "day", month: "month" },
    limit: "Limit in US dollars",
    add: "Set budget",
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    usage: typeof en;
  }
}

export const { useTexts } = namespace("usage", en);
