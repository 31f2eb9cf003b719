import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";

/** A change, after which the list under `key` is loaded again. */
export function useChange<In, Out = unknown>(key: string, act: (given: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: [key] }) });
}

/** The values of a submitted form, by the names of its fields. */
export const fields = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  const given = new FormData(event.currentTarget);
  return (name: string) => String(given.get(name) ?? "").trim();
};
