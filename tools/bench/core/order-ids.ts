const BYTES = 16;

/** The ids of many orders by their numbers, in one block of memory that is allocated at the beginning. */
export class OrderIds {
  readonly #bytes: Buffer;

  constructor(count: number) {
    // It is written to, so that the system really provides the pages now.
    this.#bytes = Buffer.alloc(count * BYTES, 1);
  }

  set(number: number, orderId: string): void {
    this.#bytes.write(orderId.replaceAll('-', ''), number * BYTES, 'hex');
  }

  get(number: number): string {
    const hex = this.#bytes.toString('hex', number * BYTES, (number + 1) * BYTES);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}
