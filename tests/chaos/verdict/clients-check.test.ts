import type { JsonEvent } from '@fulcrum/protocol';
import { describe, expect, it } from 'vitest';
import { type LookedUp, newTold, type Told } from '../load/told.ts';
import { cancelled, causes, closed, created, placed, reduced, rejected, USER } from '../testing/test-causes.ts';
import { ClientsCheck } from './clients-check.ts';
import { Findings } from './findings.ts';

function judge(tell: (told: Told) => void, log: (orderId: string) => JsonEvent[]): string[] {
  const told = newTold(USER);
  tell(told);
  const findings = new Findings();
  const check = new ClientsCheck([told], findings);
  for (const cause of causes(...log(told.orderId).map((event) => [event]))) check.take(cause);
  check.end();
  return findings.shown.map((message) => message.slice(0, message.indexOf(':')));
}

const answer = <Event extends JsonEvent>({ type: _type, ...fields }: Event) => fields;
const acknowledged = (told: Told) => {
  told.opened = answer(created(told.orderId));
};
const said = (status: LookedUp['status']) => ({ status, order: undefined, code: undefined });

describe('an answer to a client', () => {
  it('is true', () => {
    expect(judge(acknowledged, (id) => [created(id)])).toEqual([]);
    const refused = (told: Told) => {
      told.refused = 'stale_price';
    };
    expect(judge(refused, (id) => [rejected(id, 'stale_price')])).toEqual([]);
    const lookedUp = (told: Told) => {
      told.lookedUp = said('closed');
    };
    expect(judge(lookedUp, (id) => [created(id), closed(id)])).toEqual([]);
  });

  it('is wrong when a closed order that was looked up names another entry that closed it', () => {
    const lookedUp = (closedBy: string) => (told: Told) => {
      const { type: _type, requestId: _requestId, balance: _balance, ...order } = closed(told.orderId);
      told.lookedUp = { status: 'closed', order: { ...order, closedBy }, code: undefined };
    };
    const log = (id: string) => [created(id), closed(id)];
    const [, { id: cause } = { id: '' }] = causes([created('a')], [closed('a')]);
    expect(judge(lookedUp(cause), log)).toEqual([]);
    expect(judge(lookedUp('9-9'), log)).toEqual(['wrong']);
  });

  it('is wrong when an open order that was looked up has another quantity, unless a part of it was closed', () => {
    const lookedUp = (quantity: string) => (told: Told) => {
      const { type: _type, requestId: _requestId, balance: _balance, ...order } = created(told.orderId);
      told.lookedUp = { status: 'open', order: { ...order, quantity }, code: undefined };
    };
    const { quantity } = created('a');
    expect(judge(lookedUp(quantity), (id) => [created(id)])).toEqual([]);
    expect(judge(lookedUp(`1${quantity}`), (id) => [created(id)])).toEqual(['wrong']);
    const part = (id: string) => ({ ...closed(id), remaining: quantity, remainingMargin: '1.000000' });
    expect(judge(lookedUp(`1${quantity}`), (id) => [created(id), part(id)])).toEqual([]);
  });

  it('is wrong when an order was opened later than it was valid, once the rules say so', () => {
    const valid = (validUntil: number) => (told: Told) => {
      acknowledged(told);
      told.validUntil = validUntil;
    };
    const [{ openedAt }, rules] = [created('a'), (version: number) => ({ type: 'rules-set' as const, version })];
    expect(judge(valid(openedAt), (id) => [rules(3), created(id)])).toEqual([]);
    expect(judge(valid(openedAt - 1), (id) => [rules(3), created(id)])).toEqual(['wrong']);
    expect(judge(valid(openedAt - 1), (id) => [rules(2), created(id)])).toEqual([]);
  });

  it('is a loss when the acknowledged order, closing or change is not there', () => {
    expect(judge(acknowledged, () => [])).toEqual(['lost']);
    const alsoClosed = (told: Told) => {
      acknowledged(told);
      told.closed = answer(closed(told.orderId));
    };
    expect(judge(alsoClosed, (id) => [created(id)])).toEqual(['lost']);
    const alsoChanged = (told: Told) => {
      acknowledged(told);
      told.updates.push({ requestId: 'change', orderId: told.orderId, userId: USER, takeProfit: null, stopLoss: null });
    };
    expect(judge(alsoChanged, (id) => [created(id)])).toEqual(['lost']);
    const lookedUp = (told: Told) => {
      told.lookedUp = said('open');
    };
    expect(judge(lookedUp, () => [])).toEqual(['lost']);
  });

  it('is a doubling when the order was opened or closed twice', () => {
    expect(judge(acknowledged, (id) => [created(id), created(id)])).toEqual(['doubled']);
    expect(judge(acknowledged, (id) => [created(id), closed(id), closed(id)])).toEqual(['doubled']);
  });

  it('is wrong when the log has other fields, or the opposite', () => {
    expect(judge(acknowledged, (id) => [created(id, { openPrice: '60000.01' })])).toEqual(['wrong']);
    const refused = (told: Told) => {
      told.refused = 'stale_price';
    };
    expect(judge(refused, (id) => [created(id)])).toEqual(['wrong']);
    expect(judge(refused, () => [])).toEqual([]);
    expect(judge(refused, (id) => [rejected(id, 'no_price')])).toEqual(['wrong']);
    const notOpen = (told: Told) => {
      acknowledged(told);
      told.saidNotOpen = true;
    };
    expect(judge(notOpen, (id) => [created(id)])).toEqual(['wrong']);
    expect(
      judge(
        () => {},
        () => [],
      ),
    ).toEqual(['wrong']);
  });

  it('was too early when an order that was not there came after all', () => {
    const early = (told: Told) => {
      told.saidEarly = said('unknown');
      told.lookedUp = { ...said('open'), order: created(told.orderId) };
    };
    expect(judge(early, (id) => [created(id)])).toEqual(['early']);
  });

  it('exists for every order that was opened', () => {
    expect(judge(acknowledged, (id) => [created(id), created(crypto.randomUUID())])).toEqual(['wrong']);
  });
});

describe('an answer about an order that waits, reduces or closes in part', () => {
  const waits = (told: Told) => {
    told.placed = answer(placed(told.orderId));
  };
  const isCancelled = (told: Told) => {
    waits(told);
    told.cancelled = answer(cancelled(told.orderId));
  };
  const waitsNoLonger = (told: Told) => {
    waits(told);
    told.saidNotWaiting = true;
  };
  const reduces = (told: Told) => {
    told.reduced = answer(reduced(told.orderId));
  };
  const rest = { requestId: 'part', remaining: '0.00500', remainingMargin: '30.000000' };
  const closesInPart = (told: Told) => {
    acknowledged(told);
    told.parts.push(answer(closed(told.orderId, rest)));
  };
  const isSaid = (status: LookedUp['status']) => (told: Told) => {
    told.lookedUp = said(status);
  };

  it.each<[what: string, tell: (told: Told) => void, log: (id: string) => JsonEvent[], found: string[]]>([
    ['waits', waits, (id) => [placed(id)], []],
    ['opens later', waitsNoLonger, (id) => [placed(id), created(id, { requestId: null })], []],
    ['is cancelled', isCancelled, (id) => [placed(id), cancelled(id)], []],
    ['is another one', waits, (id) => [placed(id, { price: '59000.01' })], ['wrong']],
    ['was never placed', waits, () => [], ['lost']],
    ['is placed twice', waits, (id) => [placed(id), placed(id)], ['doubled']],
    ['is cancelled twice', isCancelled, (id) => [placed(id), cancelled(id), cancelled(id)], ['doubled']],
    ['was never cancelled', isCancelled, (id) => [placed(id)], ['lost']],
    ['was cancelled otherwise', isCancelled, (id) => [placed(id), cancelled(id, 'expired')], ['wrong']],
    ['waits all the same', waitsNoLonger, (id) => [placed(id)], ['wrong']],
    ['reduces', reduces, (id) => [reduced(id)], []],
    ['never reduced', reduces, () => [], ['lost']],
    ['reduces twice', reduces, (id) => [reduced(id), reduced(id)], ['doubled']],
    ['closes in part', closesInPart, (id) => [created(id), closed(id, rest)], []],
    ['never closed in part', closesInPart, (id) => [created(id)], ['lost']],
    ['leaves something else', closesInPart, (id) => [created(id), closed(id, { ...rest, pnl: '0.900000' })], ['wrong']],
    ['is said to wait', isSaid('placed'), (id) => [placed(id)], []],
    ['is said to wait, and never was', isSaid('placed'), () => [], ['lost']],
    ['is said to be cancelled, and waits', isSaid('cancelled'), (id) => [placed(id)], ['wrong']],
    ['is said to be nowhere, and waits', isSaid('unknown'), (id) => [placed(id)], ['wrong']],
    ['is said to have reduced, and has opened', isSaid('reduced'), (id) => [created(id)], ['wrong']],
  ])('one that %s', (_what, tell, log, found) => {
    expect(judge(tell, log)).toEqual(found);
  });
});
