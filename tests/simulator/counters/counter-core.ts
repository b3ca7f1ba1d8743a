import { assert, type LogEntry } from '@fulcrum/log';
import type { Answer, Changes, Core, EventParts, Events } from '@fulcrum/replica';
import { readCommand } from './counter-commands.ts';

/** What is counted, and what a counter may hold. */
const LIMIT = 100;

export interface CounterEvent {
  readonly type: 'added' | 'refused' | 'emptied';
  readonly id: string;
  readonly counter: string;
  /** Behind an addition; what was in it where it was emptied. */
  readonly value: number;
}

/** The value of each counter that changed: 0 for one that is not there any more. */
export interface CounterChanges extends Changes {
  readonly values: ReadonlyMap<string, number>;
  readonly total: number;
}

/**
 * As small as a core can be: counters that hold something, and the sum of all additions. It has what a replica has to cope
 * with: an accepted command and a refused one, a result in parts, a private answer, records that come and go.
 */
export class CounterCore implements Core<CounterChanges> {
  readonly #values: Map<string, number>;
  readonly #changed = new Set<string>();
  /** What was added and has not been emptied: it is kept beside the counters, whose sum it has to be. */
  #total: number;
  readonly countsEntries = true;

  constructor(values: Iterable<readonly [string, number]> = [], total = 0) {
    this.#values = new Map(values);
    this.#total = total;
  }

  apply({ type, data }: LogEntry, onInvalid: (message: string) => void): Events | EventParts | undefined {
    const command = readCommand(type, data);
    if (command === undefined) onInvalid('this is no command of counters');
    if (command?.type === 'add') return printable(this.#add(command.id, command.counter, command.by));
    return command?.type === 'empty-all' ? this.#emptyAll(command.id) : undefined;
  }

  #add(id: string, counter: string, by: number): CounterEvent {
    const before = this.#values.get(counter) ?? 0;
    const value = before + by;
    if (value < 0 || value > LIMIT) return { type: 'refused', id, counter, value: before };
    this.#set(counter, value);
    this.#total += by;
    return { type: 'added', id, counter, value };
  }

  *#emptyAll(id: string): EventParts {
    // Only prepares what follows.
    yield undefined;
    for (const [counter, value] of [...this.#values].sort()) {
      this.#set(counter, 0);
      this.#total -= value;
      yield printable({ type: 'emptied', id, counter, value });
    }
  }

  #set(counter: string, value: number): void {
    assert(value >= 0 && value <= LIMIT, 'a counter is within its limits');
    if (value === 0) this.#values.delete(counter);
    else this.#values.set(counter, value);
    this.#changed.add(counter);
  }

  answer({ id: cause, type, data }: LogEntry): Answer | undefined {
    const command = readCommand(type, data);
    if (command?.type !== 'read') return undefined;
    const event = { id: command.id, value: this.#values.get(command.counter) ?? 0 };
    return { replyTo: command.replyTo, print: (after) => JSON.stringify({ after, cause, event }) };
  }

  takeChanges(): CounterChanges {
    const values = new Map([...this.#changed].map((counter) => [counter, this.#values.get(counter) ?? 0]));
    this.#changed.clear();
    return { values, total: this.#total, stateHash: this.stateHash(), pages: [] };
  }

  /** The state is so small that it can be its own hash. */
  stateHash(): string {
    return JSON.stringify([this.#total, ...[...this.#values].sort()]);
  }

  assertSound(): void {
    assert(this.imbalance === 0, 'the counters add up to their total');
  }

  get figures() {
    return { counters: this.#values.size };
  }

  /** Zero, always. */
  get imbalance(): number {
    return [...this.#values.values()].reduce((sum, value) => sum + value, 0) - this.#total;
  }
}

function printable(event: CounterEvent): Events {
  return { count: 1, print: () => JSON.stringify([event]) };
}
