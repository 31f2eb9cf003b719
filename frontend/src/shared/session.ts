/** Who is signed in. */

import { useQuery, type QueryClient } from "@tanstack/react-query";
import { session, setCsrfToken } from "@/api/client";
import type { Me } from "@/api/types";

export const meQuery = {
  queryKey: ["me"],
  queryFn: async (): Promise<Me> => {
    const me = await session.me();
    setCsrfToken(me.csrf_token);
    return me;
  },
  staleTime: 300_000,
  retry: false,
};

export function useMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: false }).data;
}

export function useMay(permission: string): boolean {
  return useMe()?.permissions.includes(permission) ?? false;
}

export async function signIn(
  client: QueryClient,
  email: string,
  password: string,
  code: string | null = null,
): Promise<void> {
  const me = await session.login(email, password, code);
  setCsrfToken(me.csrf_token);
  client.clear();
  client.setQueryData(["me"], me);
}
