import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { connectDatabase } from '@fulcrum/db';
import { signSession } from '@fulcrum/sessions';
import { type Parameters, signedText } from '@fulcrum/venue-api';
import type { LoadRequest } from '../http/load.ts';
import { until } from '../programs/limit.ts';

/** An order that finds nobody to trade with, and does not rest: no trader comes near a limit, however many are sent. */
const ORDER: Parameters = {
  ...{ orderType: 'Limit', price: '10.0', quantity: '0.1', side: 'Bid', symbol: 'BTC_USDC', timeInForce: 'IOC' },
};

const PATH = '/api/v1/order';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const WINDOW = '60000';
const LIMIT_MS = 30_000;

export interface BenchTrader {
  readonly publicKey: string;
  /** An order that is signed now, and may be sent many times. */
  signedOrder(): LoadRequest;
}

export interface TradersOptions {
  /** The venue's. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly count: number;
  /** Signs the sessions with which keys are registered. */
  readonly secret: string;
  readonly signal: AbortSignal;
}

/** Users of the broker, whose keys are registered at the venue. */
export async function addTraders({ url, databaseUrl, count, secret, signal }: TradersOptions): Promise<BenchTrader[]> {
  await until(LIMIT_MS, 'the venue has its markets', signal, async () =>
    (await (await fetch(`${url}/api/v1/markets`, { signal })).text()).includes('BTC_USDC') ? true : undefined,
  );
  const db = connectDatabase(databaseUrl, 2);
  try {
    const ids = Array.from({ length: count }, () => randomUUID());
    await db.user.createMany({ data: ids.map((id) => ({ id, email: `${id}@example.com` })) });
    const traders: BenchTrader[] = [];
    for (const id of ids) traders.push(await addTrader(url, signSession(id, randomUUID(), secret), signal));
    return traders;
  } finally {
    await db.$disconnect();
  }
}

async function addTrader(url: string, token: string, signal: AbortSignal): Promise<BenchTrader> {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const response = await fetch(`${url}/api/v1/keys`, {
    method: 'POST',
    headers: { ...JSON_TYPE, Authorization: `Bearer ${token}` },
    body: JSON.stringify({ publicKey }),
    signal,
  });
  if (response.status !== 200) throw new Error(`the key was not registered: ${await response.text()}`);
  return {
    publicKey,
    signedOrder: () => {
      const timestamp = String(Date.now());
      const text = signedText('orderExecute', [ORDER], timestamp, WINDOW);
      const signature = sign(null, Buffer.from(text), pair.privateKey).toString('base64');
      const signed = { 'X-API-Key': publicKey, 'X-Timestamp': timestamp, 'X-Window': WINDOW, 'X-Signature': signature };
      return { path: PATH, headers: { ...JSON_TYPE, ...signed }, body: JSON.stringify(ORDER) };
    },
  };
}
