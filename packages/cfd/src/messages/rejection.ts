import { Refusal as RefusalFor } from '@fulcrum/log';
import type { Rejected } from './events.ts';
import type { RejectionCode } from './rejections.ts';

/** Why something is refused, before it is known whose it is. */
export const Refusal = RefusalFor<RejectionCode>;
export type Refusal = RefusalFor<RejectionCode>;

export function refuse(code: RejectionCode, message: string): Refusal {
  return new Refusal(code, message);
}

export function isRefusal(outcome: unknown): outcome is Refusal {
  return outcome instanceof Refusal;
}

/** Whoever asks about an account that is not there is told so in the same words. */
export const UNKNOWN_ACCOUNT = refuse('unknown_account', 'There is no such account.');

/** Whom a rejection answers. */
export interface Refusable {
  readonly requestId: string;
  readonly orderId?: string | undefined;
  readonly userId?: string | undefined;
}

/** Answers a command that is refused. What the command does not name is undefined. */
export function reject({ requestId, orderId, userId }: Refusable, { code, message }: Refusal): Rejected {
  return { type: 'rejected', requestId, code, message, orderId, userId };
}
