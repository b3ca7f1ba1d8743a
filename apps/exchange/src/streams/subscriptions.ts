/** Somebody who takes the messages of streams. */
export interface Subscriber {
  /** Sends what may not be missed. */
  send(frame: Buffer): void;
  /** Sends what the next message of the same stream replaces. */
  sendLatest(stream: string, frame: Buffer): void;
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
    const frame = frameOf(name, data());
    for (const subscriber of subscribers) subscriber.send(frame);
  }

  /** As `send`, but a slow subscriber may be sent the latest alone. */
  sendLatest(stream: string, data: () => object): void {
    const subscribers = this.#streams.get(stream);
    if (subscribers === undefined) return;
    const frame = frameOf(stream, data());
    for (const subscriber of subscribers) subscriber.sendLatest(stream, frame);
  }
}

export function frameOf(stream: string, data: object): Buffer {
  return Buffer.from(JSON.stringify({ stream, data }));
}
