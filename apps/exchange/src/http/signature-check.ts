import type { Parameters } from '@fulcrum/venue-api';
import { DEFAULT_WINDOW_MS } from '@fulcrum/venue-api';
import type { Request } from 'express';
import { venueProblem } from '../dialect/venue-problem.ts';
import { findSigner } from '../keys/signer.ts';
import type { SigningKey, VenueKeys } from '../keys/venue-keys.ts';
import type { Instruction } from './venue-route.ts';

/** Whether a request is meant to be signed. It need not be signed well. */
export function isSigned(request: Request): boolean {
  return request.get('X-API-Key') !== undefined || request.get('X-Signature') !== undefined;
}

/**
 * Finds out whose request it is, by its headers.
 *
 * @param instruction that the request has to be signed for.
 * @throws Problem when it is not.
 */
export async function checkSignature(
  request: Request,
  instruction: Instruction,
  keys: Pick<VenueKeys, 'known'>,
  nowMs: () => number,
): Promise<SigningKey> {
  const publicKey = request.get('X-API-Key');
  const signature = request.get('X-Signature');
  const timestamp = request.get('X-Timestamp');
  const window = request.get('X-Window') ?? String(DEFAULT_WINDOW_MS);
  if (publicKey === undefined || signature === undefined || timestamp === undefined)
    throw venueProblem('UNAUTHORIZED', 'Sign the request: one of X-API-Key, X-Timestamp and X-Signature is missing.');
  const parameters = () => parametersOf(request);
  return findSigner({ publicKey, signature, timestamp, window, instruction, parameters }, keys, nowMs());
}

/** What is signed of a request: the query of one that reads, and the body of any other. */
function parametersOf({ method, query, body }: Request): readonly Parameters[] {
  const given: unknown = method === 'GET' ? query : (body ?? {});
  if (Array.isArray(given) && given.length === 0)
    throw venueProblem('INVALID_CLIENT_REQUEST', 'A batch has at least one order.');
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  return all.map((one) => {
    if (!isFlat(one)) throw venueProblem('INVALID_CLIENT_REQUEST', 'Each field is a text, a number or a boolean.');
    return one;
  });
}

function isFlat(value: unknown): value is Parameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((field) => ['string', 'number', 'boolean'].includes(typeof field));
}
