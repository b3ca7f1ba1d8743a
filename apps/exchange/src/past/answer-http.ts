import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SymbolBooks } from '@fulcrum/simulated-prices';
import { readKlineQuery, toKline } from './klines.ts';
import { type BidAt, Past } from './past.ts';

const KLINES = '/api/v1/klines';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Answers HTTP requests for klines, in Backpack's dialect, and no others.
 *
 * @param nowMs the clock, which also says when the venue began to play.
 */
export function answerHttp(sources: Iterable<SymbolBooks>, nowMs: () => number, bidAt: BidAt) {
  const startedAt = Math.floor(nowMs());
  const pasts = new Map(
    [...sources].map((source, index) => [
      source.symbol,
      { source, past: new Past(source, index + 1, startedAt, bidAt) },
    ]),
  );
  const answerTo = ({ method, url = '' }: IncomingMessage): Answer => {
    const [path, parameters = ''] = url.split('?', 2);
    if (path !== KLINES) return refuse(404, 'RESOURCE_NOT_FOUND', `there is ${KLINES} here, and the WebSocket`);
    if (method !== 'GET') return refuse(405, 'INVALID_CLIENT_REQUEST', 'klines can be read only');
    const now = Math.floor(nowMs());
    const query = readKlineQuery(new URLSearchParams(parameters), now);
    if (query.type === 'refusal') return refuse(400, query.code, query.message);
    const known = pasts.get(query.symbol);
    if (known === undefined) return refuse(400, 'INVALID_SYMBOL', 'there is no such symbol');
    const bars = known.past.bars(query.spans, now);
    return { status: 200, body: bars.map((bar) => toKline(bar, known.source.books.priceDecimals)) };
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { status, body } = answerTo(request);
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    response.writeHead(status, headers).end(text);
  };
}

function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}
