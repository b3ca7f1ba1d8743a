import type { OutboxSocket } from '../outbox.ts';

/** A socket whose client reads only when the test says so. */
export class StuckSocket implements OutboxSocket {
  bufferedAmount = 0;
  isTerminated = false;
  readonly sent: string[] = [];
  #written: (() => void)[] = [];

  send(data: Buffer, _options: unknown, written: () => void): void {
    this.sent.push(data.toString());
    this.bufferedAmount += data.length;
    this.#written.push(written);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  clientReads(): void {
    this.bufferedAmount = 0;
    for (const written of this.#written.splice(0)) written();
  }
}
