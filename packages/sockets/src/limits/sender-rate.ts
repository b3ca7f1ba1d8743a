interface Counted<Connection> {
  total: number;
  readonly of: Map<Connection, number>;
}

/**
 * Counts the messages of each sender, second by second, over all its connections. It tells which connection sent the most,
 * and takes back what that one sent. RateWindows of packages/service know of a sender alone, and not of its connections.
 */
export class SenderRate<Connection> {
  readonly limit: number;
  readonly #senders = new Map<string, Counted<Connection>>();
  #second = 0;

  constructor(perSecond: number) {
    this.limit = perSecond;
  }

  /**
   * Counts a message.
   *
   * @returns the connection that has to go when the sender has too many: the one with the most of them, whosever the
   *   last one was. What it sent does not count any more.
   */
  heaviest(sender: string, connection: Connection, nowMs: number): Connection | undefined {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) this.#senders.clear();
    this.#second = second;
    const counted = this.#countedOf(sender);
    const own = (counted.of.get(connection) ?? 0) + 1;
    counted.of.set(connection, own);
    counted.total += 1;
    if (counted.total <= this.limit) return undefined;
    let [heaviest, most] = [connection, own];
    for (const [other, count] of counted.of) if (count > most) [heaviest, most] = [other, count];
    counted.of.delete(heaviest);
    counted.total -= most;
    return heaviest;
  }

  #countedOf(sender: string): Counted<Connection> {
    let counted = this.#senders.get(sender);
    if (counted === undefined) {
      counted = { total: 0, of: new Map() };
      this.#senders.set(sender, counted);
    }
    return counted;
  }
}
