/** The orders that a feeder has opened and not closed yet. */
export class OpenOrders {
  readonly #numbers: number[] = [];
  readonly #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  add(number: number, orderId: string): void {
    this.#numbers.push(number);
    this.#ids.push(orderId);
  }

  /** Takes out one of them, no matter how long it has been open. */
  takeAny(): { readonly number: number; readonly orderId: string } {
    const at = Math.floor(Math.random() * this.size);
    const taken = { number: this.#numbers[at], orderId: this.#ids[at] };
    const last = { number: this.#numbers.pop(), orderId: this.#ids.pop() };
    if (taken.number === undefined || taken.orderId === undefined) throw new Error('no order is open');
    if (at < this.size && last.number !== undefined && last.orderId !== undefined) {
      this.#numbers[at] = last.number;
      this.#ids[at] = last.orderId;
    }
    return { number: taken.number, orderId: taken.orderId };
  }
}
