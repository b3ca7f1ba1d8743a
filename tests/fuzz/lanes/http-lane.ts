import type { WireAnswer } from '../../support/http-answers.ts';
import { HttpWire } from '../../support/http-wire.ts';
import type { Attacker } from '../attacker.ts';
import { type Faults, within } from '../faults.ts';
import { Dice } from '../inputs/dice.ts';
import { type HttpInput, httpInput } from '../inputs/http-inputs.ts';
import { orderBookInput } from '../inputs/order-book-inputs.ts';
import type { Lane } from './lane.ts';

/** What is asked: which inputs are sent to it, and how it refuses them. */
export interface Site {
  readonly port: number;
  readonly inputOf: (dice: Dice, attacker: Attacker) => HttpInput;
  readonly isRefusal: (answer: WireAnswer, isHead: boolean) => boolean;
  /** Statuses of 500 and above that say no more than that something is not to be had. */
  readonly away: readonly number[];
}

export function apiSite(port: number): Site {
  const isRefusal = ({ headers, body, status }: WireAnswer, isHead: boolean) =>
    headers.get('content-type') === 'application/problem+json; charset=utf-8' &&
    (isHead || isProblemBody(body, status));
  return { port, inputOf: httpInput, isRefusal, away: [503] };
}

/** The order book answers in Backpack's form. */
export function venueSite(port: number): Site {
  const isRefusal = ({ body }: WireAnswer, isHead: boolean) => isHead || isVenueError(body);
  return { port, inputOf: orderBookInput, isRefusal, away: [501, 503] };
}

/** Sends requests one after the other over a connection that stays open, and checks each answer. */
export class HttpLane implements Lane {
  readonly #site: Site;
  readonly #attacker: Attacker;
  readonly #faults: Faults;
  readonly #statuses: Map<number, number>;
  #wire: HttpWire | undefined;

  /** @param statuses counts the answers by their status. */
  constructor(site: Site, attacker: Attacker, faults: Faults, statuses: Map<number, number>) {
    this.#site = site;
    this.#attacker = attacker;
    this.#faults = faults;
    this.#statuses = statuses;
  }

  async send(seed: number, number: number): Promise<void> {
    const input = this.#site.inputOf(new Dice(seed, number), this.#attacker);
    if (this.#wire?.isOpen !== true) this.#wire = await HttpWire.open(this.#site.port);
    const answer = await within(this.#wire.ask(input.request, input.isHead));
    const status = answer === 'late' ? 0 : (answer?.status ?? 0);
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const what = answer === 'late' ? 'no answer came in time' : faultOf(input, answer, this.#site);
    if (what !== undefined) this.#faults.add(number, what, input.request);
    // Node ends a connection on which it found a fault itself, a moment after its answer.
    if (what !== undefined || (answer !== 'late' && answer?.headers.get('connection') === 'close')) this.close();
  }

  async settle(): Promise<void> {}

  close(): void {
    this.#wire?.close();
  }
}

function faultOf(
  { isHead, isRead }: HttpInput,
  answer: WireAnswer | undefined,
  { isRefusal, away }: Site,
): string | undefined {
  if (answer === undefined) return 'the connection ended without an answer';
  const { status, body } = answer;
  const shown = `${status} ${body.slice(0, 200)}`;
  if (status >= 500 && !away.includes(status)) return `the server failed: ${shown}`;
  if (status < 400) return isRead ? undefined : `what had to be refused was done: ${shown}`;
  if (isRefusal(answer, isHead)) return undefined;
  return `this is no refusal: ${answer.headers.get('content-type')}, ${shown}`;
}

function isProblemBody(body: string, status: number): boolean {
  const problem = JSON.parse(body);
  return problem.status === status && typeof problem.code === 'string' && typeof problem.title === 'string';
}

function isVenueError(body: string): boolean {
  if (body === '') return false;
  const error = JSON.parse(body);
  return /^[A-Z_]+$/.test(error.code) && typeof error.message === 'string';
}
