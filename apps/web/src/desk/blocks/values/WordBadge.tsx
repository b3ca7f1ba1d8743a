import { Badge, type BadgeProps } from './Badge.tsx';

/** What the desk calls each word of the API, and how that looks. */
export type Looks<Word extends string> = Readonly<Record<Word, readonly [text: string, tone?: BadgeProps['tone']]>>;

/** What an account may do. */
export const RIGHTS: Looks<'full' | 'close_only' | 'none'> = {
  full: ['full rights'],
  close_only: ['close only', 'warn'],
  none: ['blocked', 'bad'],
};

/** What may be done in an instrument. */
export const MODES: Looks<'open' | 'close_only' | 'closed'> = {
  open: ['open', 'good'],
  close_only: ['close only', 'warn'],
  closed: ['closed', 'bad'],
};

export interface WordBadgeProps<Word extends string> {
  readonly looks: Looks<Word>;
  readonly word: Word;
}

/** A word of the API as the desk calls it. */
export function WordBadge<Word extends string>({ looks, word }: WordBadgeProps<Word>) {
  const [text, tone] = looks[word];
  return <Badge text={text} tone={tone} />;
}
