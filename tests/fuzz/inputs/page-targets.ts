import type { Dice } from './dice.ts';

/** A request for a page of a list of the API, and whether it may succeed. */
export interface PageTarget {
  readonly path: string;
  readonly isRight: boolean;
}

interface Values {
  readonly right: readonly [string, ...string[]];
  readonly wrong: readonly [string, ...string[]];
}

interface List {
  readonly path: string;
  readonly limit: Values;
  readonly cursor: Values;
}

/** Texts that only some parsers read as numbers, and numbers just outside of the allowed range. */
const STRANGE = [
  ...['', ' ', '-1', '-0', '+1', '1.0', '1.', '.5', '1e2', '1E2', '0x10', '0b1', '0o7', '1n', '1_0', '1,0', ' 1', '1 '],
  ...[
    '1\0',
    '1\n',
    '\u0661',
    '\uff11',
    'Infinity',
    'NaN',
    'null',
    'undefined',
    '[1]',
    '{"a":1}',
    'true',
    '9'.repeat(400),
  ],
] as const;

const LISTS: readonly [List, ...List[]] = [
  {
    path: '/trade/get-open-orders',
    limit: { right: ['1', '01', '99', '100'], wrong: ['0', '000', '101', ...STRANGE] },
    cursor: { right: ['0', '1', '00', '9'.repeat(15)], wrong: ['9'.repeat(16), 's3-1', 's0-1', ...STRANGE] },
  },
  {
    path: '/trade/get-close-orders',
    limit: { right: ['1', '050', '500'], wrong: ['0', '501', ...STRANGE] },
    cursor: {
      right: [`${'0'.repeat(15)}-${'0'.repeat(16)}-000`, `${'9'.repeat(15)}-${'9'.repeat(16)}-999`],
      wrong: ['0-0-0', `${'9'.repeat(15)}-${'9'.repeat(16)}-99`, `${'9'.repeat(16)}-${'9'.repeat(16)}-999`, ...STRANGE],
    },
  },
];

/** A request for a page with strange numbers, or with a repeated parameter. */
export function pageTarget(dice: Dice): PageTarget {
  const list = dice.pick(LISTS);
  let isRight = true;
  const parameter = (name: 'limit' | 'cursor') => {
    const isWrong = dice.chance(0.5);
    const isTwice = dice.chance(0.1);
    if (isWrong || isTwice) isRight = false;
    const value = () => `${name}=${encodeURIComponent(dice.pick(isWrong ? list[name].wrong : list[name].right))}`;
    return isTwice ? [value(), value()] : [value()];
  };
  const limit = dice.chance(0.8) ? parameter('limit') : [];
  const cursor = dice.chance(0.4) ? parameter('cursor') : [];
  const parameters = dice.chance(0.5) ? [...limit, ...cursor] : [...cursor, ...limit];
  return { path: `${list.path}?${parameters.join('&')}`, isRight };
}
