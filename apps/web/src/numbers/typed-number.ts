/** A number that somebody typed: as the engine reads it, with a point and without groups. */
export interface TypedNumber {
  readonly text: string;
  /** Whether it was typed in another way, so that it is worth saying how it was understood. */
  readonly isRewritten: boolean;
}

/** Why a text is no number: that it is none at all, or that it could be either of two. */
export type Unreadable = 'invalid' | { readonly either: readonly [whole: string, fraction: string] };

const PLAIN = /^\d*[.,]?\d*$/;

/** Groups of three with one sign between all of them, and after them perhaps another sign with a fraction. */
const GROUPED = /^(\d{1,3})(?:([,. '’])\d{3})(?:\2\d{3})*(?:(?!\2)[.,]\d*)?$/;

/** A comma with three digits after it, which a group could be as well. No group follows a zero. */
const GROUP_OR_FRACTION = /^([1-9]\d{0,2}),(\d{3})$/;

/** A point that separates a group of three to many, and is the decimal sign here. */
const POINT_LIKE_GROUP = /^[1-9]\d{0,2}\.\d{3}$/;

/** Spaces of any kind, also those that stand between groups on the screen. */
const SPACES = /\s/g;

/**
 * Reads a number as people type it: a lone comma or point is the decimal sign, also as the first or the last sign, and
 * groups of three are taken as the screen prints them ("61,900.00") and as others write them ("61.900,00", "61 900").
 * Nothing is guessed: "1,000" may be a thousand or one, and so is neither.
 */
export function readTyped(typed: string): TypedNumber | Unreadable {
  const text = typed.trim().replaceAll(SPACES, ' ');
  const unclear = GROUP_OR_FRACTION.exec(text);
  if (unclear !== null) return { either: [`${unclear[1]}${unclear[2]}`, `${unclear[1]}.${unclear[2]}`] };
  if (!/\d/.test(text)) return 'invalid';
  if (PLAIN.test(text)) return understood(typed, text.replace(',', '.'));
  const groups = GROUPED.exec(text);
  if (groups?.[2] === undefined) return 'invalid';
  return understood(typed, text.replaceAll(groups[2], '').replace(',', '.'));
}

export function isReadable(read: TypedNumber | Unreadable): read is TypedNumber {
  return typeof read === 'object' && 'text' in read;
}

/** @param number with a point and without groups; its ends may be bare. */
function understood(typed: string, number: string): TypedNumber {
  const [whole = '', fraction = ''] = number.split('.');
  const text = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  // A point with three digits after it is a thousand to many: that it is none here is worth saying.
  return { text, isRewritten: typed.trim() !== text || POINT_LIKE_GROUP.test(text) };
}

/**
 * How a number was understood that was typed in another way than the engine reads it; undefined when there is no doubt.
 * It stands there without groups, which are what could be mistaken.
 */
export function understoodText(typed: string): string | undefined {
  const read = readTyped(typed);
  if (!isReadable(read) || !read.isRewritten) return undefined;
  const number = withoutEndingZeros(read.text);
  return POINT_LIKE_GROUP.test(read.text)
    ? `Read as ${number} (not ${read.text.replace('.', '')})`
    : `Read as ${number}`;
}

/** The sentence for whoever typed what could be two numbers, and `otherwise` for what is none. */
export function unreadableText(read: Unreadable, otherwise: string): string {
  if (read === 'invalid') return otherwise;
  const [whole, fraction] = read.either;
  return `This could be ${whole} or ${withoutEndingZeros(fraction)}: type it without the comma, or with a point.`;
}

/** "1.000" is a thousand to many, and "1" is one to everybody. */
function withoutEndingZeros(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
