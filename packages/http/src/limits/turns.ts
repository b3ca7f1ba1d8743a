import type { IncomingMessage, RequestListener } from 'node:http';

/** For so long requests are begun before whatever else has come in has its turn, in milliseconds. */
const TURN_MS = 5;

type Work = () => void;

/**
 * Answers requests in turns, so that nobody who sends thousands at once keeps others waiting: what cannot be begun in one
 * turn of the event loop waits for the next ones, in which all senders have one request begun after the other.
 *
 * @param senderOf tells the senders apart.
 */
export function inTurns(answer: RequestListener, senderOf: (request: IncomingMessage) => string): RequestListener {
  const turns = new Turns();
  return (request, response) => {
    // Nobody takes the answer any more.
    const begin = () => void (request.socket.destroyed || answer(request, response));
    if (turns.hasTime) turns.begin(begin);
    else turns.add(senderOf(request), begin);
  };
}

class Turns {
  /** What waits, by sender. Whoever is next is in front. */
  readonly #waiting = new Map<string, Work[]>();
  /** When the present turn has lasted long enough; undefined while nothing was begun in it. */
  #endsAt: number | undefined;

  /** Whether a request may be begun at once. As long as one waits there is no time. */
  get hasTime(): boolean {
    return this.#endsAt === undefined || performance.now() < this.#endsAt;
  }

  begin(work: Work): void {
    if (this.#endsAt === undefined) {
      this.#endsAt = performance.now() + TURN_MS;
      setImmediate(() => this.#nextTurn());
    }
    work();
  }

  add(sender: string, work: Work): void {
    const works = this.#waiting.get(sender);
    if (works === undefined) this.#waiting.set(sender, [work]);
    else works.push(work);
  }

  #nextTurn(): void {
    this.#endsAt = undefined;
    do {
      const [next] = this.#waiting;
      if (next === undefined) return;
      this.#beginOne(...next);
    } while (performance.now() < (this.#endsAt ?? 0));
  }

  /** Begins the first of a sender's, who goes behind all others. */
  #beginOne(sender: string, works: Work[]): void {
    this.#waiting.delete(sender);
    const work = works.shift();
    if (works.length > 0) this.#waiting.set(sender, works);
    if (work !== undefined) this.begin(work);
  }
}
