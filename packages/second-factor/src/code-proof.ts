import type { Queryable } from '@fulcrum/db';
import { type Guesses, Problem } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { SecondFactors } from './second-factors.ts';

/** Uses the code up, in the transaction that does what it was asked for. @throws Problem for a wrong one. */
export type UseCode = (tx: Queryable) => Promise<void>;

/**
 * Asks users who have turned the second factor on for a code, before what nobody shall do who merely found an open screen.
 * Whoever has none is not asked.
 */
export class CodeProof {
  readonly #factors: Pick<SecondFactors, 'state' | 'use'>;
  readonly #guesses: Guesses;

  constructor(factors: Pick<SecondFactors, 'state' | 'use'>, guesses: Guesses) {
    this.#factors = factors;
    this.#guesses = guesses;
  }

  /**
   * @returns undefined when none is needed.
   * @throws Problem when one is needed and none is named, or when too many were.
   */
  async ask(
    { userId }: Pick<Session, 'userId'>,
    code: string | undefined,
    request: Request,
  ): Promise<UseCode | undefined> {
    const { isOn } = await this.#factors.state(userId);
    if (!isOn) return undefined;
    if (code === undefined) throw codeNeeded();
    await this.#guesses.take({ id: userId }, request);
    return async (tx) => {
      if (!(await this.#factors.use(tx, userId, code))) throw wrongCode();
    };
  }
}

export function wrongCode(): Problem {
  return new Problem(403, 'wrong_code', 'The code is wrong, too old, or was used before. Wait for the next one.');
}

function codeNeeded(): Problem {
  return new Problem(403, 'code_needed', 'Name a code of your second factor, or a recovery code, as `code`.');
}
