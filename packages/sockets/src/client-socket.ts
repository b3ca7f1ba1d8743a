import type { Writable } from 'node:stream';
import type { OutboxSocket } from './sending/outbox.ts';
import type { Framer } from './sending/text-frame.ts';

/** The part of the library's socket that is used. */
interface LibrarySocket {
  readonly readyState: number;
  readonly OPEN: number;
  terminate(): void;
}

/**
 * One client's socket, for text messages to it. The library handles the handshake, pings, the closing and the client's
 * messages. Messages to the client bypass it, and are written straight to the connection. The library would frame each
 * message again for each client, and pass header and text to the system in two pieces with a callback, which costs more
 * than the system call itself. Without compression the library writes its own frames whole and at once, so frames do
 * not mix.
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

  /** Sends a text. After the closing handshake has begun nothing is sent any more. */
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
