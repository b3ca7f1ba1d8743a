import type { Rejected } from './events.ts';
import type { RejectionCode } from './rejections.ts';

/** Whom a rejection answers. */
export interface Refusable {
  readonly requestId: string;
  readonly orderId?: string | undefined;
  readonly userId?: string | undefined;
}

/** Refuses a command. The code is for programs and never changes its meaning; the message is for people. */
export function reject(command: Refusable, code: RejectionCode, message: string): Rejected {
  const { requestId, orderId, userId } = command;
  return { type: 'rejected', requestId, orderId, userId, code, message };
}

/** Why something is refused, before it is known whose it is. */
export interface Refusal {
  readonly code: RejectionCode;
  readonly message: string;
}

export function refuse(code: RejectionCode, message: string): Refusal {
  return { code, message };
}

export function rejectWith(command: Refusable, { code, message }: Refusal): Rejected {
  return reject(command, code, message);
}
