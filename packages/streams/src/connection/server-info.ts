/** Reads an answer to INFO: its values by name. */
export function readInfo(text: string): Record<string, string> {
  const lines = text.split('\r\n').map((line) => line.split(/:(.*)/s));
  return Object.fromEntries(lines.flatMap(([name, value]) => (name && value !== undefined ? [[name, value]] : [])));
}
