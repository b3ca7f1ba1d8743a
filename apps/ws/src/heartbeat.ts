import type { WebSocket } from 'ws';

/** Finds clients that are gone without saying so: one that does not answer a ping before the next is cut off. */
export class Heartbeat {
  readonly #unanswered = new Map<WebSocket, boolean>();
  readonly #timer: NodeJS.Timeout;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#beat(), everyMs);
  }

  watch(socket: WebSocket): void {
    this.#unanswered.set(socket, false);
    socket.on('pong', () => this.#unanswered.set(socket, false));
    socket.on('close', () => this.#unanswered.delete(socket));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    for (const [socket, isUnanswered] of this.#unanswered) {
      if (isUnanswered) {
        socket.terminate();
        continue;
      }
      this.#unanswered.set(socket, true);
      socket.ping();
    }
  }
}
