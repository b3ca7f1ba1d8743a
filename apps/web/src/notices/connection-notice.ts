import { noticeManager, notify } from './notices.ts';

/** A connection that comes back sooner is nothing to talk about. */
const PATIENCE_MS = 1_500;
const KEY = 'connection';

/** Says when the feed is lost, for as long as it is, and when it is found again. */
export function connectionNotice(): (isConnected: boolean) => void {
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isSaid = false;
  return (isConnected) => {
    clearTimeout(patience);
    if (!isConnected) {
      patience = setTimeout(() => {
        isSaid = true;
        const text = 'Prices and positions are not live. Trying to connect again …';
        notify({ kind: 'warn', title: 'Connection lost', text, forMs: 0, key: KEY });
      }, PATIENCE_MS);
    } else if (isSaid) {
      isSaid = false;
      noticeManager.close(KEY);
      notify({ kind: 'good', title: 'Connected again', text: 'Prices and positions are live.', forMs: 4_000 });
    }
  };
}
