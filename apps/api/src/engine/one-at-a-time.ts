/** The work for one user: one piece is in flight, and others wait behind it. */
interface Queue {
  /** Pieces that have not begun, by name. */
  readonly waiting: Map<string, Promise<unknown>>;
  end: Promise<unknown>;
  length: number;
}

/**
 * Does one piece of work at a time for each user. Whoever asks for a piece that waits already shares it. It begins after
 * they asked, so its result is as new as one of their own would be.
 */
export class OneAtATime {
  readonly #queues = new Map<string, Queue>();

  /** Users for whom something is in flight. */
  get users(): number {
    return this.#queues.size;
  }

  /** How many pieces of one user have not ended. */
  lengthFor(userId: string): number {
    return this.#queues.get(userId)?.length ?? 0;
  }

  ask<Result>(userId: string, name: string, work: () => Promise<Result>): Promise<Result> {
    const queue = this.#queues.get(userId) ?? this.#open(userId);
    const shared = queue.waiting.get(name);
    if (shared !== undefined) return shared as Promise<Result>;
    queue.length += 1;
    const begin = () => {
      queue.waiting.delete(name);
      return work();
    };
    const isFirst = queue.length === 1;
    const result = isFirst ? begin() : queue.end.then(begin);
    if (!isFirst) queue.waiting.set(name, result);
    const done = () => {
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(userId);
    };
    queue.end = result.then(done, done);
    return result;
  }

  #open(userId: string): Queue {
    const queue: Queue = { waiting: new Map(), end: Promise.resolve(), length: 0 };
    this.#queues.set(userId, queue);
    return queue;
  }
}
