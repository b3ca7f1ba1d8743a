import { Problem } from '@fulcrum/http';
import type { CodeProof } from '@fulcrum/second-factor';
import type { KeyCheck, Session, SessionEndings } from '@fulcrum/sessions';
import { KEY_KEPT_MS } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { Reply } from '../http/route.ts';
import { type ApiKeys, MAX_KEYS } from './api-keys.ts';
import type { NewKey } from './key-schemas.ts';

/**
 * How long processes remember that a key was deleted. The database has it no more, so this has to be longer than any of
 * them keeps what it looked up, whatever their clocks say.
 */
const REMEMBERED_SECONDS = 3_600;

export interface KeysParts {
  readonly stored: ApiKeys;
  readonly codes: Pick<CodeProof, 'ask'>;
  readonly check: Pick<KeyCheck, 'forget'>;
  readonly endings: Pick<SessionEndings, 'end'>;
}

/** What users do with the keys of their programs. */
export class KeysController {
  readonly #parts: KeysParts;

  constructor(parts: KeysParts) {
    this.#parts = parts;
  }

  async list({ userId }: Session): Promise<Reply> {
    return { status: 200, body: { keys: await this.#parts.stored.list(userId) } };
  }

  async create(session: Session, { code, ...wanted }: NewKey, request: Request): Promise<Reply> {
    const useCode = await this.#parts.codes.ask(session, code, request);
    const made = await this.#parts.stored.create(session.userId, wanted, useCode);
    if (made === undefined)
      throw new Problem(409, 'too_many_keys', `You have ${MAX_KEYS} keys, which are the most. Delete one first.`);
    return { status: 201, body: made };
  }

  /** A key that is used counts as a session with the key's id, so it ends as sessions do: at once everywhere. */
  async delete({ userId }: Session, id: string): Promise<Reply> {
    const { stored, check, endings } = this.#parts;
    if (!(await stored.delete(userId, id))) throw new Problem(404, 'unknown_key', 'You have no such key.');
    check.forget(id);
    const expiresAt = Math.floor(Date.now() / 1_000) + REMEMBERED_SECONDS;
    const ending = await endings.end({ sessionId: id, expiresAt });
    if (ending === 'everywhere') return { status: 200, body: { message: 'The key is deleted.' } };
    const seconds = KEY_KEPT_MS / 1_000;
    const message = `The key is deleted. Other servers that used it a moment ago may take it for ${seconds} seconds more.`;
    return { status: 202, body: { message } };
  }
}
