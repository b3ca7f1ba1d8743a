/** Whom it concerns stands beside it; an order's id says nothing to people. */
const UNSAID = ['userId', 'orderId', 'transferId'];

/**
 * What an action is about, in a line: the fields of its data as they are called there.
 */
export function actionFacts(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  return Object.entries(data)
    .filter(([name, value]) => !UNSAID.includes(name) && value !== null)
    .map(([name, value]) => `${wordsOf(name)}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');
}

/** Such as "max leverage" of "maxLeverage". */
export function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
