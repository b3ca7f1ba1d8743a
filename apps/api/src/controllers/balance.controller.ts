import type { Session } from '@fulcrum/sessions';
import type { EngineClient } from '../engine/engine-client.ts';
import type { Reply } from '../http/route.ts';
import { eventOf, required } from './engine-answers.ts';

/** The signed-in user's figures, as the engine has them at this point of the log. */
export async function readBalance(engine: EngineClient, { userId }: Session): Promise<Reply> {
  const account = required(eventOf(await engine.send('get-account', { userId }), 'account'));
  const { type: _type, requestId: _requestId, orders: _orders, ...figures } = account;
  return { status: 200, body: figures };
}
