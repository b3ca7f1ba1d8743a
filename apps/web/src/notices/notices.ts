import { Toast } from '@base-ui/react/toast';

/** The kind decides the colour. */
export type NoticeKind = 'good' | 'bad' | 'warn';

/** Takes notices from any code, also outside of React components. */
export const noticeManager = Toast.createToastManager();

export interface Notice {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text?: string;
  /** How long it stays in milliseconds; 0 until it is closed by hand. */
  readonly forMs?: number;
  /** A new notice replaces an old one with the same key. */
  readonly key?: string;
}

export function notify({ kind, title, text, forMs, key }: Notice): string {
  return noticeManager.add({
    type: kind,
    title,
    ...(text === undefined ? {} : { description: text }),
    ...(forMs === undefined ? {} : { timeout: forMs }),
    ...(key === undefined ? {} : { id: key }),
  });
}
