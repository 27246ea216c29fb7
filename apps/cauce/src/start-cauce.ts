import { ApiKeyDirectory, createHttpApp } from '@cauce/api';
import { FieldCipher, setFailpoint, systemClock } from '@cauce/config';
import type { Database } from '@cauce/database';
import { BusServer, OutboxRelay, replayAsked } from '@cauce/messaging';
import { Health, Metrics, type Logger } from '@cauce/observability';
import { ApiKeysService, present, ROUTER_SERVICE, RoutesService } from '@cauce/router';
import { startSandbox } from '@cauce/sandbox';
import { forgetOldRows } from './forget-old-rows.job.js';
import { openBus } from './open-bus.js';
import { openStores, type Stores } from './open-stores.js';
import { seedDevelopmentKeys } from './seed-development-keys.js';
import { ownAccounts } from './sandbox-accounts.js';
import { serviceModules } from './service-modules.js';
import type { Settings } from './settings.js';

/** How long to wait for connectors to announce their routes before saying that all is ready. */
const ROUTES_WITHIN_MS = 15_000;

/** A running all-in-one process. */
export interface RunningCauce {
  readonly url: string;
  readonly settings: Settings;
  /** Takes nothing new, finishes what runs, and closes everything in order. */
  stop(): Promise<void>;
}

/** Starts every service in this process: database, sandbox, bus, HTTP, relays, in that order. */
export async function startCauce(settings: Settings, logger: Logger): Promise<RunningCauce> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await compose(settings, logger, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function compose(
  settings: Settings,
  logger: Logger,
  closers: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningCauce> {
  const { variables } = settings;
  setFailpoint(variables.CAUCE_FAILPOINT ?? null);
  const metrics = new Metrics();
  const health = new Health();
  const stores = await openStores(settings, logger, metrics);
  closers.push(() => stores.close());
  if (settings.runsSandbox && settings.development !== null) {
    const sandbox = await startSandbox({
      host: variables.CAUCE_HOST,
      port: variables.CAUCE_SANDBOX_PORT,
      dataDir: settings.dataDir,
      epayco: settings.development.secrets.epayco,
      mercadopago: settings.development.secrets.mercadopago,
      ...ownAccounts(settings.development.secrets, settings.publicUrl),
    });
    closers.push(() => sandbox.stop());
  }
  const bus = await openBus(settings, { logger, metrics, health });
  const relays = stores.all.map((database) => new OutboxRelay({ database, bus, logger, metrics }));
  const context = { clock: systemClock, cipher: new FieldCipher(settings.encryptionKey) };
  const app = await createHttpApp({
    module: serviceModules(settings, stores, { ...context, bus, logger, metrics, health }),
    apiKeys: new ApiKeyDirectory(keyStore(stores), systemClock),
    clock: systemClock,
    logger,
    metrics,
    health,
  });
  closers.push(() => app.close());
  app.connectMicroservice({ strategy: new BusServer({ bus, databases: stores.byGroup, logger }) });
  watchStores(health, stores);
  // Rules, drains and breakers are known before the first message of before is applied.
  await app.init();
  await app.startAllMicroservices();
  for (const relay of relays) await relay.start();
  const forgetting = forgetOldRows(stores, systemClock, { logger, metrics });
  forgetting.start();
  const { subscriptions } = bus;
  const replays = stores.all.map((database) =>
    replayAsked(database, { subscriptions, logger, metrics }),
  );
  for (const replay of replays) replay.start();
  closers.push(async () => {
    for (const replay of replays) await replay.stop();
  });
  closers.push(() => forgetting.stop());
  closers.push(async () => {
    await bus.drain();
    for (const relay of relays) await relay.stop();
  });
  await app.listen(variables.CAUCE_HTTP_PORT, variables.CAUCE_HOST);
  closers.push(async () => {
    health.drain();
    await app.getHttpAdapter().getInstance().close();
  });
  const router = stores.byGroup.get(ROUTER_SERVICE);
  if (router !== undefined) {
    if (settings.development !== null) {
      const apiKeys = new ApiKeysService(router, systemClock);
      await seedDevelopmentKeys(apiKeys, settings.development.keys);
    }
    if (settings.modules.size > 1) await routesAnnounced(app.get(RoutesService, { strict: false }));
  }
  const { address, port } = app.getHttpServer().address() as { address: string; port: number };
  return { url: `http://${address}:${port}`, settings, stop };
}

/** Where API keys are looked up: every service that has an API keeps them. */
function keyStore(stores: Stores): Database {
  const [first] = stores.all;
  if (first === undefined) throw new Error('no service runs in this process');
  return stores.byGroup.get(ROUTER_SERVICE) ?? first;
}

function watchStores(health: Health, stores: Stores): void {
  for (const database of stores.all) {
    health.register(`database.${database.service}`, () => database.ping());
  }
}

/** Connectors announce their routes by message; a create before that would find none, or those of long ago silent. */
async function routesAnnounced(routes: RoutesService): Promise<void> {
  const until = performance.now() + ROUTES_WITHIN_MS;
  while (present(await routes.known()).length === 0) {
    if (performance.now() > until) throw new Error('no connector has announced a route');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
