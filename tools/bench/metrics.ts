/** Reads a figure from a process's /metrics: the sum over its labels, or NaN when no metric has this name. */
export async function readMetric(healthUrl: string, name: string): Promise<number> {
  const response = await fetch(`${healthUrl}/metrics`, { signal: AbortSignal.timeout(10_000) });
  return sumOf(await response.text(), name);
}

/** Sums the samples of one name in Prometheus' text format. */
export function sumOf(text: string, name: string): number {
  const samples = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return samples.length === 0 ? Number.NaN : samples.reduce((sum, sample) => sum + sample, 0);
}
