/** Those who wait for something to change. They look for themselves whether it is what they wait for. */
export class WakeUps {
  #waiting: (() => void)[] = [];

  /** Resolves at the next change, and at once when the signal is given already. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      else this.#waiting.push(resolve);
    });
  }

  wake(): void {
    for (const wakeUp of this.#waiting.splice(0)) wakeUp();
  }
}
