import { Core } from '@fulcrum/cfd';
import { expect, test } from 'vitest';
import { AccountPages, type PageRequest } from '../../../engine-client/src/accounts/account-pages.ts';
import {
  type AccountEvent,
  answerEntry,
  applyEntry,
  decodeReply,
  encodeReply,
  type JsonEvent,
} from '../../../protocol/src/index.ts';
import { ALICE, GOLD, orderId, START_MS } from '../harness.ts';

/** A core under these rules, where Alice has some buys of an ounce each. */
function coreWith(orders: number, version = 2) {
  const core = Core.empty();
  let sequence = 0;
  const send = (type: string, data: object) => {
    sequence += 1;
    const entry = { id: `${START_MS}-${sequence}`, type, data: JSON.stringify({ requestId: 'q', ...data }) } as const;
    const events = applyEntry(core, entry);
    const answer = answerEntry(core, entry);
    return { events, answers: answer === undefined ? [] : [answer] };
  };
  const tick = (price: string) => send('price-update', { asset: GOLD.asset, bid: price, ask: price });
  send('set-rules', { version });
  send('set-instrument', GOLD);
  send('create-account', { userId: ALICE, deposit: '100000' });
  tick('100.00');
  const open = (number: number) =>
    send('create-order', {
      ...{ orderId: orderId(number), userId: ALICE, asset: GOLD.asset, side: 'buy', quantity: '1', leverage: 10 },
    });
  for (let number = 1; number <= orders; number++) open(number);
  const read = (data: object = {}) => send('get-account', { userId: ALICE, replyTo: 'asker', ...data });
  return { core, send, tick, open, read };
}

const idsOf = (event: JsonEvent | undefined) =>
  event?.type === 'account' ? event.orders?.map((order) => order.orderId) : event?.type;

test('a read that names its asker yields no event: its answer is for the asker alone, without orders if none are asked for', () => {
  const { core, read, tick } = coreWith(2);
  tick('103.00');
  const before = core.stateHash();
  expect(read()).toEqual({
    events: [],
    answers: [
      {
        replyTo: 'asker',
        answer: {
          ...{ type: 'account', requestId: 'q', userId: ALICE, balance: '99980.000000', usedMargin: '20.000000' },
          ...{ unrealizedPnl: '6.000000', equity: '100006.000000', freeMargin: '99980.000000' },
          marginLevel: '500030.00',
        },
      },
    ],
  });
  expect(core.stateHash()).toBe(before);
});

test('the figures follow each change of the account and of its quotes, with the digits of the whole answer', () => {
  const { send, tick, open, read } = coreWith(3);
  const steps = [
    () => tick('101.37'),
    () => open(4),
    () => tick('99.11'),
    () => send('close-order', { orderId: orderId(2), userId: ALICE }),
    () => tick('80.00'),
    () => tick('80.00'),
  ];
  for (const step of steps) {
    step();
    const [whole] = send('get-account', { userId: ALICE }).events;
    const { orders: _orders, ...figures } = whole as Extract<JsonEvent, { type: 'account' }>;
    expect([read(), read()].map(({ answers }) => answers[0]?.answer)).toEqual([figures, figures]);
  }
});

test('orders come by the page, in the order of opening, each once, whatever closes in between', () => {
  const { read, send } = coreWith(5);
  const first = read({ orders: { limit: 2 } }).answers[0]?.answer;
  expect(idsOf(first)).toEqual([orderId(1), orderId(2)]);
  for (const closed of [2, 3]) send('close-order', { orderId: orderId(closed), userId: ALICE });
  const after = first?.type === 'account' ? first.next : undefined;
  const second = read({ orders: { limit: 2, after } }).answers[0]?.answer;
  expect(idsOf(second)).toEqual([orderId(4), orderId(5)]);
  expect(second).not.toHaveProperty('next');
  expect(idsOf(read({ orders: { limit: 2, after: 999 } }).answers[0]?.answer)).toEqual([]);
});

test('a read that names orders learns the price at which each would close, of the same moment as the page', () => {
  const { read, send, tick } = coreWith(4);
  const sell = { orderId: orderId(5), userId: ALICE, asset: GOLD.asset, side: 'sell', quantity: '1', leverage: 10 };
  send('create-order', sell);
  send('close-order', { orderId: orderId(1), userId: ALICE });
  send('price-update', { asset: GOLD.asset, bid: '101.00', ask: '101.50' });
  const asked = { orders: { limit: 2, after: 3 }, prices: [2, 5, 1, 9].map(orderId) };
  const { events, answers } = read(asked);
  expect(events).toEqual([]);
  expect(answers[0]?.answer).toMatchObject({
    orders: [{ orderId: orderId(5), side: 'sell', currentPrice: '101.50' }],
    prices: [
      { asset: GOLD.asset, side: 'buy', price: '101.00' },
      { asset: GOLD.asset, side: 'sell', price: '101.50' },
    ],
  });
  tick('102.00');
  expect(decodeReply(encodeReply('1-0', '2-0', answers[0]?.answer as JsonEvent))?.event).toEqual(answers[0]?.answer);
  for (const prices of [['x'], 'all', null, Array.from({ length: 101 }, () => orderId(2))])
    expect(read({ ...asked, prices }).answers[0]?.answer).not.toHaveProperty('prices');
  expect(read({ prices: [orderId(2)], userId: orderId(8) }).answers[0]?.answer).not.toHaveProperty('prices');
});

test.each(['87.03', '99.99', '100.00', '100.01', '104.87'])(
  'a list whose pages are read at different prices is that of one read at the last of them: %s',
  (price) => {
    const { read, send, tick } = coreWith(0);
    const order = { userId: ALICE, asset: GOLD.asset, leverage: 2 };
    for (const number of [1, 2, 3, 4, 5, 6])
      send('create-order', {
        ...order,
        ...{ orderId: orderId(number), side: number % 3 === 0 ? 'sell' : 'buy', quantity: `${number}.37` },
      });
    const pages = new AccountPages(ALICE, 4);
    for (let next: PageRequest | undefined = pages.first; next !== undefined; ) {
      const answered: ReturnType<typeof answerEntry> = read(next).answers[0];
      next = pages.add(answered?.answer as AccountEvent, '1-0') ?? pages.again();
      if (next !== undefined) tick(price);
    }
    const [whole] = read({ orders: { limit: 100 } }).answers;
    expect(pages.account()).toEqual(whole?.answer);
    expect(pages.account().orders).toHaveLength(6);
  },
);

test.each([[{ limit: 0 }], [{ limit: 101 }], [{ limit: 1.5 }], [{ limit: 1, after: -1 }], ['all'], [null], [[]]])(
  'the page %j is refused, to the asker alone',
  (orders) => {
    const { events, answers } = coreWith(1).read({ orders });
    expect(events).toEqual([]);
    expect(answers).toMatchObject([{ replyTo: 'asker', answer: { type: 'rejected', code: 'invalid_command' } }]);
  },
);

test('a read of the wrong shape, or of an unknown order or account, is refused to the asker alone', () => {
  const { send } = coreWith(0);
  const nobody = { userId: orderId(9), replyTo: 'asker' };
  const codes = [
    send('get-account', nobody),
    send('get-order', { ...nobody, orderId: orderId(1) }),
    send('get-account', { userId: 'x', replyTo: 'asker' }),
  ].map(({ events, answers }) => {
    expect(events).toEqual([]);
    return answers[0]?.answer;
  });
  expect(codes).toMatchObject([
    { code: 'unknown_account' },
    { code: 'unknown_account' },
    { code: 'invalid_command', requestId: 'q' },
  ]);
});

test.each([['with a newline\n'], ['a'.repeat(65)], [''], [{}], [7], ['*']])(
  'the asker %j is nobody: the answer is an event, as of a read that names none',
  (replyTo) => {
    const { read } = coreWith(3);
    const asked = [read({ replyTo }), read({ replyTo, orders: { limit: 2 } }), read({ replyTo, orders: { limit: 0 } })];
    expect(asked.flatMap(({ answers }) => answers)).toEqual([]);
    expect(asked.flatMap(({ events }) => events)).toMatchObject([
      { type: 'account', orders: [{}, {}, {}] },
      { type: 'account', orders: [{}, {}], next: 1 },
      { type: 'rejected', code: 'invalid_command' },
    ]);
  },
);

test('under the first rules an asker and a page are not looked at', () => {
  const { events, answers } = coreWith(3, 1).read({ orders: { limit: 1 } });
  expect(answers).toEqual([]);
  expect(events).toMatchObject([{ type: 'account', orders: [{}, {}, {}] }]);
});

test('void-order is a command: its answer is an event', () => {
  const { events, answers } = coreWith(0).send('void-order', { orderId: orderId(1), userId: ALICE, replyTo: 'asker' });
  expect(events).toMatchObject([{ type: 'order', status: 'unknown' }]);
  expect(answers).toEqual([]);
});

test('a reply is read as it was written, and a text that is no reply is recognised', () => {
  const [{ answer } = { answer: undefined }] = coreWith(100).read({ orders: { limit: 100 } }).answers;
  const text = encodeReply('5-10000', '6-0', answer as JsonEvent);
  expect(decodeReply(text)).toEqual({ after: '5-10000', cause: '6-0', event: answer });
  const forged = [
    '',
    '{}',
    'null',
    text.slice(1),
    text.replace('"account"', '"closed"'),
    text.replace('5-10000', '5'),
    `${text}${' '.repeat(200_000)}`,
  ];
  expect(forged.map(decodeReply)).toEqual(forged.map(() => undefined));
});
