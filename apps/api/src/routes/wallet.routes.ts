import { type Route, type RouteDefinition, route } from '../http/route.ts';
import type { AccountReset } from '../wallet/account-reset.ts';
import type { StatementController } from '../wallet/statement/statement.controller.ts';
import { statementQuery, statementReply } from '../wallet/statement/statement-schemas.ts';
import type { WalletController } from '../wallet/wallet.controller.ts';
import {
  depositReply,
  pendingTransferReply,
  resetBody,
  resetReply,
  transactionsQuery,
  transactionsReply,
  transferBody,
  withdrawalBody,
  withdrawalParams,
  withdrawalReply,
  withdrawalsQuery,
  withdrawalsReply,
} from '../wallet/wallet-schemas.ts';

const own = { tag: 'wallet', limit: 'trade' } as const satisfies Partial<RouteDefinition>;
const moving = { ...own, access: 'session', method: 'post', waitsFor: 'engine', needs: ['engine'] } as const;
const reading = { ...own, access: 'read', method: 'get', waitsFor: 'database' } as const;

const pending = { description: 'Sent, or perhaps sent; the answer is late', schema: pendingTransferReply };

export function walletRoutes(wallet: WalletController, reset: AccountReset, statements: StatementController): Route[] {
  return [
    route(
      {
        ...moving,
        path: '/wallet/deposits',
        summary: 'Pay in paper money',
        responses: {
          201: { description: 'Booked', schema: depositReply },
          200: { description: 'It was booked before', schema: depositReply },
          202: pending,
        },
        body: transferBody,
      },
      ({ session, body }) => wallet.deposit(session, body),
    ),
    route(
      {
        ...moving,
        path: '/wallet/withdrawals',
        summary: 'Put money on hold that is to be paid out',
        description:
          'No order binds it, and no loss reaches it, from then on. It is paid out by staff, and may be taken back until then. What is sent again with the same transferId needs no second code.',
        responses: {
          201: { description: 'It waits to be paid', schema: withdrawalReply },
          200: { description: 'It was asked for before', schema: withdrawalReply },
          202: pending,
        },
        body: withdrawalBody,
      },
      ({ session, body, request }) => wallet.withdraw(session, body, request),
    ),
    route(
      {
        ...moving,
        path: '/wallet/withdrawals/:transferId/cancel',
        summary: 'Take back a withdrawal that waits',
        responses: { 200: { description: 'The money is back', schema: withdrawalReply }, 202: pending },
        params: withdrawalParams,
      },
      ({ session, params }) => wallet.takeBack(session, params.transferId),
    ),
    route(
      {
        ...moving,
        path: '/wallet/reset',
        summary: 'Start over: close all positions, and go back to the first deposit',
        description:
          'For accounts with paper money. All of it is done, or nothing: a position that cannot be closed is named, with why. The history stays.',
        responses: {
          201: { description: 'Done', schema: resetReply },
          200: { description: 'It was done before', schema: resetReply },
          202: pending,
        },
        body: resetBody,
      },
      ({ session, body }) => reset.reset(session, body.transferId),
    ),
    route(
      {
        ...reading,
        path: '/wallet/withdrawals',
        summary: 'Your withdrawals, page by page',
        query: withdrawalsQuery,
        responses: { 200: { description: 'The newest first', schema: withdrawalsReply } },
      },
      ({ session, query }) => wallet.withdrawals(session, query),
    ),
    route(
      {
        ...reading,
        path: '/wallet/transactions',
        summary: 'Every change of your cash, page by page or as CSV',
        description:
          'Each has the cash behind it: that of the one before plus its amount. An account that is older than the ledger begins with a deposit, noted as carried over.',
        query: transactionsQuery,
        responses: { 200: { description: 'The newest first', schema: transactionsReply, otherTypes: ['text/csv'] } },
      },
      ({ query, ...asked }) => statements.transactions(asked, query),
    ),
    route(
      {
        ...reading,
        path: '/wallet/statement',
        summary: 'What a month did to your cash, from its opening balance to its closing balance',
        query: statementQuery,
        responses: {
          200: {
            description: 'The figures are those of the whole month, the entries come page by page',
            schema: statementReply,
            otherTypes: ['text/html'],
          },
        },
      },
      ({ query, ...asked }) => statements.statement(asked, query),
    ),
  ];
}
