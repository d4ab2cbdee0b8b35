import { createServer } from 'node:net';

/** The first port from `from` on that nothing listens on, so that two checkouts can run at once. */
export async function freePort(from: number, host: string): Promise<number> {
  for (let port = from; port < from + 200; port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No free port between ${from} and ${from + 199}; set PORT`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
