import type { Request } from 'express';
import { venueProblem } from '../dialect/venue-problem.ts';
import type { SigningKey, VenueKeys } from '../keys/venue-keys.ts';
import { isPublicKey, isSignedBy } from '../signing/public-key.ts';
import { type Parameters, signedText } from '../signing/signed-text.ts';
import { DEFAULT_WINDOW_MS, windowFault } from '../signing/signing-window.ts';
import type { Instruction } from './venue-route.ts';

/**
 * Finds out whose request it is. What costs least is looked at first.
 *
 * @param instruction that the request has to be signed for.
 * @throws Problem when it is signed by nobody, with another key, for something else, or at another time.
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
    throw venueProblem('UNAUTHORIZED', 'Sign the request: X-API-Key, X-Timestamp and X-Signature are missing.');
  const fault = windowFault(timestamp, window, nowMs());
  if (fault !== undefined) throw venueProblem('INVALID_CLIENT_REQUEST', `X-Timestamp and X-Window: ${fault}.`);
  const found = isPublicKey(publicKey) ? await keys.known.lookUp(publicKey) : 'unknown';
  if (found === 'unknown') throw venueProblem('UNAUTHORIZED', 'This key is unknown, or was deleted.');
  if (found === 'busy') throw venueProblem('MAINTENANCE', 'Too many keys are being looked up.');
  if (!isSignedBy(found.key, signedText(instruction, parametersOf(request), timestamp, window), signature))
    throw venueProblem('INVALID_SIGNATURE', `The signature is not that of this request for ${instruction}.`);
  return found;
}

/** What is signed of a request: the query of one that reads, and the body of any other. */
function parametersOf({ method, query, body }: Request): readonly Parameters[] {
  const given: unknown = method === 'GET' ? query : (body ?? {});
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
