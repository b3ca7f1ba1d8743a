import type { Notice } from '../notices/notices.ts';
import type { Outcome } from './orders.ts';
import { refusalText, UNKNOWN_OUTCOME } from './refusals.ts';

/** What is said of a request that was not done. @param title says so; nobody knows it where no answer came. */
export function failureNotice(title: string, outcome: Exclude<Outcome, 'done'>): Notice {
  if (outcome === 'unknown') return { kind: 'warn', title: 'No answer', text: UNKNOWN_OUTCOME };
  return { kind: 'warn', title, text: refusalText(outcome.code, outcome.message) };
}
