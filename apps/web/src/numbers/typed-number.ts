/** A typed number in the engine's form, with a point and without groups. */
export interface TypedNumber {
  readonly type: 'number';
  readonly text: string;
  /** Whether it was typed in another form, so that the screen should say how it was understood. */
  readonly isRewritten: boolean;
}

/** Why a text cannot be read: it is not a number, or it could be either of two. */
export type Unreadable =
  | { readonly type: 'invalid' }
  | { readonly type: 'ambiguous'; readonly either: readonly [whole: string, fraction: string] };

const INVALID = { type: 'invalid' } as const;

const PLAIN = /^\d*[.,]?\d*$/;

/** Groups of three with the same separator, and optionally a fraction after another separator. */
const GROUPED = /^(\d{1,3})(?:([,. '’])\d{3})(?:\2\d{3})*(?:(?!\2)[.,]\d*)?$/;

/** A comma before three digits: a fraction or a group. No group follows a zero. */
const GROUP_OR_FRACTION = /^([1-9]\d{0,2}),(\d{3})$/;

/** A point before three digits: the decimal sign here, but a separator of groups to many people. */
const POINT_LIKE_GROUP = /^[1-9]\d{0,2}\.\d{3}$/;

/** Spaces of any kind, also the narrow ones between groups. */
const SPACES = /\s/g;

/**
 * Reads a number as people type it. A single comma or point is the decimal sign, also at the beginning or end. Groups
 * of three may be written as the screen prints them ("61,900.00") or in other ways ("61.900,00", "61 900"). Nothing is
 * guessed: "1,000" could be a thousand or one, so it is refused.
 */
export function readTyped(typed: string): TypedNumber | Unreadable {
  const text = typed.trim().replaceAll(SPACES, ' ');
  const unclear = GROUP_OR_FRACTION.exec(text);
  if (unclear !== null)
    return { type: 'ambiguous', either: [`${unclear[1]}${unclear[2]}`, `${unclear[1]}.${unclear[2]}`] };
  if (!/\d/.test(text)) return INVALID;
  if (PLAIN.test(text)) return understood(typed, text.replace(',', '.'));
  const groups = GROUPED.exec(text);
  if (groups?.[2] === undefined) return INVALID;
  return understood(typed, text.replaceAll(groups[2], '').replace(',', '.'));
}

/** @param number with a point and without groups, such as ".5" or "5.". */
function understood(typed: string, number: string): TypedNumber {
  const [whole = '', fraction = ''] = number.split('.');
  const text = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  // To many people "1.000" is a thousand, so the screen says how it was read.
  return { type: 'number', text, isRewritten: typed.trim() !== text || POINT_LIKE_GROUP.test(text) };
}

/**
 * Says how a typed number was understood; undefined where there is no doubt. The text has no groups, because they are
 * what could be mistaken.
 */
export function understoodText(typed: string): string | undefined {
  const read = readTyped(typed);
  if (read.type !== 'number' || !read.isRewritten) return undefined;
  const number = withoutEndingZeros(read.text);
  return POINT_LIKE_GROUP.test(read.text)
    ? `Read as ${number} (not ${read.text.replace('.', '')})`
    : `Read as ${number}`;
}

/** The sentence for a text that could be two numbers. @param otherwise the sentence for one that is no number. */
export function unreadableText(read: Unreadable, otherwise: string): string {
  if (read.type === 'invalid') return otherwise;
  const [whole, fraction] = read.either;
  return `This could be ${whole} or ${withoutEndingZeros(fraction)}: type it without the comma, or with a point.`;
}

/** Drops last zeros: "1.000" is a thousand to many people, and "1" is one to everybody. */
function withoutEndingZeros(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
