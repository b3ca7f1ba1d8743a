import { Toast } from '@base-ui/react/toast';

/** What a notice is about decides its colour. */
export type NoticeKind = 'good' | 'bad' | 'warn';

/** Notices can come from anywhere, also from outside of the components. */
export const noticeManager = Toast.createToastManager();

export interface Notice {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text?: string;
  /** How long it stays; 0 until it is closed by hand. */
  readonly forMs?: number;
  /** Of notices with the same key the new one takes the old one's place. */
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
