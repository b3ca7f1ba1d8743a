import type { Attacker } from '../attacker.ts';
import type { Faults } from '../faults.ts';
import { Dice } from '../inputs/dice.ts';
import { socketInput } from '../inputs/socket-inputs.ts';
import type { Lane } from './lane.ts';
import { SocketWire } from './socket-wire.ts';

/** Inputs between two checks of the answers: fewer than may wait, and fewer than a client may send in a second. */
const INPUTS_PER_LOOK = 10;
const INPUTS_PER_CONNECTION = 40;

/** Sends frames over WebSockets, half of which are signed in, and checks that each message back is an answer. */
export class SocketLane implements Lane {
  readonly #port: number;
  readonly #attacker: Attacker;
  readonly #faults: Faults;
  #wire: SocketWire | undefined;
  #sent = 0;
  #last: { number: number; bytes: Buffer } | undefined;

  constructor(port: number, attacker: Attacker, faults: Faults) {
    this.#port = port;
    this.#attacker = attacker;
    this.#faults = faults;
  }

  async send(seed: number, number: number): Promise<void> {
    const dice = new Dice(seed, number);
    const { bytes, isFatal } = socketInput(dice, this.#attacker);
    const wire = await this.#open(dice.chance(0.5));
    this.#last = { number, bytes };
    wire.send(bytes);
    this.#sent += 1;
    if (isFatal) await this.#look((open) => open.ended());
    else if (this.#sent % INPUTS_PER_LOOK === 0) await this.settle();
    if (this.#sent >= INPUTS_PER_CONNECTION) this.close();
  }

  async settle(): Promise<void> {
    await this.#look((wire) => wire.settled());
  }

  close(): void {
    this.#wire?.close();
  }

  async #open(isSignedIn: boolean): Promise<SocketWire> {
    if (this.#wire?.isOpen === true) return this.#wire;
    const headers = isSignedIn ? [`Cookie: fulcrum_session=${this.#attacker.token}`] : [];
    this.#wire = await SocketWire.open(this.#port, headers);
    this.#sent = 0;
    return this.#wire;
  }

  async #look(wait: (wire: SocketWire) => Promise<void>): Promise<void> {
    if (this.#wire === undefined || this.#last === undefined) return;
    const { number, bytes } = this.#last;
    try {
      await wait(this.#wire);
      const strange = this.#wire.texts.splice(0).find((text) => !isAnswer(JSON.parse(text)));
      if (strange !== undefined) this.#faults.add(number, `this is no answer: ${strange.slice(0, 200)}`, bytes);
    } catch (error) {
      this.#faults.add(number, `${(error as Error).message}, after this or one of the inputs before it`, bytes);
      this.close();
    }
  }
}

/** Whether a message belongs to a stream, or answers a request. */
function isAnswer(message: Record<string, unknown>): boolean {
  if (typeof message.stream === 'string') return 'data' in message || 'error' in message;
  return 'result' in message ? message.result === null : 'error' in message;
}
