import type { Programs } from '../programs/processes.ts';
import type { Program } from '../programs/program.ts';

/** A request of one user, which may be sent many times. */
export interface LoadRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Requests to POST, as fast as the connections take them. */
export interface Load {
  readonly url: string;
  /** At least one for each connection: no two connections send for the same user. */
  readonly of: readonly LoadRequest[];
  readonly connections: number;
  readonly requests: number;
}

export interface LoadReport {
  /** The time of each answer. */
  readonly milliseconds: readonly number[];
  /** Answers by status; `error` counts connections that broke. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const LIMIT_MS = 120_000;

/** Sends requests from a process of its own, so that they share no thread with the measured process. */
export class LoadGenerator {
  readonly #program: Program;

  constructor(programs: Programs) {
    this.#program = programs.worker(new URL('load-worker.ts', import.meta.url));
  }

  /**
   * @param success the status of every answer.
   * @throws when an answer was no success. A refusal is quicker than an order, so it must not count as one.
   */
  async fire(load: Load, success = 201): Promise<LoadReport> {
    const report = await this.#program.ask<LoadReport>('fire', load, LIMIT_MS);
    const { [success]: taken = 0, ...others } = report.statuses;
    if (taken !== load.requests || Object.keys(others).length > 0)
      throw new Error(`of ${load.requests} orders ${taken} were taken; other answers: ${JSON.stringify(others)}`);
    return report;
  }
}
