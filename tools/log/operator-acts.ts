import { ACTION_KINDS, type ActionRow, type Asked, actAtOnce, localOperator } from '@fulcrum/desk';
import { readConfig, setting } from '@fulcrum/service';
import { z } from 'zod';
import { ANSWER_LIMIT_MS } from './ask-log.ts';
import type { LogParts } from './log-parts.ts';

const schema = z.object({ SECOND_PERSON_ABOVE: setting.money('1000') });

/**
 * Asks for an action of the desk, as who uses this command line, and waits for what comes of it.
 *
 * @param reason what the audit log is told: one line.
 * @throws with a sentence for people when it may not be asked for.
 */
export function act(
  { db, redis, keys }: LogParts,
  kind: Asked['kind'],
  data: object,
  reason: string,
): Promise<ActionRow> {
  const { SECOND_PERSON_ABOVE: secondPersonAbove } = readConfig(schema, process.env);
  const asked = { kind, data, reason, actor: localOperator() };
  return actAtOnce({ db, redis, keys, secondPersonAbove }, asked, AbortSignal.timeout(ANSWER_LIMIT_MS));
}

/** Why an action was not done; undefined when it was. */
export function whyNotDone({ id, kind, state, answer, entryId, expiresAt }: ActionRow): string | undefined {
  const { message = 'it has failed' } = (answer ?? {}) as { readonly message?: string };
  switch (state) {
    case 'done':
      return undefined;
    case 'waiting':
      return `waits for a second person as action ${id}: ${approvers(kind)} may say yes at the desk until ${expiresAt.toISOString()}.`;
    case 'failed':
      return `refused: ${message}`;
    default:
      return entryId === null
        ? `is approved as action ${id}, and was not sent yet: the API goes on trying.`
        : `stands in the log as action ${id}. No engine has answered yet.`;
  }
}

function approvers(kind: string): string {
  const roles = ACTION_KINDS[kind as keyof typeof ACTION_KINDS].approves;
  return roles.join(' or ');
}
