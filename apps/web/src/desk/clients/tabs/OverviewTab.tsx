import { grouped } from '../../../numbers/amounts.ts';
import { placeHash } from '../../address/place.ts';
import { Panel, Panels } from '../../blocks/Panel.tsx';
import { Amount } from '../../blocks/values/Amount.tsx';
import { Details } from '../../blocks/values/Details.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { useMe } from '../../me/me.ts';
import { AdjustCash } from '../acts/AdjustCash.tsx';
import { BookDeposit } from '../acts/BookDeposit.tsx';
import { EraseClient } from '../acts/EraseClient.tsx';
import { RightsAct } from '../acts/RightsAct.tsx';
import { type Account, MOST_COUNTED, type OfClient } from '../client.ts';
import { AccountLimits } from './AccountLimits.tsx';
import styles from './Tabs.module.css';

/** Who a client is, and how their account stands. */
export function OverviewTab({ overview }: OfClient) {
  const me = useMe();
  const { account, accountLack } = overview;
  return (
    <Panels>
      <Panel title="Account" {...(account !== null && { actions: <AccountActs overview={overview} /> })}>
        {account === null ? <p>{accountLack?.detail ?? 'There is no account.'}</p> : <Figures account={account} />}
      </Panel>
      <Panel
        title="Profile"
        actions={me.userId !== overview.client.userId && <EraseClient userId={overview.client.userId} />}
      >
        <Profile overview={overview} />
      </Panel>
      {account !== null && (
        <Panel title="Limits">
          <AccountLimits account={account} />
        </Panel>
      )}
      <Panel title="On record">
        <Counts overview={overview} />
      </Panel>
    </Panels>
  );
}

/** What is done to the account itself. Nobody acts upon their own. */
function AccountActs({ overview: { client, account } }: OfClient) {
  const me = useMe();
  if (me.userId === client.userId) return <span className="muted">Your own: others act upon it.</span>;
  return (
    <div className={styles.acts}>
      <RightsAct userId={client.userId} present={account?.rights ?? 'full'} />
      <BookDeposit userId={client.userId} />
      <AdjustCash userId={client.userId} />
    </div>
  );
}

function Figures({ account }: { readonly account: Account }) {
  const { equity, balance, usedMargin, freeMargin, marginLevel, unrealizedPnl, cash, holds, withdrawable } = account;
  const { pausedUntil, positionMode = 'hedging' } = account;
  const money = (amount: string | undefined) => amount && <Amount amount={amount} />;
  return (
    <Details
      details={[
        ['Equity', money(equity)],
        ['Balance', money(balance)],
        ['Unrealized P&L', <Amount key="pnl" amount={unrealizedPnl} isChange />],
        ['Used margin', money(usedMargin)],
        ['Free margin', money(freeMargin)],
        ['Margin level', marginLevel === null ? 'nothing is open' : `${grouped(marginLevel)} %`],
        ['Cash', money(cash)],
        ['On hold', money(holds)],
        ['May be withdrawn', money(withdrawable)],
        ['Positions', positionMode === 'netting' ? 'netted' : 'hedged: both sides may be open'],
        ['Paused until', pausedUntil && <Time at={pausedUntil} />],
      ]}
    />
  );
}

function Profile({ overview: { client } }: OfClient) {
  const { userId, email, name, country, language, shard, createdAt, lastLoggedIn, hasPassword, hasSecondFactor } =
    client;
  const unsaid = <span className="muted">not said</span>;
  return (
    <Details
      details={[
        ['Address', email],
        ['Name', name ?? unsaid],
        ['Country', country ?? unsaid],
        ['Language', language ?? unsaid],
        ['Since', <Time key="since" at={createdAt} />],
        ['Last signed in', lastLoggedIn === null ? 'never' : <Time key="last" at={lastLoggedIn} />],
        [
          'Signs in by',
          `${hasPassword ? 'a password or a link' : 'a link'}${hasSecondFactor ? ', and a second factor' : ''}`,
        ],
        ['Id', <code key="id">{userId}</code>],
        ['Shard', shard],
      ]}
    />
  );
}

/** How much there is on the other tabs. */
function Counts({ overview: { client, counts } }: OfClient) {
  const counted = (tab: string, count: number) => (
    <a href={placeHash('clients', [client.userId, tab])}>
      {grouped(String(count))}
      {count >= MOST_COUNTED && ' or more'}
    </a>
  );
  return (
    <Details
      details={[
        ['Trades', counted('trades', counts.trades)],
        ['Ledger entries', counted('ledger', counts.ledgerEntries)],
        ['Steps of transfers', counted('transfers', counts.transfers)],
        ['Refusals', counted('refusals', counts.rejections)],
        ['Notes', counted('notes', counts.notes)],
        ['Sessions', grouped(String(counts.sessions))],
      ]}
    />
  );
}
