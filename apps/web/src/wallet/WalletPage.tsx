import { MoveMoneyForm } from './MoveMoneyForm.tsx';
import { hasPaperMoney } from './paper-money.ts';
import { ResetButton } from './ResetButton.tsx';
import { TransactionTable } from './TransactionTable.tsx';
import { WithdrawalList } from './WithdrawalList.tsx';

/** The user's money: pays in and out, shows what waits, lists each change of the cash, and starts over. */
export default function WalletPage() {
  return (
    <>
      <MoveMoneyForm />
      <WithdrawalList />
      <TransactionTable />
      {hasPaperMoney() && <ResetButton />}
    </>
  );
}
