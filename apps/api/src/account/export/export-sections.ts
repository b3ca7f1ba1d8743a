import type { Database } from '@fulcrum/db';
import { DOCUMENT, toldDocument } from '../../identity/told-identity.ts';

/** Rows that are in memory at a time. */
const AT_ONCE = 500;

type Row = Readonly<Record<string, unknown>>;

/** A part of an export: one value, or rows that are read a page at a time. */
export type Section =
  | { readonly name: string; readonly value: () => Promise<unknown> }
  | { readonly name: string; readonly pages: () => AsyncGenerator<readonly Row[], void> };

/** All that is stored about a user, but for hashes, secrets and the records of what staff did. */
export function exportSections(db: Database, userId: string): Section[] {
  return [...ofPerson(db, userId), ...ofAccount(db, userId), ...ofOrderBook(db, userId)];
}

function ofPerson(db: Database, userId: string): Section[] {
  const where = { userId };
  const own = { where, omit: { userId: true } } as const;
  return [
    {
      name: 'user',
      value: () =>
        db.user.findUnique({
          where: { id: userId },
          select: {
            id: true,
            email: true,
            createdAt: true,
            lastLoggedIn: true,
            secondFactor: { select: { isOn: true } },
          },
        }),
    },
    { name: 'profile', value: () => db.profile.findUnique(own) },
    { name: 'agreements', value: () => db.agreement.findMany(own) },
    { name: 'sessions', value: () => db.userSession.findMany(own) },
    { name: 'devices', value: () => db.knownDevice.findMany({ where, select: { seenAt: true } }) },
    { name: 'keys', value: () => db.apiKey.findMany({ where, omit: { userId: true, hash: true } }) },
    { name: 'venueKeys', value: () => db.venueKey.findMany(own) },
    {
      name: 'emailChanges',
      value: () =>
        db.emailChange.findMany({
          where,
          select: { oldEmail: true, newEmail: true, createdAt: true, expiresAt: true },
        }),
    },
    {
      name: 'notices',
      value: () => db.notice.findMany({ where, select: { kind: true, lines: true, createdAt: true } }),
    },
    { name: 'mails', value: () => db.mail.findMany({ where, select: { subject: true, text: true, createdAt: true } }) },
    { name: 'notes', value: () => db.clientNote.findMany({ where, select: { text: true, createdAt: true } }) },
    {
      name: 'identity',
      value: () => db.identityCheck.findUnique({ where, omit: { userId: true, reviewedBy: true, decidedBy: true } }),
    },
    { name: 'documents', value: () => documentsOf(db, userId) },
    { name: 'erasure', value: () => db.erasureRequest.findUnique(own) },
  ];
}

/** The files themselves come by their links. */
async function documentsOf(db: Database, userId: string) {
  const documents = await db.identityDocument.findMany({ where: { userId }, select: DOCUMENT });
  return documents.map((document) => ({
    ...toldDocument(document),
    link: `/api/v1/account/identity/documents/${document.id}`,
  }));
}

function ofAccount(db: Database, userId: string): Section[] {
  const where = { userId };
  const page = (after: string | undefined) => ({
    where: { ...where, ...(after === undefined ? {} : { id: { gt: after } }) },
    ...({ orderBy: { id: 'asc' }, take: AT_ONCE } as const),
  });
  return [
    { name: 'account', value: () => accountOf(db, userId) },
    { name: 'positions', value: () => db.openOrder.findMany({ where }) },
    { name: 'pendingOrders', value: () => db.pendingOrder.findMany({ where }) },
    { name: 'holds', value: () => db.hold.findMany({ where }) },
    { name: 'trades', pages: () => pagesOf((after) => db.existingTrade.findMany(page(after))) },
    { name: 'cancelledOrders', pages: () => pagesOf((after) => db.cancelledOrder.findMany(page(after))) },
    { name: 'reducedOrders', pages: () => pagesOf((after) => db.reducedOrder.findMany(page(after))) },
    { name: 'ledger', pages: () => pagesOf((after) => db.ledgerEntry.findMany(page(after))) },
    { name: 'transfers', pages: () => pagesOf((after) => db.transfer.findMany(page(after))) },
    { name: 'refusals', pages: () => pagesOf((after) => db.rejection.findMany(page(after))) },
    { name: 'orderEvents', pages: () => orderEvents(db, userId) },
  ];
}

/** Balance, rights, pause and own limits. Null until the first snapshot has it. */
async function accountOf(db: Database, userId: string) {
  const { shard } = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { shard: true } });
  return db.account.findUnique({ where: { shard_userId: { shard, userId } }, omit: { shard: true, userId: true } });
}

/** The events of the user's orders: first of those that are open or wait, then of those that ended. */
async function* orderEvents(db: Database, userId: string): AsyncGenerator<readonly Row[], void> {
  const where = { userId };
  const page = (after: string | undefined) => ({
    where: { ...where, ...(after === undefined ? {} : { id: { gt: after } }) },
    ...({ orderBy: { id: 'asc' }, take: AT_ONCE, select: { id: true, orderId: true } } as const),
  });
  const open = async function* () {
    yield await db.openOrder.findMany({ where, select: { orderId: true } });
    yield await db.pendingOrder.findMany({ where, select: { orderId: true } });
  };
  const ended = pagesOf((after) => db.existingTrade.findMany(page(after)));
  const cancelled = pagesOf((after) => db.cancelledOrder.findMany(page(after)));
  for (const source of [open(), ended, cancelled])
    for await (const rows of source) {
      const orderId = { in: [...new Set(rows.map((row) => row.orderId))] };
      // An order that closes in parts has a row for each of them, on several pages. Its events may come with each.
      yield await db.orderEvent.findMany({ where: { orderId, userId }, orderBy: { id: 'asc' } });
    }
}

function ofOrderBook(db: Database, userId: string): Section[] {
  const trades = (side: 'takerUserId' | 'makerUserId') => () =>
    pagesOf((after) =>
      db.venueTrade.findMany({
        where: { [side]: userId, ...(after === undefined ? {} : { id: { gt: after } }) },
        ...{ orderBy: { id: 'asc' }, take: AT_ONCE },
        // Who was on the other side is nobody's business.
        omit:
          side === 'takerUserId'
            ? { makerUserId: true, makerClientId: true }
            : { takerUserId: true, takerClientId: true },
      }),
    );
  return [
    { name: 'orderBookBalances', value: () => db.venueBalance.findMany({ where: { userId } }) },
    { name: 'orderBookOrders', pages: () => orderBookOrders(db, userId) },
    { name: 'orderBookTradesTaken', pages: trades('takerUserId') },
    { name: 'orderBookTradesMade', pages: trades('makerUserId') },
  ];
}

/** The newest first. A number counts the orders of one shard, which is that of the user. */
async function* orderBookOrders(db: Database, userId: string): AsyncGenerator<readonly Row[], void> {
  for (let before: bigint | undefined; ; ) {
    const rows = await db.venuePastOrder.findMany({
      where: { userId, ...(before === undefined ? {} : { orderId: { lt: before } }) },
      ...({ orderBy: { orderId: 'desc' }, take: AT_ONCE } as const),
    });
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) return;
    before = rows.at(-1)?.orderId;
  }
}

async function* pagesOf<Found extends { readonly id: string }>(
  read: (after: string | undefined) => Promise<Found[]>,
): AsyncGenerator<readonly Found[], void> {
  for (let after: string | undefined; ; ) {
    const rows: Found[] = await read(after);
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)?.id;
  }
}
