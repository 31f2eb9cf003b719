import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { DocumentTypeInfo, Items } from "@/api/types";
import { words } from "@/shared/format";

/** The document types with their titles; until they are loaded a type is shown by the words of its code. */
export function useDocumentTypes() {
  const found = useQuery({
    queryKey: ["document-types"],
    queryFn: () => api.get<Items<DocumentTypeInfo>>("/document-types"),
    staleTime: Infinity,
  });
  const types = found.data?.items ?? [];
  return { types, titleOf: (name: string) => types.find((type) => type.name === name)?.title ?? words(name) };
}
