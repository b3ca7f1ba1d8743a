import { notify } from '../../notices/notices.ts';
import type { Cancelled } from './send-orders.ts';
import { explainRefusal, UNKNOWN_CANCEL } from './venue-refusals.ts';

/** Success needs no notice: the order disappears. */
export function sayCancelFailure(outcome: Cancelled): void {
  if (outcome === 'done') return;
  const text = outcome.type === 'unknown' ? UNKNOWN_CANCEL : explainRefusal(outcome.code, outcome.message).text;
  notify({ kind: 'warn', title: outcome.type === 'unknown' ? 'No answer' : 'Not cancelled', text });
}
