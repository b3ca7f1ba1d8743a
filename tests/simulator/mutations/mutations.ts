import type { Conditions } from '../simulation.ts';

/** A deliberate bug. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  /** Stands there exactly once. */
  readonly replace: string;
  readonly by: string;
  /** Where it shows soonest, when the seeds seldom make it so. */
  readonly showsWith: Conditions;
}

function mutation(name: string, file: string, replace: string, by: string, showsWith: Conditions = {}): Mutation {
  return { name, file, replace, by, showsWith };
}

/** Bugs of the kinds that such systems have had. */
const bugs: readonly Mutation[] = [
  mutation(
    'the publisher skips what was in flight when its connection broke',
    'packages/streams/src/publishing/publish-once.ts',
    'this.#queue.takeBack();',
    'this.#queue.confirm(this.#queue.length - this.#queue.unsent);',
  ),
  mutation(
    'the publisher takes any refusal for "published already"',
    'packages/streams/src/publishing/publish-once.ts',
    '(error) => this.#failed(toError(error)),\n    );\n  }\n\n  /** A batch that',
    '(error) => isReplyError(error) ? this.#arrived(batch, 0, stream) : this.#failed(toError(error)),\n    );\n  }\n\n  /** A batch that',
    { engines: 1 },
  ),
  mutation(
    'a batch is sent behind another one whether that arrives or not',
    'packages/streams/src/publishing/publish-batch.ts',
    "before: before ?? ''",
    "before: ''",
    { engines: 1, faults: ['Redis has no memory left'] },
  ),
  mutation(
    'results are published whose causes Redis has lost',
    'packages/streams/src/publishing/publish-batch.ts',
    'cause: causeOf(last.id), content: contentOf(last.cause)',
    "cause: (await redis.call('XREVRANGE', [keys.input, '+', '-', 'COUNT', 1]))[0]?.[0] ?? '0-1', content: ''",
    { mayLose: true, faults: ['Redis is killed'] },
  ),
  mutation(
    'a reader goes on from the end of the stream after an error',
    'packages/streams/src/reading/follow.ts',
    "redis.call('XREAD', ['COUNT', count, 'BLOCK', BLOCK_MS, 'STREAMS', key, position]);",
    "redis.call('XREAD', ['COUNT', count, 'BLOCK', BLOCK_MS, 'STREAMS', key, redis.failed ? '$' : position]).catch((error) => { redis.failed = true; throw error; });",
  ),
  mutation(
    'a reader does not look whether its own entry is gone',
    'packages/streams/src/reading/follow.ts',
    'if (found === undefined) throw new GapError(key, position);',
    'if (found === undefined) return;',
    { tradingMs: 200_000 },
  ),
  mutation(
    'an append whose answer was lost is sent again',
    'packages/streams/src/appending/appender.ts',
    "return { outcome: wasSent(error) ? 'unknown' : 'refused', reason: reasonOf(error) };",
    'await new Promise((resolve) => setTimeout(resolve, 1_000)); return this.append(fields, maxLength);',
  ),
  mutation(
    'an append whose answer was lost counts as refused',
    'packages/streams/src/appending/appender.ts',
    "outcome: wasSent(error) ? 'unknown' : 'refused'",
    "outcome: 'refused'",
  ),
  mutation(
    'the checkpoint moves before its rows are written',
    'packages/replica/src/snapshots/write-snapshot.ts',
    '    await changes.write(tx);',
    '  });\n  await tables.transaction(async (tx) => {\n    await changes.write(tx);',
  ),
  mutation(
    'a snapshot is committed before its results are published',
    'packages/replica/src/snapshots/snapshotter.ts',
    'if (first?.isPublished) await',
    'if (first) await',
    { engines: 1, faults: ['Redis has no memory left', 'a process is killed'] },
  ),
  mutation(
    'a snapshot whose transaction failed counts as committed',
    'packages/replica/src/snapshots/snapshotter.ts',
    '      throw error;\n    }\n    await this.#readBack();',
    '      this.#committed = position; this.#pending.remove(this.#pending.upTo(position)); return;\n    }\n    await this.#readBack();',
  ),
  mutation(
    'merged changes forget what another engine has written since',
    'apps/engine/src/cfd/cfd-changes.ts',
    "    await tx.deleteFrom(orderTable, 'number', firstNewOrder);\n",
    '',
    { engines: 3, tradingMs: 45_000 },
  ),
  mutation(
    'an engine takes everything that it replays for published',
    'packages/replica/src/publishing/output.ts',
    'compareLogIds(result, this.#options.publishedBefore) <= 0;',
    'true;',
  ),
  mutation(
    'an engine takes the whole result for published when its first part is',
    'packages/replica/src/publishing/output.ts',
    'compareLogIds(result, this.#options.publishedBefore) <= 0;',
    "compareLogIds(result, this.#options.publishedBefore) <= 0 || result.replace(/....$/, '') === this.#options.publishedBefore.replace(/....$/, '');",
    { engines: 1, faults: ['a process is killed'] },
  ),
  mutation(
    'an engine numbers the parts of a result anew when it goes on behind those that are published',
    'packages/replica/src/publishing/output.ts',
    'const id = this.#next(cause, part);',
    'this.skipped = this.skipped?.id === cause.id ? this.skipped : { id: cause.id, count: 0 }; const id = this.#next(cause, part - this.skipped.count); if (this.#isPublished(id)) this.skipped.count++;',
    { engines: 1, faults: ['a process is killed'] },
  ),
  mutation(
    'a snapshot behind a large result has the digest of the entry before',
    'packages/replica/src/applying/applier.ts',
    'this.#applied(entry, count);',
    'this.#position = entry.id;',
  ),
  mutation(
    'the next entry is applied in the middle of one with a large result',
    'packages/replica/src/replica.ts',
    'if (parts !== undefined) await parts;',
    '',
  ),
  mutation(
    'the history moves its checkpoint before its rows',
    'apps/recorder/src/history/write-history.ts',
    "await tx.moveCheckpoint('recorder', from, to, digest);\n",
    "await tx.moveCheckpoint('recorder', from, to, digest);\n  });\n  await tables.transaction(async (tx) => {\n",
  ),
  mutation(
    'the history begins at the end of the stream',
    'apps/recorder/src/copying/record-results.ts',
    'return { ...start,',
    "return { ...start, from: (await redis.call('XREVRANGE', [key, '+', '-', 'COUNT', 1]))[0]?.[0] ?? position, first: undefined,",
  ),
  mutation(
    'the history keeps what it has of results that were lost',
    'apps/recorder/src/history/write-history.ts',
    'if (clearFrom !== undefined)',
    'if (false)',
    { mayLose: true },
  ),
  mutation(
    'the streams are trimmed up to where the engine has read',
    'apps/recorder/src/retention/trimming.ts',
    'input: earlierId(engine, journalPosition()),',
    'input: journalPosition(),',
    { tradingMs: 200_000 },
  ),
  mutation(
    'the API takes silence for a refusal',
    'packages/engine-client/src/pending-requests.ts',
    "setTimeout(settle, this.#limitMs, { outcome: 'late' });",
    "setTimeout(settle, this.#limitMs, { outcome: 'refused', reason: 'no answer.' });",
  ),
  mutation(
    'the API answers that an order never was before the history has caught up',
    'apps/api/src/controllers/order-status.ts',
    'if (!isRecorded) return pending(orderId);',
    '',
  ),
  mutation(
    'the API answers that an order never was while it may still be on its way',
    'apps/api/src/controllers/order-status.ts',
    'else if (!(await this.#makeVoid(userId, orderId, answer.callback))) return pending(orderId);',
    '',
  ),
  mutation(
    'the ids of closed orders are forgotten at once',
    'packages/cfd/src/numbers/limits.ts',
    'CLOSED_ID_AGE_MS = 600_000',
    'CLOSED_ID_AGE_MS = 0',
  ),
  mutation(
    'an engine waits for ever for what has happened already',
    'packages/streams/src/publishing/publish-once.ts',
    "this.#lead = added < batch.length ? 'other' : 'own';\n    this.#send();\n    this.#wakeUps.wake();",
    "this.#lead = added < batch.length ? 'other' : 'own';\n    this.#send();",
    { engines: 2 },
  ),
  mutation(
    'snapshots have no orders',
    'apps/engine/src/cfd/cfd-changes.ts',
    'await write(tx, orderTable, changes.orders.values(), gridOf);',
    '',
    { engines: 1, faults: ['a connection to Redis is cut'] },
  ),
  mutation(
    'a reader does not look whether the entry at its position is still the same',
    'packages/streams/src/reading/follow.ts',
    'if (fields !== undefined && !isSame(fields, found[1])) throw new ReplacedError(key, position);',
    '',
    { mayLose: true, failOvers: true, tradingMs: 20_000, faults: ['a connection to Redis is cut'] },
  ),
  mutation(
    'the publisher takes the refusal of a replica for success',
    'packages/streams/src/publishing/publish-once.ts',
    '(error) => this.#failed(toError(error)),\n    );\n  }\n\n  /** A batch that',
    "(error) => isReplyError(error, 'READONLY') ? this.#arrived(batch, 0, stream) : this.#failed(toError(error)),\n    );\n  }\n\n  /** A batch that",
    { failOvers: true, mayLose: false, faults: ['a connection to Redis is cut'] },
  ),
  mutation(
    'an order is acknowledged whether a replica has it or not',
    'packages/streams/src/connection/replicas.ts',
    "return Number(await this.#redis.call('WAIT', [this.#wanted, this.#limitMs]));",
    'return this.#wanted;',
    { mayLose: true, failOvers: true, tradingMs: 20_000, faults: ['a connection to Redis is cut'] },
  ),
  mutation(
    'an answer to a read leaves before the results that it contains',
    'packages/replica/src/publishing/replies.ts',
    'this.#options.flushed().then(',
    'Promise.resolve().then(',
    { faults: ['Redis has no memory left'] },
  ),
  mutation(
    'an answer to a read names an older result than it contains',
    'packages/replica/src/publishing/output.ts',
    'answer.print(this.#lastResult)',
    'answer.print(this.#options.publishedBefore)',
  ),
  mutation(
    'each page of a list keeps the prices of its own moment',
    'packages/engine-client/src/accounts/account-pages.ts',
    'map(({ order }) => closing.value(order))',
    'map(({ order }) => order)',
  ),
  mutation(
    'a page of orders begins one too late',
    'packages/cfd/src/reads/page-of-orders.ts',
    'number > after);',
    'number > (after < 0 ? after : after + 1));',
  ),
  mutation(
    'what closes between two pages stays in the list',
    'packages/engine-client/src/accounts/account-pages.ts',
    "return event.type === 'closed' ? leftOpen(order, event) : order;",
    'return order;',
    { tradingMs: 45_000 },
  ),
  mutation(
    'a list is told without the results that have not passed yet',
    'packages/engine-client/src/passed-results.ts',
    'if (this.#hasPassed(waiting)) onPassed();\n    else this.#waiting.add(waiting);',
    'onPassed();',
    { tradingMs: 45_000, faults: ['a connection to Redis is cut'] },
  ),
  mutation(
    'whoever asks shares a reading that has begun before',
    'apps/api/src/engine/one-at-a-time.ts',
    '      queue.waiting.delete(name);\n',
    '',
    { tradingMs: 45_000 },
  ),
  mutation(
    'a snapshot leaves out what is on hold',
    'apps/engine/src/cfd/cfd-changes.ts',
    '  await write(tx, holdTable, changes.holds.values());\n',
    '',
  ),
  mutation(
    'a snapshot keeps holds that were settled',
    'apps/engine/src/cfd/cfd-changes.ts',
    '  await tx.delete(holdTable, [...goneHolds]);\n',
    '',
  ),
  mutation(
    'the id of a transfer may be used again at once',
    'packages/cfd/src/rules/transfers/checks.ts',
    'if (state.isIdTaken(transferId, now))',
    'if (state.findHold(transferId) !== 0)',
  ),
  mutation(
    'the ledger knows no withdrawal',
    'apps/recorder/src/history/ledger-rows.ts',
    "return outcome === 'paid' ? [",
    "return outcome === 'none' ? [",
  ),
  mutation(
    'the ledger keeps what was written of a lost log',
    'apps/recorder/src/history/write-history.ts',
    'for (const [table] of HISTORY_TABLES) await',
    "for (const [table, of] of HISTORY_TABLES) if (of !== 'ledger') await",
    { mayLose: true },
  ),
  mutation(
    'a pause holds nobody back',
    'packages/cfd/src/rules/accounts/rights.ts',
    'if (end === undefined) return undefined;',
    'if (end !== 0) return undefined;',
  ),
  mutation(
    'the rights of an account bind whoever asks in the place of its owner',
    'packages/cfd/src/rules/accounts/rights.ts',
    "actor === undefined ? state.rightsOf(account) : 'full';",
    'state.rightsOf(account);',
  ),
  mutation(
    'a pause does not bind whoever asks in the place of an owner',
    'packages/cfd/src/rules/accounts/rights.ts',
    'const end = state.pauseOf(account, now);',
    'const end = actor === undefined ? state.pauseOf(account, now) : undefined;',
  ),
  mutation(
    'a price that is set by hand triggers nothing',
    'packages/cfd/src/rules/set-price.ts',
    'return takePrices(state, market, bid, ask, now, [set, ...released]);',
    'state.setQuote(market, bid, ask, now); return [set, ...released];',
  ),
  mutation(
    'a price that is set by hand is told behind what it closes',
    'packages/cfd/src/rules/set-price.ts',
    'return takePrices(state, market, bid, ask, now, [set, ...released]);',
    'return [...takePrices(state, market, bid, ask, now, released), set].filter((event) => event !== undefined);',
  ),
  mutation(
    "an account's own limits do not hold",
    'packages/cfd/src/rules/accounts/position-limits.ts',
    '[state.groupLimits, ownLimitsOf(state, account)]',
    '[state.groupLimits, {}]',
  ),
  mutation(
    'a snapshot leaves out the limits of groups',
    'apps/engine/src/cfd/cfd-changes.ts',
    '  await write(tx, groupTable, changes.groups.values());\n',
    '',
  ),
  mutation(
    'an account that starts over twice under one id is paid twice',
    'packages/cfd/src/rules/accounts/reset-account.ts',
    '  if (taken !== undefined) return taken;\n',
    '',
  ),
  mutation(
    'a trailing stop moves back with the price',
    'packages/cfd/src/state/trailing/trailing-book.ts',
    'if (this.#sign * price > this.#newest) this.#advance',
    'if (this.#newest !== Number.POSITIVE_INFINITY && this.#sign * price !== this.#newest) this.#advance',
  ),
  mutation(
    'an order whose time is over opens with the next tick',
    'packages/cfd/src/core.ts',
    'return this.#state.pending.nextExpiry > now ?',
    "return given.type === 'price-update' || this.#state.pending.nextExpiry > now ?",
  ),
  mutation(
    'a closing in part ends the order',
    'packages/cfd/src/rules/closing/close-position.ts',
    'quantity === order.quantity ? undefined : restOf(order, quantity, instrument);',
    'undefined;',
  ),
  mutation(
    'a closing in part believes whatever is said to be open',
    'packages/cfd/src/rules/closing/close-order.ts',
    'if (open !== order.quantity) return',
    'if (open === undefined || (quantity ?? 0) >= order.quantity) return',
  ),
  mutation(
    'a guaranteed stop closes at the price of the tick',
    'packages/cfd/src/rules/closing/close-position.ts',
    "reason === 'guaranteed_stop' ? (order.stopLoss ?? price) : price;",
    'price;',
  ),
  mutation(
    'a guarantee costs its account twice',
    'packages/cfd/src/state/state.ts',
    'this.#accounts.balance(account) - order.margin - fee;',
    'this.#accounts.balance(account) - order.margin - fee - fee;',
  ),
  mutation(
    'netting closes the newest position first',
    'packages/cfd/src/rules/netting/net-plan.ts',
    'for (const slot of state.ordersOf(account)) {',
    'for (const slot of [...state.ordersOf(account)].reverse()) {',
  ),
  mutation(
    'what only reduces may open as well',
    'packages/cfd/src/rules/netting/net-plan.ts',
    'left: isReduceOnly ? 0 : left }',
    'left }',
  ),
  mutation(
    'a snapshot leaves out the orders that wait',
    'apps/engine/src/cfd/cfd-changes.ts',
    '  await write(tx, pendingTable, changes.pending.values(), gridOf);\n',
    '',
  ),
  mutation(
    'a snapshot keeps orders that wait no longer',
    'apps/engine/src/cfd/cfd-changes.ts',
    '  await tx.delete(pendingTable, [...gonePending]);\n',
    '',
  ),
  mutation(
    'a snapshot leaves out the prices that stops trail',
    'apps/engine/src/cfd/cfd-changes.ts',
    '  await writeTrailing(tx, changes, gridOf);\n',
    '',
  ),
  mutation(
    'an order of the venue that may have been sent is told as not sent',
    'apps/exchange/src/commands/venue-client.ts',
    "if (appended.outcome === 'refused') {",
    "if (appended.outcome !== 'appended') {",
    { core: 'venue' },
  ),
  mutation(
    'a replica of the venue that begins anew keeps what the one before had made',
    'apps/exchange/src/core/venue-replica.ts',
    '        this.#unconfirmed.clear();\n',
    '',
    { core: 'venue', engines: 1 },
  ),
  mutation(
    'the gathered changes of a book leave out those of one moment',
    'apps/exchange/src/streams/gathered-depth.ts',
    'for (const [side, price, quantity] of changes)',
    'for (const [side, price, quantity] of this.#first === updateId ? changes : changes.slice(1))',
    { core: 'venue', tradingMs: 45_000 },
  ),
  mutation(
    'a snapshot of the venue keeps orders that have ended',
    'apps/exchange/src/core/venue-changes.ts',
    '    await tx.delete(orderTable, [...endedOrders].map(String));\n',
    '',
    { core: 'venue' },
  ),
  mutation(
    'a snapshot of the venue keeps what another process has written since',
    'apps/exchange/src/core/venue-changes.ts',
    "    await tx.deleteFrom(orderTable, 'number', firstNewOrder);\n",
    '',
    { core: 'venue', engines: 3, tradingMs: 45_000 },
  ),
];

/** Some that have nothing to do with trade: they have to show with a core that knows none. */
const WITH_ANY_CORE: readonly string[] = [
  'a snapshot is committed before its results are published',
  'an engine takes the whole result for published when its first part is',
  'a snapshot behind a large result has the digest of the entry before',
];

function withCounters(named: string): Mutation {
  const bug = bugs.find(({ name }) => name === named);
  if (bug === undefined) throw new Error(`there is no bug "${named}"`);
  return { ...bug, name: `${named} (with counters)`, showsWith: { ...bug.showsWith, core: 'counters' } };
}

/** The simulator has to find each of them. */
export const mutations: readonly Mutation[] = [...bugs, ...WITH_ANY_CORE.map(withCounters)];
