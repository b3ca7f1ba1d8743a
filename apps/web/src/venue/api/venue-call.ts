import type { z } from 'zod';
import { ApiError, OFFLINE, type Query, queryText, tellUnauthorized } from '../../api/client.ts';
import { isOnline } from '../../api/online.ts';
import { venueUrl } from '../place.ts';
import { problem } from './venue-schemas.ts';

/** The longest wait for an answer. The venue itself waits five seconds for its log. */
const LIMIT_MS = 12_000;

interface Call<Schema extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** What is past stands below /wapi/v1, all else below /api/v1. */
  readonly root?: 'api' | 'wapi';
  /** Below the root. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  readonly schema: Schema;
  readonly signal?: AbortSignal;
}

/**
 * Asks the venue. The browser's cookie carries the session. As at the API, nothing is sent later that was meant now.
 *
 * @throws ApiError when the venue refuses, or there is no network.
 * @throws what `fetch` throws when the venue cannot be reached or does not answer.
 */
export async function venueCall<Schema extends z.ZodType>(options: Call<Schema>): Promise<z.output<Schema>> {
  const { method = 'GET', root = 'api', path, query, body, schema, signal } = options;
  if (method !== 'GET' && !isOnline()) throw new ApiError(0, OFFLINE, 'There is no network: nothing was sent.');
  const limit = AbortSignal.timeout(LIMIT_MS);
  const response = await fetch(`${venueUrl()}/${root}/v1${path}${queryText(query)}`, {
    method,
    credentials: 'include',
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
  const data: unknown = await response.json().catch(() => undefined);
  if (response.status === 401) tellUnauthorized();
  if (!response.ok) throw refusalOf(response.status, data);
  return schema.parse(data);
}

function refusalOf(status: number, data: unknown): ApiError {
  const parsed = problem.safeParse(data);
  return parsed.success
    ? new ApiError(status, parsed.data.code, parsed.data.message)
    : new ApiError(status, 'unreadable', `The venue answered ${status} and did not say why.`);
}
