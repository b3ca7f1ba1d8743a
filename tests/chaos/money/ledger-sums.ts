import type { ChaosTrader } from '../load/chaos-trader.ts';
import { answerOf } from '../verdict/answers.ts';
import { millionths } from '../verdict/ledger.ts';

/** What each user's transactions add up to, as the API gives them in a file: also those of before there was a ledger. */
export async function ledgerSums(traders: readonly ChaosTrader[]): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>();
  for (const trader of traders) {
    const { body } = await answerOf(trader, '/wallet/transactions?format=csv');
    const [header, ...lines]: string[] = body.split('\r\n').slice(0, -1);
    const column = header?.split(',').indexOf('amount') ?? -1;
    // No field before the amounts is in quotes.
    sums.set(
      trader.userId,
      lines.reduce((sum, line) => sum + millionths(line.split(',')[column] ?? ''), 0n),
    );
  }
  return sums;
}
