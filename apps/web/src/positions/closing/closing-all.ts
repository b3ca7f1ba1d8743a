import { createStore } from 'zustand/vanilla';
import { noticeManager, notify } from '../../notices/notices.ts';
import { closeOrder } from '../../trading/orders.ts';
import { refusalText } from '../../trading/refusals.ts';
import { CloseAll, type ClosedAll } from './close-all.ts';

/** The progress of closing all positions. It goes on, and can be stopped, whatever the screen shows meanwhile. */
interface ClosingAll {
  readonly closed: number;
  readonly total: number;
  /** Whether no further request is sent, and only answers are awaited. */
  readonly isOver: boolean;
  readonly stop: () => void;
}

export const closingAll = createStore<{ readonly progress: ClosingAll | undefined }>(() => ({ progress: undefined }));

const NOTICE = 'close-all';

/** Starts closing all positions, unless that is in progress. */
export async function startClosingAll(orderIds: readonly string[]): Promise<void> {
  if (closingAll.getState().progress !== undefined) return;
  const show = (soFar: ClosedAll) => {
    const { closed, isOver } = soFar;
    closingAll.setState({ progress: { closed, total: orderIds.length, isOver, stop: () => wish.stop() } });
    if (isOver) sayWhatIsLeft(soFar);
  };
  const wish = new CloseAll(orderIds, closeOrder, show);
  noticeManager.close(NOTICE);
  show(wish.soFar);
  try {
    sayWhatIsLeft(await wish.run());
  } finally {
    closingAll.setState({ progress: undefined });
  }
}

/** A notice of the positions that are left. It replaces the former one, whose outcomes were less known. */
function sayWhatIsLeft(result: ClosedAll): void {
  if (result.open + result.unanswered > 0) {
    const title = result.reason === 'stopped' ? 'Closing was stopped' : 'Not everything is closed';
    notify({ kind: 'warn', title, text: leftText(result), forMs: 0, key: NOTICE });
  } else {
    noticeManager.close(NOTICE);
  }
}

export function leftText({ closed, open, unanswered, reason }: Omit<ClosedAll, 'isOver'>): string {
  const counts = [`${closed} closed`, `${open} still open`];
  if (unanswered > 0) counts.push(`${unanswered} without an answer, which may still close`);
  const why = typeof reason === 'object' ? ` ${refusalText(reason.code, reason.message)}` : '';
  return `${counts.join(', ')}.${why}`;
}
