import { isDeepStrictEqual } from 'node:util';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import type { JsonEvent, Reply } from '@fulcrum/protocol';

type OpenOrder = readonly [orderId: string, takeProfit: string | null, stopLoss: string | null];

/** What one user has, from one result to the next. */
export interface Version {
  readonly balance: string | undefined;
  /** The open orders with their levels, in the order in which they opened. */
  readonly orders: ReadonlyMap<string, OpenOrder>;
}

/** What reads have to be answered, as far as the log has come. */
export class TruthOfReads {
  readonly #versions = new Map<string, Version[]>();
  readonly #answers = new Map<LogId, { readonly answer: JsonEvent; readonly after: LogId }>();

  /** Which version of a user's account holds. */
  versionOf(userId: string): number {
    return Math.max(0, this.#of(userId).length - 1);
  }

  /** It and all that came behind it. */
  versionsSince(userId: string, version: number): readonly Version[] {
    return this.#of(userId).slice(version);
  }

  note(event: JsonEvent): void {
    if (event.type === 'account-created') this.#add(event.userId, event.balance, () => {});
    else if (event.type === 'created' || event.type === 'updated') {
      const { orderId, takeProfit, stopLoss } = event;
      const balance = event.type === 'created' ? event.balance : undefined;
      this.#add(event.userId, balance, (orders) => orders.set(orderId, [orderId, takeProfit, stopLoss]));
    } else if (event.type === 'closed')
      this.#add(event.userId, event.balance, (orders) => orders.delete(event.orderId));
  }

  /** @param after the last result before the read. */
  expect(read: LogId, answer: JsonEvent, after: LogId): void {
    this.#answers.set(read, { answer, after });
  }

  /** Whether an answer is the right one; otherwise what is wrong with it. */
  check({ after, cause, event }: Reply, published: LogId | undefined): string | undefined {
    const expected = this.#answers.get(cause);
    const told = JSON.stringify(event);
    if (!isDeepStrictEqual(expected?.answer, event))
      return `the read ${cause} was answered ${told}, not ${JSON.stringify(expected?.answer)}`;
    if (compareLogIds(after, expected?.after ?? LOG_START) < 0)
      return `the answer to ${cause} is said to be behind ${after}, but contains ${expected?.after}`;
    if (compareLogIds(expected?.after ?? LOG_START, published ?? LOG_START) > 0)
      return `the read ${cause} was answered before ${expected?.after} was published, which the answer contains`;
    return undefined;
  }

  #of(userId: string): Version[] {
    let versions = this.#versions.get(userId);
    if (versions === undefined) {
      versions = [{ balance: undefined, orders: new Map() }];
      this.#versions.set(userId, versions);
    }
    return versions;
  }

  #add(userId: string, balance: string | undefined, change: (orders: Map<string, OpenOrder>) => void): void {
    const versions = this.#of(userId);
    const last = versions.at(-1);
    const orders = new Map(last?.orders);
    change(orders);
    versions.push({ balance: balance ?? last?.balance, orders });
  }
}
