import { api } from "@/api/client";
import type { Uploaded } from "@/api/types";

/** Uploads files to a case, or to the library if no case is given. */
export function uploadFiles(caseId: string | null, files: File[]): Promise<Uploaded> {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  return api.post<Uploaded>(caseId ? `/cases/${caseId}/documents` : "/library/documents", form);
}
