import { noticeManager, notify } from './notices.ts';

/** A connection that comes back sooner is nothing to talk about. */
const PATIENCE_MS = 1_500;
const KEY = 'connection';

/** Says when the feed is lost, for as long as it is, and when it is found again. */
export class ConnectionNotice {
  #patience: ReturnType<typeof setTimeout> | undefined;
  #isSaid = false;

  tell(isConnected: boolean): void {
    clearTimeout(this.#patience);
    if (!isConnected) {
      this.#patience = setTimeout(() => this.#sayLost(), PATIENCE_MS);
    } else if (this.#isSaid) {
      this.stop();
      notify({ kind: 'good', title: 'Connected again', text: 'Prices are live.', forMs: 4_000 });
    }
  }

  /** Says nothing any more. */
  stop(): void {
    clearTimeout(this.#patience);
    if (this.#isSaid) noticeManager.close(KEY);
    this.#isSaid = false;
  }

  #sayLost(): void {
    this.#isSaid = true;
    const text = 'Prices and positions are not live. Trying to connect again …';
    notify({ kind: 'warn', title: 'Connection lost', text, forMs: 0, key: KEY });
  }
}
