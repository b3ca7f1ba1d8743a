import {
  ACCOUNT_STREAM,
  bookTickerStream,
  MARKET_STREAM,
  repeatedKey,
  type SocketRequest,
  socketRequestSchema,
} from '@fulcrum/protocol';
import type { RequestId } from './frames.ts';
import type { Refusal } from './refusal.ts';

/** A client's message: a request, or what is wrong with it and which request to answer. */
export type ReadRequest =
  | { readonly ok: true; readonly request: SocketRequest }
  | { readonly ok: false; readonly id: RequestId; readonly refusal: Refusal };

/**
 * Reads a client's message. Nothing that stands in it makes this throw.
 *
 * @param text undefined for a binary message.
 */
export function readRequest(text: string | undefined): ReadRequest {
  if (text === undefined) return faulty(undefined, 'a request is text, not binary');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return faulty(undefined, 'a request is a JSON object');
  }
  const repeated = repeatedKey(text);
  if (repeated !== undefined) return faulty(undefined, `the key ${repeated.slice(0, 64)} stands twice in one object`);
  const parsed = socketRequestSchema.safeParse(json);
  if (parsed.success) return { ok: true, request: parsed.data };
  const [fault] = parsed.error.issues;
  const where = fault?.path.join('.') || 'request';
  return faulty(idOf(json), `${where}: ${fault?.message ?? 'wrong shape'}`.slice(0, 200));
}

/** When only the id makes sense, the client still learns which of its requests was refused. */
function idOf(json: unknown): RequestId {
  return socketRequestSchema.pick({ id: true }).safeParse(json).data?.id;
}

function faulty(id: RequestId, message: string): ReadRequest {
  return { ok: false, id, refusal: { code: 'invalid_request', message } };
}

/** The streams that a request names, each once. */
export interface NamedStreams {
  readonly assets: ReadonlySet<string>;
  readonly account: boolean;
  readonly market: boolean;
}

const TICKER_PREFIX = bookTickerStream('');

/** The streams of a request, or its refusal when one of them does not exist. */
export type ReadStreams =
  | { readonly ok: true; readonly streams: NamedStreams }
  | { readonly ok: false; readonly refusal: Refusal };

export function readStreams(names: readonly string[], isKnown: (asset: string) => boolean): ReadStreams {
  const assets = new Set<string>();
  for (const name of names) {
    if (name === ACCOUNT_STREAM || name === MARKET_STREAM) continue;
    const asset = name.startsWith(TICKER_PREFIX) ? name.slice(TICKER_PREFIX.length) : undefined;
    if (asset === undefined || !isKnown(asset))
      return { ok: false, refusal: { code: 'unknown_stream', message: `There is no stream ${name.slice(0, 64)}.` } };
    assets.add(asset);
  }
  const streams = { assets, account: names.includes(ACCOUNT_STREAM), market: names.includes(MARKET_STREAM) };
  return { ok: true, streams };
}
