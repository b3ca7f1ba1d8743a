import { assetText, grouped } from '../../../numbers/amounts.ts';
import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { Amount } from '../../blocks/values/Amount.tsx';
import type { Account } from '../client.ts';

type Name = 'maxOpenOrders' | 'maxNotional' | 'maxTotalNotional';

interface Row {
  readonly name: string;
  readonly used: string;
  readonly most: readonly [own: string | undefined, group: string | undefined];
  readonly isMoney: boolean;
}

const figure = (text: string | undefined, isMoney: boolean) => {
  if (text === undefined) return <span className="muted">none</span>;
  return isMoney ? <Amount amount={text} /> : grouped(text);
};

const COLUMNS: readonly Column<Row>[] = [
  { name: 'What', cell: ({ name }) => name },
  { name: 'Open', cell: ({ used, isMoney }) => figure(used, isMoney), isFigure: true },
  { name: 'Own limit', cell: ({ most: [own], isMoney }) => figure(own, isMoney), isFigure: true },
  { name: 'For all', cell: ({ most: [, group], isMoney }) => figure(group, isMoney), isFigure: true },
];

/** How much an account has open, and may have. Of its own limit and the one for all accounts the lower holds. */
export function AccountLimits({ account: { exposure, ownLimits, groupLimits } }: { readonly account: Account }) {
  const most = (name: Name) => [text(ownLimits?.[name]), text(groupLimits?.[name])] as const;
  const rows: readonly Row[] = [
    {
      ...{ name: 'Open positions', used: String(exposure?.openOrders ?? 0) },
      ...{ most: most('maxOpenOrders'), isMoney: false },
    },
    { name: 'In all', used: exposure?.totalNotional ?? '0.000000', most: most('maxTotalNotional'), isMoney: true },
    ...(exposure?.notionals ?? []).map(({ asset, notional }) => ({
      ...{ name: assetText(asset), used: notional, most: most('maxNotional'), isMoney: true },
    })),
  ];
  return <DataTable label="Limits" columns={COLUMNS} rows={rows} keyOf={({ name }) => name} empty="" />;
}

function text(limit: number | string | undefined): string | undefined {
  return limit === undefined ? undefined : String(limit);
}
