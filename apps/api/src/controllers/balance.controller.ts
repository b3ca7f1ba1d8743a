import type { Session } from '@fulcrum/sessions';
import type { AccountReads } from '../engine/account-reads.ts';
import type { Reply } from '../http/route.ts';
import { required } from './engine-answers.ts';

/** The figures of the signed-in user's account, as the engine has them when it comes to the question in the log. */
export async function readBalance(reads: AccountReads, { userId }: Session): Promise<Reply> {
  const account = required(await reads.figures(userId), 'account');
  const { type: _type, requestId: _requestId, orders: _orders, next: _next, ...figures } = account;
  return { status: 200, body: figures };
}
