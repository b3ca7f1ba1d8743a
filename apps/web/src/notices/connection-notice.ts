import { noticeManager, notify } from './notices.ts';

/** A connection that comes back sooner causes no notice. */
const PATIENCE_MS = 1_500;
const KEY = 'connection';

/** A notice for as long as the feed is lost, and another when it is back. */
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

  /** Ends it: no further notice is shown. */
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
