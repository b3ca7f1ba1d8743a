import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clientFrame, OPCODE } from '../inputs/client-frames.ts';
import { Dice } from '../inputs/dice.ts';
import { goodHandshake } from '../inputs/handshake-inputs.ts';

/** The limit of a wait. Only a broken server reaches it. */
const PATIENCE_MS = 30_000;
const HEAD_END = '\r\n\r\n';

/** A WebSocket on which a test sends any bytes. It reads whole, unmasked frames, as a server sends them. */
export class SocketWire {
  readonly texts: string[] = [];
  readonly #socket: Socket;
  readonly #dice = new Dice(0, 0);
  #bytes: Buffer = Buffer.alloc(0);
  #pongs = 0;
  #isEnded = false;
  #changed = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#readFrames();
      this.#change();
    });
    socket.on('error', () => {});
    for (const event of ['end', 'close'] as const) socket.on(event, () => this.#end());
  }

  /** @throws when the server does not accept the handshake. */
  static async open(port: number, headers: readonly string[] = []): Promise<SocketWire> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    socket.write(goodHandshake(headers));
    let head = Buffer.alloc(0);
    while (!head.includes(HEAD_END)) head = Buffer.concat([head, (await once(socket, 'data'))[0]]);
    if (!head.toString('latin1').startsWith('HTTP/1.1 101 '))
      throw new Error(`no WebSocket: ${head.toString('latin1')}`);
    const wire = new SocketWire(socket);
    wire.#bytes = head.subarray(head.indexOf(HEAD_END) + HEAD_END.length);
    wire.#readFrames();
    return wire;
  }

  get isOpen(): boolean {
    return !this.#isEnded;
  }

  send(bytes: Buffer): void {
    if (!this.#isEnded) this.#socket.write(bytes);
  }

  /** Waits until the server has dealt with everything that was sent, or has ended the connection. */
  async settled(): Promise<void> {
    const before = this.#pongs;
    this.send(clientFrame(this.#dice, OPCODE.ping, 'are you there?'));
    await this.#until(() => this.#isEnded || this.#pongs > before, 'a pong');
  }

  async ended(): Promise<void> {
    await this.#until(() => this.#isEnded, 'the end of the connection');
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`${what} did not come`)), PATIENCE_MS);
    try {
      while (!holds()) await Promise.race([this.#changed.promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  #end(): void {
    this.#isEnded = true;
    this.#change();
  }

  #readFrames(): void {
    for (;;) {
      const [first = 0, second = 0] = this.#bytes;
      const extended = second === 126 ? 2 : second === 127 ? 8 : 0;
      const from = 2 + extended;
      if (this.#bytes.length < from) return;
      const length = extended === 0 ? second : this.#bytes.readUIntBE(extended === 8 ? 4 : 2, extended === 8 ? 6 : 2);
      if (this.#bytes.length < from + length) return;
      this.#take(first, this.#bytes.subarray(from, from + length));
      this.#bytes = this.#bytes.subarray(from + length);
    }
  }

  /** After a Close nothing more comes, so the client ends the connection. */
  #take(first: number, payload: Buffer): void {
    const opcode = first & 0x0f;
    if (opcode === OPCODE.text) this.texts.push(payload.toString());
    if (opcode === OPCODE.ping) this.send(clientFrame(this.#dice, OPCODE.pong, payload));
    if (opcode === OPCODE.pong && payload.toString() === 'are you there?') this.#pongs += 1;
    if (opcode === OPCODE.close) this.close();
  }
}
