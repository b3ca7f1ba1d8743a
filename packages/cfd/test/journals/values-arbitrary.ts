import fc from 'fast-check';

/** Values of which the steps of random journals are made, the hostile ones among them. */

export type Level = { kind: 'offset'; steps: number } | { kind: 'text'; text: unknown };

export const among = fc.constantFrom;

export function sometimes<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(null) }, { weight: percent, arbitrary });
}

export const junkText = among(
  '',
  ' ',
  '1e5',
  ' 1',
  '1 ',
  '1\n',
  '+1',
  '.5',
  '1.',
  '-',
  '--1',
  '1,5',
  '0x10',
  '٣',
  'NaN',
  'Infinity',
  '-0',
  '0',
  '0.000',
  '-1',
  '1.0000000000001',
  '00012.50',
  '9007199254740991',
  '9007199254740992',
  '4503599627370495',
  '4503599627370496',
  '99999999999999999999999999999999',
);

export const junk: fc.Arbitrary<unknown> = fc.oneof(
  junkText,
  among<unknown>(null, true, false, 0, -0, 1, -1, 1.5, 13, 2 ** 53, 1e300, Number.POSITIVE_INFINITY),
  among<unknown>([], {}, ['1'], [null], { requestId: 'inner' }, { toString: 'x' }),
  among('buy', 'BUY', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'GOLD', '\u{1f600}', '\ud800'),
  among(
    'x'.repeat(64),
    'x'.repeat(65),
    '\u{1f600}'.repeat(32),
    '\u{1f600}'.repeat(33),
    '00000000-0000-4000-8000-00000000000A',
    '00000000-0000-4000-8000-00000000000g',
  ),
);

export const beside = fc.integer({ min: -1, max: 1 });

export const soundLevel: fc.Arbitrary<Level> = fc.record({
  kind: fc.constant('offset' as const),
  steps: fc.integer({ min: 3, max: 40 }),
});

export const level: fc.Arbitrary<Level> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('offset' as const), steps: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('offset' as const), steps: fc.integer({ min: -3, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('text' as const), text: junkText }) },
);
