import { MoveMoneyForm } from './MoveMoneyForm.tsx';
import { TransactionTable } from './TransactionTable.tsx';
import { WithdrawalList } from './WithdrawalList.tsx';

/** The user's money: pays in and out, shows what waits, and lists each change of the cash. */
export default function WalletPage() {
  return (
    <>
      <MoveMoneyForm />
      <WithdrawalList />
      <TransactionTable />
    </>
  );
}
