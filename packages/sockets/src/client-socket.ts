import type { Writable } from 'node:stream';
import type { OutboxSocket } from './sending/outbox.ts';
import type { Framer } from './sending/text-frame.ts';

/** What is left to the library. */
interface LibrarySocket {
  readonly readyState: number;
  readonly OPEN: number;
  terminate(): void;
}

/**
 * One client's socket, for text messages to it. The library keeps the handshake, the pings, the goodbye and whatever
 * the client sends; a message goes past it, straight to the connection beneath. The library would frame it once more
 * for each client, and hand header and text to the system in two pieces with a callback: more work than the system
 * call itself. Its own frames are written whole and at once as well, because nothing is compressed, so that none
 * comes between the pieces of another.
 */
export class ClientSocket implements OutboxSocket {
  readonly #socket: LibrarySocket;
  readonly #stream: Writable;
  readonly #framer: Framer;

  /** @param stream the connection beneath the socket. */
  constructor(socket: LibrarySocket, stream: Writable, framer: Framer) {
    this.#socket = socket;
    this.#stream = stream;
    this.#framer = framer;
  }

  get bufferedAmount(): number {
    return this.#stream.writableLength;
  }

  /** After the goodbye nothing more is sent. */
  send(text: Buffer, written?: () => void): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#stream.write(this.#framer.frame(text), written);
  }

  cork(): void {
    this.#stream.cork();
  }

  uncork(): void {
    this.#stream.uncork();
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
