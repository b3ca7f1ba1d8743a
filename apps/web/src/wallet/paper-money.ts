import { told } from '../api/told.ts';

/**
 * Whether users pay in paper money by themselves and may start over. The development server says nothing, and stands
 * beside a product with paper money.
 */
export function hasPaperMoney(): boolean {
  return told('paper-money') !== 'no';
}
