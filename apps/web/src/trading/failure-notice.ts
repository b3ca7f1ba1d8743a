import type { Notice } from '../notices/notices.ts';
import type { Outcome } from './orders.ts';
import { refusalText, UNKNOWN_OUTCOME } from './refusals.ts';

/** The notice of a request that failed. @param title for a refusal. Without an answer the outcome is unknown. */
export function failureNotice(title: string, outcome: Exclude<Outcome, 'done'>): Notice {
  if (outcome === 'unknown') return { kind: 'warn', title: 'No answer', text: UNKNOWN_OUTCOME };
  return { kind: 'warn', title, text: refusalText(outcome.code, outcome.message) };
}
