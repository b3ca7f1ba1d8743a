import type { Settings } from '../instruments.ts';

/** A setting of an instrument, as the form has it. */
export interface SettingField {
  readonly name: Exclude<keyof Settings, 'asset' | 'mode'>;
  readonly label: string;
  readonly hint?: string;
  /** What it holds: a whole number, a decimal, or a word. */
  readonly kind: 'whole' | 'decimal' | 'word';
  readonly isOptional?: boolean;
  /** Whether it stays what it was at the beginning. */
  readonly isFixed?: boolean;
}

/** All settings but the name and the mode, in the order of the form. */
export const FIELDS: readonly SettingField[] = [
  { name: 'assetClass', label: 'Class', hint: 'Such as crypto or fx', kind: 'word', isOptional: true },
  { name: 'priceDecimals', label: 'Decimals of prices', hint: 'Never changes', kind: 'whole', isFixed: true },
  { name: 'quantityDecimals', label: 'Decimals of quantities', hint: 'Never changes', kind: 'whole', isFixed: true },
  { name: 'minQuantity', label: 'Least quantity', kind: 'decimal' },
  { name: 'maxQuantity', label: 'Most quantity', kind: 'decimal' },
  { name: 'maxLeverage', label: 'Leverage up to', kind: 'whole' },
  {
    name: 'maxQuoteAgeMs',
    label: 'Oldest price in ms',
    hint: 'Nothing opens or closes at an older one',
    kind: 'whole',
  },
  {
    ...{ name: 'maxSpreadBps', label: 'Widest spread in bps', hint: 'A wider tick is held; empty: none is' },
    ...{ kind: 'whole', isOptional: true },
  },
  {
    ...{ name: 'maxJumpBps', label: 'Farthest jump in bps', hint: 'A farther tick is held; empty: none is' },
    ...{ kind: 'whole', isOptional: true },
  },
  {
    ...{ name: 'confirmJumpMs', label: 'Held at least, in ms', hint: 'Empty: 0', kind: 'whole', isOptional: true },
  },
  {
    ...{ name: 'guaranteedStopPpm', label: 'Guaranteed stop, in ppm', hint: 'What it costs; empty: none is offered' },
    ...{ kind: 'whole', isOptional: true },
  },
  {
    ...{ name: 'minGuaranteedDistanceBps', label: 'Its least distance in bps', hint: 'Empty: 0' },
    ...{ kind: 'whole', isOptional: true },
  },
];

/** What stands in the form: text by the name of the setting, and the mode. */
export interface TypedSettings {
  readonly mode: 'open' | 'close_only' | 'closed';
  readonly texts: Readonly<Partial<Record<SettingField['name'], string>>>;
}

/** What the form begins with. */
export function typedOf(settings: Settings): TypedSettings {
  const texts = FIELDS.map(({ name }) => [name, settings[name] === undefined ? '' : String(settings[name])]);
  return { mode: settings.mode ?? 'open', texts: Object.fromEntries(texts) };
}

const WHOLE = /^\d{1,15}$/;

/**
 * The settings as the API takes them. A text that is no whole number where one has to stand is sent as it is: the API says
 * what is wrong with it.
 */
export function settingsOf(asset: string, { mode, texts }: TypedSettings): Readonly<Record<string, unknown>> {
  const given = FIELDS.flatMap(({ name, kind }) => {
    const text = texts[name]?.trim() ?? '';
    if (text === '') return [];
    return [[name, kind === 'whole' && WHOLE.test(text) ? Number(text) : text]];
  });
  // An instrument is open where nothing else is set.
  return { asset, ...Object.fromEntries(given), ...(mode !== 'open' && { mode }) };
}
