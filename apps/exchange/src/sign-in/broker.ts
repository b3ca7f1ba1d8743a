import { InFlight } from '@fulcrum/http';
import { clientAddress } from '@fulcrum/service';
import type { RequestHandler, Response } from 'express';
import { venueProblem } from '../dialect/venue-problem.ts';

/** What is asked of the broker here as well, so that a person with curl needs one address. */
export const BROKER_PATHS = ['/api/v1/signup', '/api/v1/signin', '/api/v1/auth/signin/code'] as const;

/** How long the broker may take: it may send a mail first. */
const ANSWER_LIMIT_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1_024;
const MAX_UNDER_WAY = 100;

export interface BrokerSettings {
  /** Where the API is, for this process. */
  readonly API_URL: string;
  readonly TRUSTED_PROXIES: number;
}

/**
 * Passes a request on to the broker's API, whose users are those of the venue: its rules alone say who signs up and in,
 * and its answer comes back as it is. Its cookies do not: who has a browser signs in at the broker.
 */
export function askBroker({ API_URL, TRUSTED_PROXIES }: BrokerSettings, onRefused: () => void): RequestHandler {
  const brokerUrl = API_URL.replace(/\/+$/, '');
  const inFlight = new InFlight(MAX_UNDER_WAY, onRefused);
  return async (request, response) => {
    const { body } = request;
    if (body === undefined || Array.isArray(body))
      throw venueProblem(
        'INVALID_CLIENT_REQUEST',
        'Send a JSON object with the header Content-Type: application/json.',
      );
    await inFlight.during(async () => {
      const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
      const headers = {
        ...{ Accept: 'application/json', 'Content-Type': 'application/json' },
        'User-Agent': request.get('User-Agent') ?? '',
        'X-Forwarded-For': clientAddress(request, TRUSTED_PROXIES),
      };
      const asked = { method: 'POST', headers, body: JSON.stringify(body), signal, redirect: 'manual' } as const;
      await passOn(await fetch(brokerUrl + request.path, asked).catch(fail), response).catch(fail);
    });
  };
}

async function passOn(answer: globalThis.Response, response: Response): Promise<void> {
  const text = await textOf(answer);
  const retryAfter = answer.headers.get('Retry-After');
  if (retryAfter !== null) response.set('Retry-After', retryAfter);
  response.set('Cache-Control', 'no-store');
  response
    .status(answer.status)
    .type(answer.headers.get('Content-Type') ?? 'application/json')
    .send(text);
}

async function textOf({ body }: globalThis.Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the broker answers more than it ever does');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function fail(error: unknown): never {
  if (error instanceof Error && error.name === 'TimeoutError')
    throw venueProblem('TIMEOUT', 'The broker did not answer in time. It may be done all the same.');
  throw venueProblem('MAINTENANCE', 'The broker cannot be asked at the moment.');
}
