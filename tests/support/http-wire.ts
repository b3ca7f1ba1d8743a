import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { HttpAnswers, type WireAnswer } from './http-answers.ts';

/**
 * One connection to an HTTP server over which a test sends whatever bytes it likes, one request after the other or
 * many at once. Libraries for clients would refuse to send what is malformed.
 */
export class HttpWire {
  readonly #socket: Socket;
  readonly #answers = new HttpAnswers();
  readonly #waiting: { isHead: boolean; resolve: (answer: WireAnswer | undefined) => void }[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #isOpen = true;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#answers.push(bytes);
      this.#deliver();
    });
    socket.on('error', () => {});
    for (const event of ['end', 'close'] as const) socket.on(event, () => this.#end());
  }

  static async open(port: number): Promise<HttpWire> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const wire = new HttpWire(socket);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {});
    return wire;
  }

  /** Resolves when the server, or this side, ends the connection. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Sends bytes that should be one request.
   *
   * @returns the answer, or undefined when the server ends the connection without one.
   */
  ask(request: string | Buffer, isHead = false): Promise<WireAnswer | undefined> {
    if (!this.#isOpen) return Promise.resolve(undefined);
    this.#socket.write(request);
    return new Promise((resolve) => this.#waiting.push({ isHead, resolve }));
  }

  /** Sends more of a request, for which an answer is waited for already. */
  send(bytes: string | Buffer): void {
    if (this.#isOpen) this.#socket.write(bytes);
  }

  /** Says that nothing more will come, and goes on reading. */
  endHalf(): void {
    this.#socket.end();
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  #deliver(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const answer = this.#answers.take(next.isHead);
      if (answer === undefined) return;
      this.#waiting.shift();
      next.resolve(answer);
    }
  }

  #end(): void {
    this.#isOpen = false;
    this.#deliver();
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    this.#ended.resolve();
  }
}
