/** What the owner of one transfer was told. */
export interface ToldTransfer {
  readonly transferId: string;
  readonly userId: string;
  readonly movement: 'deposits' | 'withdrawals';
  readonly amount: string;
  /** Whether an attempt may have been carried out whose answer never came. */
  unsure: boolean;
  /** The last word: it was made, or this is why not. */
  said?: 'made' | 'refused';
  /** Whether a withdrawal was told to be back. */
  isBack: boolean;
}
