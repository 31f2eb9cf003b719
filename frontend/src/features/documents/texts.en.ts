import { namespace } from "@/shared/i18n";

const en = {
  pane: {
    title: "Documents",
    close: "Close the documents pane",
    loading: "Loading the documents",
    empty: "No documents yet. Add what the customer has provided below.",
    drop: "Drop files here, or choose files",
    uploading: "Uploading …",
    retry: "Read again",
    pages_one: "{{count}} page",
    pages_other: "{{count}} pages",
    duplicate: "The same file was uploaded before",
    rejected: "{{file}} was rejected: {{reason}}",
  },
  progress: {
    failed: "The document could not be read",
    queued: "waiting to be read",
    readingPage: "reading page {{page}} of {{total}}",
    reading: "reading page {{page}}",
    extracting: "extracting facts",
    extractingFrom: "{{type}} · extracting facts",
    several: "{{count}} documents in one file",
    unknownType: "unknown type",
    facts_one: "{{type}} · {{count}} fact",
    facts_other: "{{type}} · {{count}} facts",
  },
  flags: {
    label: "Flags of {{file}}",
    dismiss: "Dismiss",
    dismissFlag: "Dismiss: {{flag}}",
    reason: "Reason for dismissal",
    cancel: "Cancel",
    dismissed: "{{person}}: {{reason}}",
    severity: { high: "High severity:", note: "Note:" },
  },
  viewer: {
    label: "Page",
    page: "page {{page}} of {{total}}",
    facts_one: "{{count}} fact marked",
    facts_other: "{{count}} facts marked",
    ocr: "text recognised in a scan, {{quality}} % confidence",
    previous: "Previous page",
    next: "Next page",
    smaller: "Zoom out",
    larger: "Zoom in",
    original: "Original",
    close: "Close the page",
    unnamed: "Document",
    failed: "This document could not be read. {{reason}}",
    reading: "Reading this page",
    noPicture: "The image of this page could not be loaded.",
    retry: "Try again",
    picture: "Page {{page}} of {{file}}",
    fact: "{{label}}: {{value}}",
    portrait: "Photograph of the holder in {{file}}",
  },
  type: {
    group: "Document type",
    of: "Type of {{pages}}",
    page: "p{{page}}",
    pages: "p{{first}}–{{last}}",
    goTo: "Go to its first page",
    setBy: "set by {{person}}",
    confidence: "{{percent}} % confidence",
    join: "Join",
    joinPages: "Join {{pages}} with the pages before",
    split: "New document from page {{page}}",
    save: "Save and read again",
    cancel: "Cancel",
    correct: "Correct the type",
    withdrawn_one: "{{count}} accepted fact of this document is no longer in force: {{facts}}.",
    withdrawn_other: "{{count}} accepted facts of this document are no longer in force: {{facts}}.",
    show: "Show",
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    documents: typeof en;
  }
}

export const { useTexts } = namespace("documents", en);
