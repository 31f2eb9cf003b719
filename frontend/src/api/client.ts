/** Calls to the API through the browser's session: cookie for who, CSRF header for every write. */

import { isUnattended } from "./activity";
import type { Me } from "./types";

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly traceId: string | null = null,
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail);
  }
}

let csrfToken = "";
let onSignedOut: () => void = () => {};

export const setCsrfToken = (token: string): void => void (csrfToken = token);
export const whenSignedOut = (act: () => void): void => void (onSignedOut = act);

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const errors = Array.isArray(body["errors"]) ? (body["errors"] as { loc?: unknown; msg?: string }[]) : [];
  const fields = errors.map((one) => `${[one.loc].flat().slice(-1).join("")}: ${one.msg ?? ""}`).join("; ");
  const detail = String(body["detail"] ?? body["title"] ?? `The server answered ${response.status}.`);
  const trace = body["trace_id"] ? String(body["trace_id"]) : null;
  return new Problem(
    response.status,
    String(body["code"] ?? "unknown"),
    fields ? `${detail} (${fields})` : detail,
    trace,
    body,
  );
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  more: Record<string, string> = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json", ...more };
  if (method !== "GET") headers["x-csrf-token"] = csrfToken;
  if (isUnattended(method)) headers["x-unattended"] = "1";
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      signal: signal ?? null,
      body: body === undefined ? null : form ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "network", "The server cannot be reached. Your work here is kept; try again.");
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && path !== "/bff/login") onSignedOut();
    throw problem;
  }
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

/** A name for one deed; also where the page came over plain HTTP, where browsers lack randomUUID. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Whether a request was answered with a no; where it was not answered, it may have had its effect all the same. */
export const wasRefused = (error: unknown): boolean =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && error.code !== "idempotency.in_flight";

export const API = "/bff/api/v1";

/** All pages of a list, one after the other. */
async function allPages<T>(path: string, signal?: AbortSignal): Promise<{ items: T[] }> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await call<{ items: T[]; next_cursor?: string | null }>(
      "GET",
      API + path + query({ cursor }),
      undefined,
      signal,
    );
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return { items };
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => call<T>("GET", API + path, undefined, signal),
  all: <T>(path: string, signal?: AbortSignal) => allPages<T>(path, signal),
  post: <T>(path: string, body?: unknown) => call<T>("POST", API + path, body),
  /** A POST that has one effect however often it is sent with the same key. */
  once: <T>(key: string, path: string, body?: unknown) =>
    call<T>("POST", API + path, body, undefined, { "idempotency-key": key }),
  put: (path: string, body: unknown) => call<void>("PUT", API + path, body),
  patch: <T>(path: string, body: unknown) => call<T>("PATCH", API + path, body),
  delete: (path: string) => call<void>("DELETE", API + path),
};

export const session = {
  me: () => call<Me>("GET", "/bff/me"),
  login: (email: string, password: string, code: string | null) =>
    call<Me>("POST", "/bff/login", { email, password, code }),
  /** Without a session: the secret of the link is what counts. */
  setPassword: (token: string, password: string) =>
    call<{ email: string }>("POST", "/api/v1/auth/password", { token, password }),
  logout: () => call<void>("POST", "/bff/logout"),
};

/** `?a=1&b=2` of the values that are set. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return set.length ? `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}` : "";
}
