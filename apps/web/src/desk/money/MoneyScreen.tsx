import { placeHash, usePlace } from '../address/place.ts';
import { Screen } from '../blocks/Screen.tsx';
import { TabLinks } from '../blocks/TabLinks.tsx';
import { BookForSomebody } from './BookForSomebody.tsx';
import { Deposits } from './Deposits.tsx';
import { PastWithdrawals } from './PastWithdrawals.tsx';
import { WaitingWithdrawals } from './WaitingWithdrawals.tsx';

const TABS = [
  { name: 'waiting', title: 'Withdrawals that wait', Content: WaitingWithdrawals },
  { name: 'withdrawals', title: 'All withdrawals', Content: PastWithdrawals },
  { name: 'deposits', title: 'Deposits', Content: Deposits },
] as const;

/** Money that clients want to have, and that came. */
export default function MoneyScreen() {
  const {
    path: [named],
  } = usePlace();
  const tab = TABS.find(({ name }) => name === named) ?? TABS[0];
  return (
    <Screen title="Money" about="Withdrawals to decide, and deposits." actions={<BookForSomebody />}>
      <TabLinks
        label="Money"
        shown={tab.name}
        tabs={TABS.map(({ name, title }) => ({
          ...{ name, title },
          hash: placeHash('money', name === 'waiting' ? [] : [name]),
        }))}
      />
      <tab.Content />
    </Screen>
  );
}
