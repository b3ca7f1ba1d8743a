/** Somebody who takes the messages of streams. Nothing of what it is sent may be missed. */
export interface Subscriber {
  send(frame: Buffer): void;
}

/** Who takes which streams. */
export class Subscriptions {
  readonly #streams = new Map<string, Set<Subscriber>>();

  add(stream: string, subscriber: Subscriber): void {
    const known = this.#streams.get(stream);
    if (known === undefined) this.#streams.set(stream, new Set([subscriber]));
    else known.add(subscriber);
  }

  remove(stream: string, subscriber: Subscriber): void {
    const known = this.#streams.get(stream);
    known?.delete(subscriber);
    if (known?.size === 0) this.#streams.delete(stream);
  }

  has(stream: string): boolean {
    return this.#streams.has(stream);
  }

  /** The streams that somebody takes. */
  get streams(): Iterable<string> {
    return this.#streams.keys();
  }

  /** @param data is made only where somebody takes it, and printed once for all. */
  send(stream: string, data: () => object, name = stream): void {
    const subscribers = this.#streams.get(stream);
    if (subscribers === undefined) return;
    const frame = Buffer.from(JSON.stringify({ stream: name, data: data() }));
    for (const subscriber of subscribers) subscriber.send(frame);
  }
}
