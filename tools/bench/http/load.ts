import type { Programs } from '../programs/processes.ts';
import type { Program } from '../programs/program.ts';

/** Requests to send: the same body from many users, as fast as the connections take them. */
export interface Load {
  readonly url: string;
  readonly body: string;
  /** Session tokens, at least one for each connection. */
  readonly tokens: readonly string[];
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

  /** @throws when an answer was no success. A refusal is quicker than an order, so it must not count as one. */
  async fire(load: Load): Promise<LoadReport> {
    const report = await this.#program.ask<LoadReport>('fire', load, LIMIT_MS);
    const { '201': created = 0, ...others } = report.statuses;
    if (created !== load.requests || Object.keys(others).length > 0)
      throw new Error(`of ${load.requests} orders ${created} were opened; other answers: ${JSON.stringify(others)}`);
    return report;
  }
}
