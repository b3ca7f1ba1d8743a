import { type RateLimit, toProblem } from '@fulcrum/http';
import type { Rate } from '@fulcrum/service';
import type { Request, Response } from 'express';
import { ProvenKeys } from './proven-keys.ts';

/** What a request brings that says whose it is. */
export interface Claim {
  /** Of a request that is signed. A session has none: it is looked at without asking the database, and thus always. */
  readonly publicKey: string | undefined;
  /** @returns the user. Rejects, or throws, when it is nobody's. */
  readonly prove: () => string | Promise<string>;
}

export interface AdmissionParts {
  /** Counts by address the claims that were wrong. */
  readonly failures: Pick<Rate, 'limit' | 'shareOf'>;
  /** Counts one, and refuses it beyond the limit. */
  readonly failure: Pick<RateLimit, 'handler'>;
  readonly addressOf: (request: Request) => string;
}

/**
 * Finds out who asks. Only a wrong claim counts, and on its address: once that has made too many, no other key of it is
 * looked at. A key that has signed well from there a moment ago still is, so that whoever guesses silences no neighbour.
 */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #proven = new ProvenKeys();

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  async admit(request: Request, response: Response, { publicKey, prove }: Claim): Promise<string> {
    if (publicKey === undefined) return this.#proved(request, response, prove);
    const address = this.#parts.addressOf(request);
    if (!this.#isLookedAt(address, publicKey)) await this.#countFailure(request, response);
    const userId = await this.#proved(request, response, prove);
    this.#proven.add(address, publicKey);
    return userId;
  }

  #isLookedAt(address: string, publicKey: string): boolean {
    const { failures } = this.#parts;
    return failures.shareOf(address).used < failures.limit || this.#proven.has(address, publicKey);
  }

  async #proved(request: Request, response: Response, prove: Claim['prove']): Promise<string> {
    try {
      return await prove();
    } catch (error) {
      // What is wrong with us is nobody's failure.
      if (toProblem(error).status < 500) await this.#countFailure(request, response);
      throw error;
    }
  }

  /** Rejects once the address is beyond its limit. */
  #countFailure(request: Request, response: Response): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#parts.failure.handler(request, response, (problem) =>
        problem === undefined ? resolve() : reject(problem),
      );
    });
  }
}
