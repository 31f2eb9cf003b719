import type { DocumentPart } from "@/api/types";

/** Ranges of pages always follow one another from the first page to the last; these keep it so. */
export function changeType(parts: DocumentPart[], index: number, document_type: string): DocumentPart[] {
  return parts.map((part, at) => (at === index ? { ...part, document_type } : part));
}

/** A range begins at `page`, of the type of the one it is cut from. */
export function splitAt(parts: DocumentPart[], page: number): DocumentPart[] {
  return parts.flatMap((part) =>
    part.first_page < page && page <= part.last_page
      ? [
          { ...part, last_page: page - 1 },
          { ...part, first_page: page },
        ]
      : [part],
  );
}

/** The range goes with the one before it. */
export function joinAt(parts: DocumentPart[], index: number): DocumentPart[] {
  return parts.flatMap((part, at) =>
    at === index ? [] : at === index - 1 ? [{ ...part, last_page: parts[index]?.last_page ?? part.last_page }] : [part],
  );
}
