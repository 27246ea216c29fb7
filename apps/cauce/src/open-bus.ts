import { hostname } from 'node:os';
import { plannedTopics } from '@cauce/contracts';
import {
  applyTopics,
  checkTopics,
  kafkaAddress,
  KafkaBus,
  LocalBus,
  type KafkaAddress,
  type MessageBus,
} from '@cauce/messaging';
import type { Health, Logger, Metrics } from '@cauce/observability';
import { RAILS } from './services.js';
import type { Settings } from './settings.js';

/** Topics are not as planned, and this process may not change them. */
export class TopicsError extends Error {
  override readonly name = 'TopicsError';
}

/**
 * Opens what services talk over: Kafka where it is configured, this process otherwise. In development the
 * topics are made as planned; elsewhere that is an operator's step.
 *
 * @throws TopicsError naming the topics that are missing
 */
export async function openBus(
  settings: Settings,
  observed: { logger: Logger; metrics: Metrics; health: Health },
): Promise<MessageBus> {
  const { logger, metrics, health } = observed;
  const address = kafkaAddress(settings.variables, clientId(settings));
  if (address === null) return new LocalBus({ logger, metrics });
  await assureTopics(address, settings.development !== null, logger);
  const bus = new KafkaBus({ address, logger, metrics });
  health.register('kafka', () => bus.assertMember());
  return bus;
}

async function assureTopics(
  address: KafkaAddress,
  mayApply: boolean,
  logger: Logger,
): Promise<void> {
  const plan = plannedTopics(RAILS);
  if (mayApply) {
    const applied = await applyTopics(address, plan, logger);
    if (applied.length > 0) logger.info({ topics: applied.length }, 'topics applied');
    return;
  }
  const missing = (await checkTopics(address, plan, logger)).filter((one) => one.found === null);
  if (missing.length === 0) return;
  const names = missing.map((one) => one.topic).join(', ');
  throw new TopicsError(
    `Kafka has no topic ${names}. Make them with: npm run cauce -- topics apply`,
  );
}

function clientId({ modules }: Settings): string {
  const [only, ...others] = modules.keys();
  return `cauce-${others.length === 0 ? only : 'all'}-${hostname()}-${process.pid}`;
}
