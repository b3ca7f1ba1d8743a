import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startRedis } from '@fulcrum/devstack';
import { journalLines } from '@fulcrum/journal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marked, readJournal, replay, runTool } from '../support/journal-tools.ts';
import { Stack } from '../support/stack.ts';

const USER = '3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a11';
const ORDER = '6a0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a12';
const SETTINGS = {
  asset: 'BTC_USDC',
  priceDecimals: 2,
  quantityDecimals: 5,
  minQuantity: '0.00001',
  maxQuantity: '1000',
  maxLeverage: 100,
  maxQuoteAgeMs: 10_000,
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-replay-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const line = (id: string, type: string, data: object) => JSON.stringify({ id, type, data });

/**
 * 0.1 BTC bought at 61800.30 with a leverage of 100: the margin is 61.8003, and the margin call comes when 95 % of it
 * are lost, 58.710285. That takes a fall by 587.11, to 61213.19.
 */
const LIQUIDATION = [
  line('1000-0', 'set-instrument', SETTINGS),
  line('1000-1', 'create-account', { requestId: 'a', userId: USER, deposit: '10000' }),
  line('1000-2', 'price-update', { asset: 'BTC_USDC', bid: '61800.20', ask: '61800.30' }),
  line('1000-3', 'create-order', {
    requestId: 'o',
    orderId: ORDER,
    userId: USER,
    asset: 'BTC_USDC',
    side: 'buy',
    quantity: '0.1',
    leverage: 100,
  }),
  line('2000-0', 'price-update', { asset: 'BTC_USDC', bid: '61213.20', ask: '61213.30' }),
  line('3000-0', 'price-update', { asset: 'BTC_USDC', bid: '61213.19', ask: '61213.29' }),
];

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((text) => `${text}\n`).join(''));
  return path;
}

describe('npm run replay', () => {
  it('shows the tick at which a position was liquidated, and none before it', async () => {
    const { caused, entries, openOrders, stateHash } = await replay(LIQUIDATION);
    expect(caused.map(({ id, events }) => [id, events.map(({ type }) => type)])).toEqual([
      ['1000-0', ['instrument-set']],
      ['1000-1', ['account-created']],
      ['1000-3', ['created']],
      ['3000-0', ['closed']],
    ]);
    expect(caused[2]?.events[0]).toMatchObject({ margin: '61.800300', liquidationPrice: '61213.19' });
    expect(caused[3]?.events[0]).toMatchObject({
      reason: 'liquidation',
      liquidated: true,
      closePrice: '61213.19',
      pnl: '-58.711000',
      payout: '3.089300',
      balance: '9941.289000',
    });
    expect({ entries, openOrders }).toEqual({ entries: 6, openOrders: 0 });
    expect(stateHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('reads a file or standard input, to the same end, as often as it is asked', async () => {
    const path = file('journal.ndjson', marked(LIQUIDATION));
    const runs = [
      await runTool('replay/main.ts', [path]),
      await runTool('replay/main.ts', ['-'], marked(LIQUIDATION).join('\n')),
      await runTool('replay/main.ts', ['-'], `\n${marked(LIQUIDATION).join('\r\n\r\n')}\r\n`),
    ];
    for (const run of runs) expect(run).toEqual({ ...runs[0], status: 0, errors: '' });
  });

  it('takes an entry that makes no sense as the engine does: it changes nothing', async () => {
    const nonsense = [
      line('2500-0', 'explode', { requestId: 'x' }),
      '{"id":"2500-1","type":"create-order","data":"no object"}',
      '{"id":"2500-2","type":"price-update","data":{"asset":"BTC_USDC","bid":1e400,"ask":"1"}}',
    ];
    const with3 = await replay([...LIQUIDATION.slice(0, 5), ...nonsense, ...LIQUIDATION.slice(5)]);
    const without = await replay(LIQUIDATION);
    expect(with3.stateHash).toBe(without.stateHash);
    expect(with3.caused.find(({ id }) => id === '2500-0')?.events).toMatchObject([
      { type: 'rejected', requestId: 'x', code: 'invalid_command' },
    ]);
  });

  it('says of a journal without a mark that its end may be missing, and of one whose mark is missing that it is', async () => {
    const older = await runTool('replay/main.ts', ['-'], LIQUIDATION.join('\n'));
    expect([older.status, older.errors]).toEqual([
      0,
      expect.stringMatching(/^Note: the journal .* has no end mark.*\n$/),
    ]);
    const lines = marked(LIQUIDATION.with(0, (LIQUIDATION[0] ?? '').replace(',', ',"endMark":true,')));
    expect(await runTool('replay/main.ts', ['-'], lines.join('\n'))).toMatchObject({ status: 0, errors: '' });
    const cut = [lines.slice(0, -3), lines.toSpliced(4, 2)];
    for (const left of cut) {
      const { status, output, errors } = await runTool('replay/main.ts', ['-'], left.join('\n'));
      expect(status).toBe(3);
      expect(errors).toMatch(/is not whole: in 1 place.*\n {2}after 1000-3, before the end: .*missing.*\n$/);
      expect(output).toContain('"missing":1,"places":[{"after":"1000-3","before":"the end"');
    }
  });

  it('does not take a journal without entries for a replay', async () => {
    const { status, output, errors } = await runTool('replay/main.ts', ['-'], '\ufeff\n\r\n');
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toBe('The journal on standard input cannot be replayed: it has no entry\n');
  });

  it.each<[string, string[], string]>([
    ['is no JSON', [...LIQUIDATION.slice(0, 2), 'hello'], 'line 3: not a JSON object'],
    ['has no id', ['', '{"type":"price-update","data":{}}'], 'line 2:'],
    [
      'has the id of the line before it',
      [...LIQUIDATION.slice(0, 3), LIQUIDATION[2] ?? ''],
      'line 4: the id 1000-2 does not come after 1000-2',
    ],
    [
      'has an id from before',
      [LIQUIDATION[4] ?? '', LIQUIDATION[0] ?? ''],
      'line 2: the id 1000-0 does not come after 2000-0',
    ],
    ['is cut off', [LIQUIDATION[0] ?? '', (LIQUIDATION[1] ?? '').slice(0, -9)], 'line 2: not a JSON object'],
  ])('stops at a line that %s, and says which', async (_, lines, message) => {
    const { status, errors } = await runTool('replay/main.ts', [file('broken.ndjson', lines)]);
    expect(status).toBe(1);
    expect(errors).toContain('broken.ndjson cannot be replayed');
    expect(errors).toContain(message);
    expect(errors.trim().split('\n')).toHaveLength(1);
  });

  it('says in one sentence that there is no such file', async () => {
    const { status, output, errors } = await runTool('replay/main.ts', [join(folder, 'missing.ndjson')]);
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toMatch(/^The journal .*missing\.ndjson cannot be replayed: ENOENT.*\n$/);
  });

  it('says how it is used', async () => {
    const { status, errors } = await runTool('replay/main.ts', []);
    expect(status).toBe(2);
    expect(errors).toContain('Usage: npm run -s replay -- FILE');
  });

  it('ends quietly when its reader has seen enough, as head has', async () => {
    const accounts = Array.from({ length: 50_000 }, (_, number) =>
      line(`${2_000 + number}-0`, 'create-account', { requestId: 'a', userId: USER, deposit: '1' }),
    );
    const path = file('long.ndjson', accounts);
    const tool = join(import.meta.dirname, '..', '..', 'tools', 'replay', 'main.ts');
    const child = spawn(process.execPath, [tool, path], { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const exit = once(child, 'close');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await exit).toEqual([0, null]);
    expect(errors).toBe('');
  });
});

describe('npm run replay of a journal that is not whole', () => {
  /** The lines as the recorder writes them: each names the one before it. */
  const chained = LIQUIDATION.map((text, at) =>
    text.replace(',', `,"after":"${at === 0 ? '0-0' : JSON.parse(LIQUIDATION[at - 1] ?? '').id}",`),
  );

  it.each([[[]], [['--order', ORDER]]])(
    'replays all that is there, says what is missing, and ends with status 3 (%j)',
    async (args) => {
      const whole = await runTool('replay/main.ts', ['-', ...args], marked(chained).join('\n'));
      expect([whole.status, whole.errors]).toEqual([0, '']);
      const lines = chained.toSpliced(4, 1);
      const { status, output, errors } = await runTool('replay/main.ts', ['-', ...args], lines.join('\n'));
      expect(status).toBe(3);
      expect(output).toContain('"reason":"liquidation"');
      expect(errors).toContain('The journal on standard input is not whole: in 1 place(s)');
      expect(errors).toContain('\n  after 1000-3, before 3000-0: the line of 2000-0 should stand there');
      if (args.length === 0) expect(output).toContain('"missing":1,"places":[{"after":"1000-3","before":"3000-0"');
    },
  );
});

describe('npm run replay -- --order', () => {
  const [OTHER_USER, OTHER_ORDER] = [USER.replace('3f', '4f'), ORDER.replace('6a', '7a')];
  const names = { orderId: ORDER, userId: USER };

  /** Orders of two users that the same tick closes, with a change and refusals in between. */
  const journal = [
    ...LIQUIDATION.slice(0, 4),
    line('1000-4', 'create-account', { requestId: 'b', userId: OTHER_USER, deposit: '10000' }),
    (LIQUIDATION[3] ?? '').replace('1000-3', '1000-5').replace(ORDER, OTHER_ORDER).replace(USER, OTHER_USER),
    line('1500-0', 'update-order', { requestId: 'u', ...names, stopLoss: '61000' }),
    line('1500-1', 'update-order', { requestId: 'v', ...names, stopLoss: '70000' }),
    line('1500-2', 'get-order', { requestId: 'g', ...names }),
    line('1500-3', 'create-order', {
      requestId: 'x',
      ...names,
      orderId: USER,
      asset: 'X',
      side: 'buy',
      quantity: '1',
      leverage: 1,
    }),
    ...LIQUIDATION.slice(4),
  ];

  const replayOrder = (order: string, lines: readonly string[] = journal) =>
    runTool('replay/main.ts', ['-', '--order', order], marked(lines).join('\n'));

  it('tells how one order was opened, changed and closed, and its sums', async () => {
    const { status, output, errors } = await replayOrder(ORDER);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    const lines = output.trimEnd().split('\n');
    const entries = lines.slice(0, 4).map((text) => JSON.parse(text));
    const source = new Map(journal.map((text) => [JSON.parse(text).id, JSON.parse(text)]));
    expect(entries.map(({ events, ...entry }) => [entry, events.map(({ type }: { type: string }) => type)])).toEqual([
      [source.get('1000-3'), ['created']],
      [source.get('1500-0'), ['updated']],
      [source.get('1500-1'), ['rejected']],
      [source.get('3000-0'), ['closed']],
    ]);
    for (const { events } of entries) expect(events).toMatchObject([names]);
    expect(lines.slice(4)).toEqual([
      'notional at open   6180.0300000   = 0.10000 x 61800.30',
      'notional at close  6121.3190000   = 0.10000 x 61213.19',
      'margin               61.800300    = notional at open / 100, rounded up',
      'pnl                 -58.711000    = notional at close - open, rounded down',
      'payout                3.089300    = margin + pnl, at least 0 (closed by: liquidation)',
    ]);
  });

  it('tells of an order that is still open, and of one that was refused, without sums', async () => {
    const open = await replayOrder(ORDER, journal.slice(0, 6));
    expect(JSON.parse(open.output)).toMatchObject({ id: '1000-3', events: [{ type: 'created', orderId: ORDER }] });
    const refused = await replayOrder(USER);
    expect(JSON.parse(refused.output)).toMatchObject({ id: '1500-3', events: [{ code: 'unknown_asset' }] });
  });

  it('says plainly that the journal has no such order', async () => {
    const none = ORDER.replace('6a', '8a');
    const errors = `The journal on standard input has no order ${none}.\n`;
    expect(await replayOrder(none)).toEqual({ status: 1, output: '', errors });
  });

  it.each([
    ['an id that is malformed', ['-', '--order', 'mine']],
    ['an id in capital letters', ['-', '--order', ORDER.toUpperCase()]],
    ['no id', ['-', '--order']],
    ['another option', ['-', '--user', USER]],
    ['two journals', ['-', '-']],
  ])('says how it is used when it is given %s', async (_, args) => {
    const usage = 'Usage: npm run -s replay -- FILE [--order ORDER_ID]      (- reads standard input)\n';
    expect(await runTool('replay/main.ts', args)).toEqual({ status: 2, output: '', errors: usage });
  });
});

describe('npm run journal', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.tick('61800.20', '61800.30');
  });

  afterAll(async () => {
    await stack?.stop();
  });

  const journal = () => readJournal(stack.home, stack.devstack.redis.url);

  /** Waits until the recorder has written an entry to its files. */
  async function untilInFiles(id: string): Promise<void> {
    for (const until = Date.now() + 30_000; Date.now() < until; await sleep(50))
      for await (const { text } of journalLines(stack.journalFolder)) if (text.includes(`"${id}"`)) return;
    throw new Error(`${id} does not come into the journal's files`);
  }

  it('with the replay explains a liquidation to the user who asks', async () => {
    const trader = await stack.trader();
    const opened = await trader.open({ quantity: '0.1', leverage: 100 });
    const atTick = await stack.append('price-update', { asset: 'BTC_USDC', bid: '61213.19', ask: '61213.29' });
    const status = await trader.get(`/trade/orders/${opened.body.orderId}`);
    expect(status.body).toMatchObject({ status: 'closed', order: { reason: 'liquidation', pnl: '-58.711000' } });
    const { caused } = await replay(await journal());
    const { closedBy, ...order } = status.body.order;
    expect(closedBy).toBe(atTick);
    const [explanation] = caused.filter(({ id }) => id === closedBy);
    expect(explanation?.events).toMatchObject([
      { type: 'closed', ...order, requestId: null, balance: await trader.balance() },
    ]);
  });

  it('joins the files and what is still only in the stream, each entry once and in order', async () => {
    const last = await stack.append('price-update', { asset: 'BTC_USDC', bid: '61800.20', ask: '61800.30' });
    await untilInFiles(last);
    await stack.recorder.stop();
    const onlyInStream = [];
    for (const cents of ['21', '22', '23']) {
      const data = `{"asset":"BTC_USDC", "note":"\u2028", "bid":"61800.${cents}","ask":"61800.30"}`;
      onlyInStream.push(await stack.append('price-update', data));
    }
    const inStream = (await stack.redis.xrange('engine-stream:{0}', '-', '+')).map(([id]) => id);
    const lines = await journal();
    expect(lines.map((text) => JSON.parse(text).id)).toEqual(inStream);
    expect(inStream.slice(-3)).toEqual(onlyInStream);
    expect((await replay(lines)).entries).toBe(inStream.length);
    await stack.recorder.start();
    await untilInFiles(onlyInStream.at(-1) ?? '');
    expect(await journal()).toEqual(lines);
  });

  it('has what was trimmed from the stream, too', async () => {
    const lines = await journal();
    const last = JSON.parse(lines.at(-1) ?? '').id;
    await untilInFiles(last);
    await stack.redis.xtrim('engine-stream:{0}', 'MINID', last);
    expect(await journal()).toEqual(lines);
  });

  it('has the holes that the recorder met, says so, and so does the replay', async () => {
    await stack.recorder.stop();
    const before = JSON.parse((await journal()).at(-1) ?? '').id;
    await stack.append('test', {});
    const last = await stack.append('test', {});
    await stack.redis.xtrim('engine-stream:{0}', 'MINID', last);
    await stack.recorder.start();
    await untilInFiles(last);
    const env = { FULCRUM_HOME: stack.home, REDIS_URL: stack.devstack.redis.url };
    const { status, output, errors } = await runTool('journal/main.ts', [], '', env);
    const place = `  after ${before}, before ${last}: entries were lost or trimmed unread\n`;
    expect(status).toBe(3);
    expect(errors).toMatch(/^The journal is not whole: in 1 place/);
    expect(errors).toContain(place);
    const replayed = await runTool('replay/main.ts', ['-'], output);
    expect(replayed.status).toBe(3);
    expect(replayed.errors).toContain(place);
  });

  it('does not take nothing at all for a journal', async () => {
    const empty = { FULCRUM_HOME: folder, REDIS_URL: stack.devstack.redis.url, JOURNAL_DIR: join(folder, 'none') };
    const { status, output, errors } = await runTool('journal/main.ts', [], '', { ...empty, SHARD: '7' });
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toContain('The journal cannot be written: nothing was recorded yet');
  });

  it('writes what the stream still has where the files are gone, and says what is missing', async () => {
    const env = { FULCRUM_HOME: folder, REDIS_URL: stack.devstack.redis.url, JOURNAL_DIR: join(folder, 'none') };
    const { status, output, errors } = await runTool('journal/main.ts', [], '', env);
    const [first = ''] = output.split('\n');
    const inStream = (await stack.redis.xrange('engine-stream:{0}', '-', '+')).map(([id]) => id);
    expect(output.trimEnd().split('\n')).toHaveLength(inStream.length + 1);
    const place = `  after 0-0, before ${inStream[0]}: what stood there is in no file, and was trimmed or lost\n`;
    expect(JSON.parse(first)).toMatchObject({ id: inStream[0], after: '0-0', endMark: true });
    expect([status, errors]).toEqual([3, expect.stringContaining(place)]);
    const replayed = await runTool('replay/main.ts', ['-'], output);
    expect([replayed.status, replayed.errors]).toEqual([3, expect.stringContaining(place)]);
  });

  it('writes what stands around a line that is no entry, names it and its file, and so does the replay', async () => {
    const copy = join(folder, 'damaged');
    cpSync(stack.journalFolder, copy, { recursive: true });
    const [name = ''] = readdirSync(copy).filter((found) => found.endsWith('.ndjson'));
    const lines = readFileSync(join(copy, name), 'utf8').split('\n');
    writeFileSync(join(copy, name), lines.with(2, '\0\0\0').join('\n'));
    const env = { FULCRUM_HOME: folder, REDIS_URL: stack.devstack.redis.url, JOURNAL_DIR: copy };
    const { status, output, errors } = await runTool('journal/main.ts', [], '', env);
    const [before, after] = [lines[1], lines[3]].map((text) => JSON.parse(text ?? '').id);
    const place = `  after ${before}, before ${after}: line 3 of ${name} is no entry of the log (not a JSON object)\n`;
    expect([status, errors]).toEqual([3, expect.stringContaining(place)]);
    // Every line but that one, and the end mark.
    expect(output.trimEnd().split('\n')).toHaveLength((await linesWritten()) - 1);
    const replayed = await runTool('replay/main.ts', ['-'], output);
    expect([replayed.status, replayed.errors]).toEqual([3, expect.stringContaining(place)]);
  });

  it('says what is missing at its end where Redis has lost that', async () => {
    const other = await startRedis({ directory: join(folder, 'empty redis') });
    const env = { FULCRUM_HOME: stack.home, REDIS_URL: other.url };
    const { status, output, errors } = await runTool('journal/main.ts', [], '', env);
    await other.stop();
    expect([status, errors]).toEqual([
      3,
      expect.stringMatching(/before the end: Redis lost entries, among them this one\n$/),
    ]);
    expect((await runTool('replay/main.ts', ['-'], output)).errors).toContain('before the end: Redis lost entries');
  });

  /** How many lines the journal has, its end mark included. */
  async function linesWritten(): Promise<number> {
    const env = { FULCRUM_HOME: stack.home, REDIS_URL: stack.devstack.redis.url };
    return (await runTool('journal/main.ts', [], '', env)).output.trimEnd().split('\n').length;
  }

  it('says in one sentence that Redis cannot be reached', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const { status, errors } = await runTool('journal/main.ts', [], '', { FULCRUM_HOME: folder, REDIS_URL: url });
    expect(status).toBe(1);
    expect(errors).toMatch(/^The journal cannot be written: .*\n$/);
    expect(errors).toContain(url);
  });
});
