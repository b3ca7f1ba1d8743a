import { isUtf8 } from 'node:buffer';
import { repeatedKey } from '@fulcrum/protocol';
import express, { type RequestHandler, type Response } from 'express';
import { MAX_BODY_BYTES, Problem } from './problem.ts';

export const json: RequestHandler = express.json({ limit: MAX_BODY_BYTES, verify: requireOneMeaning });

/** The same. The bytes are kept in `response.locals.rawBody`: what signed them has to be checked. */
export const signedJson: RequestHandler = express.json({
  limit: MAX_BODY_BYTES,
  verify: (request, response, body, encoding) => {
    requireOneMeaning(request, response, body, encoding);
    (response as Response).locals.rawBody = body;
  },
});

/**
 * Otherwise each wrong byte would quietly become U+FFFD, a body in another encoding would not be looked at, and of a key
 * that stands there twice the last value would count, where whoever wrote it may have meant the first.
 */
function requireOneMeaning(_request: unknown, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8') throw new Problem(415, 'not_json', 'JSON is sent as UTF-8.');
  if (!isUtf8(body)) throw new Problem(400, 'invalid_json', 'The body is not UTF-8.');
  const key = repeatedKey(body.toString());
  if (key === undefined) return;
  throw new Problem(400, 'invalid_json', `The key ${JSON.stringify(key.slice(0, 64))} stands twice in one object.`);
}
