/**
 * Whether users pay in paper money by themselves and may start over, as the server wrote it into the page. The development
 * server writes nothing, and stands beside a product with paper money.
 */
export function hasPaperMoney(): boolean {
  return document.querySelector<HTMLMetaElement>('meta[name="paper-money"]')?.content !== 'no';
}
