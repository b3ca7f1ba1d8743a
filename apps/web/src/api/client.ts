import { z } from 'zod';
import { isOnline } from './online.ts';
import { publicPath } from './public-path.ts';

/** A refusal by the API: its message is for people, its code for programs. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  /** By field: what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>;

  constructor(status: number, code: string, detail: string, errors: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The code of a request that was not sent because there was no network. */
export const OFFLINE = 'offline';

const problem = z.object({ code: z.string(), detail: z.string(), errors: z.record(z.string(), z.string()).optional() });

/** The longest wait for an answer. The API itself waits five seconds for the engine. */
const LIMIT_MS = 12_000;

/** What is absent is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

interface Call<Schema extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly schema: Schema;
  readonly signal?: AbortSignal;
}

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
}

/**
 * Asks the API. The browser's cookie carries the session. Without a network, requests that would change something are
 * refused here: sent later, they would be carried out at a time and a price that nobody chose.
 *
 * @throws ApiError when the API refuses, or there is no network.
 * @throws what `fetch` throws when the API cannot be reached or does not answer.
 */
export async function call<Schema extends z.ZodType>(options: Call<Schema>): Promise<Answer<z.output<Schema>>> {
  const { method = 'GET', path, query, body, schema, signal } = options;
  if (method !== 'GET' && !isOnline()) throw new ApiError(0, OFFLINE, 'There is no network: nothing was sent.');
  const limit = AbortSignal.timeout(LIMIT_MS);
  const response = await fetch(apiUrl(path, query), {
    method,
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
  const data: unknown = await response.json().catch(() => undefined);
  if (response.status === 401) tellUnauthorized();
  if (!response.ok) throw toApiError(response.status, data);
  return { status: response.status, data: schema.parse(data) };
}

/** Where the API has something, also for a link that the browser follows by itself. */
export function apiUrl(path: string, query?: Query): string {
  return `${publicPath()}/api/v1${path}${queryText(query)}`;
}

const unauthorizedListeners = new Set<() => void>();

/** Calls back when the API answers that nobody is signed in. @returns a function that stops it. */
export function whenUnauthorized(listener: () => void): () => void {
  unauthorizedListeners.add(listener);
  return () => unauthorizedListeners.delete(listener);
}

/** Tells those who called `whenUnauthorized`. */
export function tellUnauthorized(): void {
  for (const listener of unauthorizedListeners) listener();
}

export function toApiError(status: number, data: unknown): ApiError {
  const parsed = problem.safeParse(data);
  return parsed.success
    ? new ApiError(status, parsed.data.code, parsed.data.detail, parsed.data.errors)
    : new ApiError(status, 'unreadable', `The server answered ${status} and did not say why.`);
}

export function queryText(query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
