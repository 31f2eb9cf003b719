import { namespace } from "@/shared/i18n";

const en = {
  title: "Library",
  search: {
    title: "Search the policies and procedures",
    label: "Search the library",
    placeholder: "nominee holdings above three percent",
    submit: "Search",
    searching: "Searching …",
    none: "No passages match. Try other words.",
    passage: "{{document}} p{{page}} · {{score}}",
    unknownPage: "–",
  },
  documents: {
    title: "Documents",
    loading: "Loading the library",
    empty: "The library is empty. Upload policies and procedures; answers cite them.",
    emptyReadOnly: "The library is empty. Once policies and procedures are uploaded, answers cite them.",
    columns: { document: "Document", pages: "Pages", size: "Size", state: "State", added: "Added" },
    unknown: "–",
    state: {
      queued: "queued",
      reading: "being read",
      read: "read",
      classified: "classified",
      extracted: "extracted",
      done: "searchable",
      failed: "! {{reason}}",
    },
    drop: "Drop policies here, or choose files",
    sending: "Sending …",
    refused: "{{file}} was not accepted: {{reason}}",
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    library: typeof en;
  }
}

export const { useTexts } = namespace("library", en);
