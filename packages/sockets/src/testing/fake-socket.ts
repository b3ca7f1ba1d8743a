import type { OutboxSocket } from '../sending/outbox.ts';

/** A socket whose client reads when the test says so. */
export class FakeSocket implements OutboxSocket {
  bufferedAmount = 0;
  isTerminated = false;
  isCorked = false;
  readonly sent: unknown[] = [];
  /** How many bytes each message holds up; none, for a client that reads at once. */
  bytesHeldUp = 0;
  #written: (() => void)[] = [];

  send(text: Buffer, written: () => void = () => {}): void {
    this.sent.push(JSON.parse(text.toString()));
    this.bufferedAmount += this.bytesHeldUp;
    this.#written.push(written);
    if (this.bytesHeldUp === 0) this.read();
  }

  cork(): void {
    this.isCorked = true;
  }

  uncork(): void {
    this.isCorked = false;
  }

  /** The client reads all that waits. */
  read(): void {
    this.bufferedAmount = 0;
    for (const written of this.#written.splice(0)) written();
  }

  terminate(): void {
    this.isTerminated = true;
  }
}
