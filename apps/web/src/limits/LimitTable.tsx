import type { AccountLimits } from '../api/schemas.ts';
import { assetText, grouped, moneyText, readMoney } from '../numbers/amounts.ts';
import tableStyles from '../ui/Table.module.css';
import { TableHead } from '../ui/TableHead.tsx';
import styles from './Limits.module.css';

/** The limits that hold, and how much of each is used. */
export function LimitTable({ limits: { holding, used } }: { readonly limits: AccountLimits }) {
  const assets = used.notionals.map(({ asset, notional }) => ({
    ...{ name: `Open in ${assetText(asset)}`, used: money(notional), most: money(holding.maxNotional) },
  }));
  const oneAsset = { name: 'Open in one asset', used: money('0'), most: money(holding.maxNotional) };
  const rows = [
    { name: 'Open positions', used: String(used.openOrders), most: grouped(String(holding.maxOpenOrders ?? 1_000)) },
    ...(assets.length > 0 ? assets : [oneAsset]),
    { name: 'Open in all', used: money(used.totalNotional), most: money(holding.maxTotalNotional) },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <section className={styles.limits} aria-label="Limits in use" tabIndex={0}>
      <table className={tableStyles.table} aria-label="Limits">
        <TableHead columns={['What', 'Used', 'At most']} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={tableStyles.row}>
              <td>{row.name}</td>
              <td>{row.used}</td>
              <td>{row.most}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">Amounts are in USDC, of positions at the prices at which they were opened.</p>
    </section>
  );
}

function money(most: string | null): string {
  return most === null ? 'no limit' : moneyText(readMoney(most));
}
