import type { OutboxSocket } from '../sending/outbox.ts';

/** A socket whose client reads when the test tells it to. */
export class FakeSocket implements OutboxSocket {
  bufferedAmount = 0;
  isTerminated = false;
  isCorked = false;
  readonly sent: unknown[] = [];
  /** The bytes of each message that stay unsent; none for a client that reads at once. */
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

  /** Lets the client read all that is unsent. */
  read(): void {
    this.bufferedAmount = 0;
    for (const written of this.#written.splice(0)) written();
  }

  terminate(): void {
    this.isTerminated = true;
  }
}
