import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Picks the port of last time where it is free, so that connection strings keep working; else any free
 * one.
 *
 * @param portFile - where the last start wrote its port, or a file that is not there
 */
export async function choosePort(portFile: string): Promise<number> {
  const remembered = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  const port = (await probe(remembered)) ?? (await probe(0));
  if (port === null) throw new Error('127.0.0.1 has no free port');
  return port;
}

/** @returns the port when something could listen on it, else null; 0 asks for any */
function probe(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? null) : null));
    });
  });
}
