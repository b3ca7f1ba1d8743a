import { createPrivateKey, sign } from 'node:crypto';
import { signedText } from '@fulcrum/venue-api';
import type { Trader } from './venue-world.ts';

/** What stands before the 32 bytes of a private key in its DER form (RFC 8410). */
const DER_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What a subscription to own streams brings. */
export function signSubscription({ apiKey, secret }: Pick<Trader, 'apiKey' | 'secret'>): string[] {
  const der = Buffer.concat([DER_HEAD, Buffer.from(secret, 'base64')]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const timestamp = String(Date.now());
  const text = signedText('subscribe', [{}], timestamp, '5000');
  return [apiKey, sign(null, Buffer.from(text), key).toString('base64'), timestamp, '5000'];
}
