import { z } from 'zod';
import { nameUuid } from '../../product/name-uuid.ts';
import { Refusal } from '../../product/refusal.ts';
import type { Session } from '../../product/session.ts';
import type { Outcome } from '../../product/tally.ts';

/** Something that a member of staff asks for at the desk. */
export interface DeskAct {
  /** Of all acts of the demonstration. */
  readonly name: string;
  readonly by: Session;
  /** Below /desk. */
  readonly path: string;
  readonly body: object;
  readonly reason: string;
  /** The second person's word, where it is not left to whoever looks at the desk. */
  readonly decision?: { readonly by: Session; readonly says: 'approve' | 'refuse'; readonly reason: string };
}

const reply = z.object({ action: z.object({ actionId: z.string(), state: z.string() }) });

/** What nobody said yes to within a day is asked for again, by at most so many runs. */
const MOST_TIMES = 1_000;

/** Asks for it, unless an earlier run did. Only what has expired meanwhile is asked for again. */
export async function askOnce({ name, by, path, body, reason, decision }: DeskAct): Promise<Outcome> {
  for (let time = 0; time < MOST_TIMES; time += 1) {
    const actionId = nameUuid(by.userId, `act ${name} ${time}`);
    const before = await stateOf(by, actionId);
    if (before === 'expired') continue;
    const state = before ?? (await by.ask(`/desk${path}`, { actionId, reason, ...body }, reply)).action.state;
    if (decision === undefined || state !== 'waiting') return before === undefined ? 'added' : 'there';
    await decision.by.post(`/desk/actions/${actionId}/${decision.says}`, { reason: decision.reason });
    return 'added';
  }
  return 'there';
}

/** @returns undefined when there is no such action. */
async function stateOf(by: Session, actionId: string): Promise<string | undefined> {
  try {
    return (await by.get(`/desk/actions/${actionId}`, reply)).action.state;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}
