import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";

/** A change, after which the list under `key` is fetched anew. */
export function useChange<In>(key: string, act: (given: In) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: [key] }) });
}

/** What a form holds, by the names of its fields. */
export const fields = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  return (name: string) => String(new FormData(event.currentTarget).get(name) ?? "").trim();
};

export function Heads({ of }: { of: string[] }) {
  return (
    <thead>
      <tr>
        {of.map((head, index) =>
          head ? (
            <th scope="col" key={head}>
              {head}
            </th>
          ) : (
            <td key={index} />
          ),
        )}
      </tr>
    </thead>
  );
}
