import type { LogEntry } from '@fulcrum/log';
import { z } from 'zod';
import type { Told } from '../world/expected-answers.ts';
import { type Caused, Truth } from '../world/truth.ts';
import { readCommand } from './counter-commands.ts';

const answerSchema = z.object({ after: z.string(), cause: z.string(), event: z.looseObject({}) });

/** What is true of the counters: worked out anew, without the core that the engines have. */
export class CountersTruth extends Truth {
  readonly #values: Record<string, number> = {};
  #added = 0;

  get imbalance(): bigint {
    return BigInt(Object.values(this.#values).reduce((sum, value) => sum + value, 0) - this.#added);
  }

  protected apply({ type, data }: LogEntry): Caused {
    const command = readCommand(type, data);
    const value = command !== undefined && 'counter' in command ? (this.#values[command.counter] ?? 0) : 0;
    switch (command?.type) {
      case undefined:
        return { parts: [], answer: undefined };
      case 'read':
        return { parts: [], answer: { id: command.id, value } };
      case 'add':
        return { parts: [this.#add(command.id, command.counter, value, command.by)], answer: undefined };
      case 'empty-all':
        return { parts: this.#names().map((counter) => this.#empty(command.id, counter)), answer: undefined };
    }
  }

  /** The counters that hold something, in the order of their names. */
  #names(): string[] {
    return Object.keys(this.#values).sort();
  }

  #add(id: string, counter: string, before: number, by: number): string {
    const value = before + by;
    const isWithin = value >= 0 && value <= 100;
    if (!isWithin) return JSON.stringify([{ type: 'refused', id, counter, value: before }]);
    this.#added += by;
    if (value === 0) delete this.#values[counter];
    else this.#values[counter] = value;
    return JSON.stringify([{ type: 'added', id, counter, value }]);
  }

  #empty(id: string, counter: string): string {
    const value = this.#values[counter] ?? 0;
    delete this.#values[counter];
    this.#added -= value;
    return JSON.stringify([{ type: 'emptied', id, counter, value }]);
  }

  protected stateHash(): string {
    return JSON.stringify([this.#added, ...this.#names().map((name) => [name, this.#values[name]])]);
  }

  protected readAnswer(text: string): Told | undefined {
    return answerSchema.safeParse(JSON.parse(text)).data;
  }
}
