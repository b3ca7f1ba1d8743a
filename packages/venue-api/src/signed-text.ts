/** What a request asks for: its query, or its body. Nothing in it is nested. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

/**
 * The text that is signed for a request (Backpack's documents, "Authentication"). A batch of orders names the instruction
 * anew before each of them.
 *
 * @param instruction what the request does, such as `orderExecute`.
 * @param parameters of the request; of a batch, those of each order.
 * @param timestamp in milliseconds since 1970, as it was sent.
 * @param window in milliseconds, as it was sent.
 */
export function signedText(
  instruction: string,
  parameters: readonly Parameters[],
  timestamp: string,
  window: string,
): string {
  const orders = parameters.map((of) => `instruction=${instruction}&${sortedPairs(of)}`);
  return `${orders.join('')}timestamp=${timestamp}&window=${window}`;
}

/** Each pair ends with `&`. The order is that of the names' letters. */
function sortedPairs(parameters: Parameters): string {
  const names = Object.keys(parameters).sort();
  return names.map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(String(parameters[name]))}&`).join('');
}
