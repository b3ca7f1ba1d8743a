import { isPublicKey, isSignedBy, type Parameters, signedText, windowFault } from '@fulcrum/venue-api';
import type { Signature } from '../clients/request.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import type { SigningKey, VenueKeys } from './venue-keys.ts';

/** What somebody brings who signs. */
export interface Signed {
  readonly publicKey: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly window: string;
  /** What it has to be signed for. */
  readonly instruction: string;
  readonly parameters: () => readonly Parameters[];
}

/**
 * Finds out who has signed. What costs least is looked at first.
 *
 * @throws Problem when it is signed by nobody, with another key, for something else, or at another time.
 */
export async function findSigner(signed: Signed, keys: Pick<VenueKeys, 'known'>, now: number): Promise<SigningKey> {
  const { publicKey, signature, timestamp, window, instruction, parameters } = signed;
  const fault = windowFault(timestamp, window, now);
  if (fault !== undefined) throw venueProblem('INVALID_CLIENT_REQUEST', `Timestamp and window: ${fault}.`);
  const found = isPublicKey(publicKey) ? await keys.known.lookUp(publicKey) : 'unknown';
  if (found === 'unknown') throw unknownKey();
  if (found === 'busy') throw venueProblem('MAINTENANCE', 'Too many keys are being looked up.');
  if (!isSignedBy(found.key, signedText(instruction, parameters(), timestamp, window), signature))
    throw venueProblem('INVALID_SIGNATURE', `The signature is not that of this request for ${instruction}.`);
  return found;
}

export function unknownKey() {
  return venueProblem('UNAUTHORIZED', 'This key is unknown, or was deleted.');
}

/** The same of who wants to be told of their own orders, over the WebSocket. */
export async function findSubscriber(
  signature: Signature,
  keys: Pick<VenueKeys, 'known'>,
  now: number,
): Promise<SigningKey> {
  const [publicKey, signed, timestamp, window] = signature;
  const claim = { publicKey, signature: signed, timestamp, window, instruction: 'subscribe', parameters: () => [{}] };
  return findSigner(claim, keys, now);
}
