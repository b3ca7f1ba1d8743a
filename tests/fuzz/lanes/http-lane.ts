import type { WireAnswer } from '../../support/http-answers.ts';
import { HttpWire } from '../../support/http-wire.ts';
import type { Attacker } from '../attacker.ts';
import { type Faults, within } from '../faults.ts';
import { Dice } from '../inputs/dice.ts';
import { type HttpInput, httpInput } from '../inputs/http-inputs.ts';
import type { Lane } from './lane.ts';

/** Sends requests one after the other over a connection that stays open, and checks each answer. */
export class HttpLane implements Lane {
  readonly #port: number;
  readonly #attacker: Attacker;
  readonly #faults: Faults;
  readonly #statuses: Map<number, number>;
  #wire: HttpWire | undefined;

  /** @param statuses counts the answers by their status. */
  constructor(port: number, attacker: Attacker, faults: Faults, statuses: Map<number, number>) {
    this.#port = port;
    this.#attacker = attacker;
    this.#faults = faults;
    this.#statuses = statuses;
  }

  async send(seed: number, number: number): Promise<void> {
    const input = httpInput(new Dice(seed, number), this.#attacker);
    if (this.#wire?.isOpen !== true) this.#wire = await HttpWire.open(this.#port);
    const answer = await within(this.#wire.ask(input.request, input.isHead));
    const status = answer === 'late' ? 0 : (answer?.status ?? 0);
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const what = answer === 'late' ? 'no answer came in time' : faultOf(input, answer);
    if (what !== undefined) this.#faults.add(number, what, input.request);
    // Node ends a connection on which it found a fault itself, a moment after its answer.
    if (what !== undefined || (answer !== 'late' && answer?.headers.get('connection') === 'close')) this.close();
  }

  async settle(): Promise<void> {}

  close(): void {
    this.#wire?.close();
  }
}

function faultOf({ isHead, isRead }: HttpInput, answer: WireAnswer | undefined): string | undefined {
  if (answer === undefined) return 'the connection ended without an answer';
  const { status, body } = answer;
  const shown = `${status} ${body.slice(0, 200)}`;
  if (status >= 500 && status !== 503) return `the server failed: ${shown}`;
  if (status < 400) return isRead ? undefined : `what had to be refused was done: ${shown}`;
  const type = answer.headers.get('content-type') ?? '';
  if (isProblem(type) && (isHead || isProblemBody(body, status))) return undefined;
  return `this is no problem: ${type}, ${shown}`;
}

const isProblem = (type: string) => type === 'application/problem+json; charset=utf-8';

function isProblemBody(body: string, status: number): boolean {
  const problem = JSON.parse(body);
  return problem.status === status && typeof problem.code === 'string' && typeof problem.title === 'string';
}
