// Asks the process in this container whether it is useful: the image has neither curl nor wget.
// What it prints is kept by the container engine, and says what a container that is unhealthy waits for.
try {
  const url = `http://127.0.0.1:${process.env.HEALTH_PORT}/ready`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  process.stdout.write(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`No answer: ${error.cause?.message || error.message}`);
  process.exitCode = 1;
}
