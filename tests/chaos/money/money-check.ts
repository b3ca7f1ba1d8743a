import type { JsonEvent } from '@fulcrum/protocol';
import { type Findings, show } from '../verdict/findings.ts';
import { millionths } from '../verdict/ledger.ts';
import type { Cause } from '../verdict/replay.ts';
import type { ToldTransfer } from './told-transfer.ts';

/** The truth about one transfer, from the log. */
interface Truth {
  readonly told: ToldTransfer;
  made: number;
  readonly settled: string[];
}

/** Compares what each owner was told about each movement of money with the log. */
export class MoneyCheck {
  readonly #findings: Findings;
  readonly #truths: Map<string, Truth>;

  constructor(transfers: Iterable<ToldTransfer>, findings: Findings) {
    this.#findings = findings;
    this.#truths = new Map([...transfers].map((told) => [told.transferId, { told, made: 0, settled: [] }]));
  }

  take({ events }: Cause): void {
    for (const event of events) this.#take(event);
  }

  end(): void {
    for (const truth of this.#truths.values()) this.#judge(truth);
  }

  #take(event: JsonEvent): void {
    if (event.type !== 'transferred' && event.type !== 'held' && event.type !== 'hold-settled') return;
    const truth = this.#truths.get(event.transferId);
    if (truth === undefined) {
      this.#findings.add('wrong', `nobody asked for what ${show(event)} did`);
      return;
    }
    const { userId, amount, movement } = truth.told;
    const isAsked =
      event.userId === userId &&
      millionths(event.amount) === millionths(amount) &&
      (event.type === 'transferred') === (movement === 'deposits');
    this.#findings.expect(isAsked, 'wrong', () => `${show(truth.told)} was asked for, and ${show(event)} was done`);
    if (event.type === 'hold-settled') truth.settled.push(event.outcome);
    else truth.made += 1;
  }

  #judge({ told, made, settled }: Truth): void {
    const { said, unsure, isBack } = told;
    const message = () => `made ${made} times, settled as ${show(settled)}: ${show(told)}`;
    this.#findings.expect(made <= 1 && settled.length <= made, 'doubled', message);
    if (said === 'made') this.#findings.expect(made === 1, 'lost', message);
    if (said === 'refused' && !unsure) this.#findings.expect(made === 0, 'wrong', message);
    if (isBack) this.#findings.expect(settled[0] === 'released', 'lost', message);
  }
}
