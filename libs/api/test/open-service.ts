import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '@cauce/config';
import type { ApiKeyChanged } from '@cauce/contracts';
import type { Database } from '@cauce/database';
import { Health, Metrics, type Logger } from '@cauce/observability';
import { ApiKeyDirectory, createHttpApp, newApiKey } from '../src/index.js';
import { sampleModule } from './sample-service.js';

/** Keys that the sample service knows. */
const KEYS = {
  reader: { scopes: ['payments:read'] },
  writer: { scopes: ['payments:write', 'payments:read'] },
  other: { scopes: ['payments:write', 'payments:read'], merchantId: 'mer_2' },
  ledger: { scopes: ['ledger:read'] },
  admin: { scopes: ['admin'], merchantId: null },
  revoked: { scopes: ['admin'], revokedAt: new Date('2026-11-19T00:00:00Z') },
} as const satisfies Record<string, Partial<ApiKeyChanged> | object>;

export type KeyName = keyof typeof KEYS;

export interface SampleService {
  readonly app: NestFastifyApplication;
  as(name: KeyName): { authorization: string };
  /** Sends bytes over a socket and reads the answer to its end. */
  send(bytes: string): Promise<string>;
  breakDependency(reason: string | null): void;
  close(): Promise<void>;
}

/** Starts the sample service on a free port. Closing it closes its database too. */
export async function openService(on: {
  database: Database;
  clock: Clock;
  logger: Logger;
}): Promise<SampleService> {
  const { database, clock, logger } = on;
  const health = new Health();
  let broken: string | null = null;
  health.register('dependency', async () => {
    if (broken !== null) throw new Error(broken);
  });
  const apiKeys = new ApiKeyDirectory(database, clock);
  const keys = new Map<KeyName, string>();
  for (const name of Object.keys(KEYS) as KeyName[]) {
    const { key, keyId, secretHash } = newApiKey('test');
    const change = { keyId, secretHash, mode: 'test', merchantId: 'mer_1', revokedAt: null };
    const full = { ...change, ...KEYS[name] } as unknown as ApiKeyChanged;
    await database.transaction((tx) => apiKeys.store(tx, full));
    keys.set(name, key);
  }
  const app = await createHttpApp({
    module: sampleModule(database, clock),
    apiKeys,
    logger,
    metrics: new Metrics(),
    health,
    clock,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    as: (name) => ({ authorization: `Bearer ${keys.get(name)}` }),
    send: (bytes) => exchange(port, bytes),
    breakDependency: (reason) => {
      broken = reason;
    },
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
