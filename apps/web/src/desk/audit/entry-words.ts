import { kindText } from '../acts/action.ts';
import type { AuditEntry } from './audit.ts';

/** The steps of an action. */
const STEPS: Readonly<Record<string, string>> = {
  ask: 'asked for',
  act: 'done by one person',
  approve: 'a second person said yes',
  refuse: 'a second person said no',
  withdraw: 'taken back',
  expire: 'expired',
  done: 'carried out',
  failed: 'failed',
  lost: 'lost with the log',
};

const ACTS: Readonly<Record<string, string>> = {
  'end-sessions': 'End a client’s sessions',
  note: 'Note about a client',
  'read-document': 'Read a document of an identity',
  'review-identity': 'Begin to review an identity',
};

/** An act as people say it: `set-role:ask` is "Change a role: asked for". */
export function actText(act: string): string {
  const [kind = '', step] = act.split(':');
  const words = ACTS[kind] ?? kindText(kind);
  return step === undefined ? words : `${words}: ${STEPS[step] ?? step}`;
}

/** Who acted. */
export function actorText({ actor, actorEmail }: Pick<AuditEntry, 'actor' | 'actorEmail'>): string {
  if (actorEmail !== null) return actorEmail;
  return actor.startsWith('cli:') ? `${actor.slice(4)} (command line)` : actor;
}

/** What a row keeps of its act, as far as it has the usual form. */
export function partsOf(content: unknown): {
  readonly reason?: string;
  readonly action?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** All else. */
  readonly others: Readonly<Record<string, unknown>>;
} {
  if (typeof content !== 'object' || content === null) return { others: content === undefined ? {} : { content } };
  const { reason, action, before, after, ...others } = content as Readonly<Record<string, unknown>>;
  return {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof action === 'string' ? { action } : {}),
    ...{ before, after, others },
  };
}
