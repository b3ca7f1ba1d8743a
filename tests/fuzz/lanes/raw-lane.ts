import { setTimeout as sleep } from 'node:timers/promises';
import { HttpWire } from '../../support/http-wire.ts';
import { type Faults, within } from '../faults.ts';
import { Dice } from '../inputs/dice.ts';
import type { RawInput } from '../inputs/raw-inputs.ts';
import type { Lane } from './lane.ts';

/** How long a server may take before the sender ends its side of the connection. */
const PAUSE_MS = 30;

/** Sends bytes that need not be HTTP, each input on a connection of its own. The server has to end each connection. */
export class RawLane implements Lane {
  readonly #port: number;
  readonly #make: (dice: Dice) => RawInput;
  readonly #faults: Faults;

  constructor(port: number, make: (dice: Dice) => RawInput, faults: Faults) {
    this.#port = port;
    this.#make = make;
    this.#faults = faults;
  }

  async send(seed: number, number: number): Promise<void> {
    const { bytes } = this.#make(new Dice(seed, number));
    const wire = await HttpWire.open(this.#port);
    try {
      const asking = wire.ask(bytes);
      await Promise.race([asking, sleep(PAUSE_MS)]);
      wire.endHalf();
      if ((await within(wire.ended)) === 'late') this.#faults.add(number, 'the connection was not ended', bytes);
      const answer = await asking;
      if (answer !== undefined && answer.status >= 500 && answer.status !== 503)
        this.#faults.add(number, `the server failed: ${answer.status}`, bytes);
    } finally {
      wire.close();
    }
  }

  async settle(): Promise<void> {}

  close(): void {}
}
