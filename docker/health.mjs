// Asks the process in this container whether it is useful: the image has neither curl nor wget.
const response = await fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/ready`, { signal: AbortSignal.timeout(2_000) });
process.exit(response.ok ? 0 : 1);
