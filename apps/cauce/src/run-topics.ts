import { readConfig } from '@cauce/config';
import { plannedTopics } from '@cauce/contracts';
import {
  applyTopics,
  checkTopics,
  kafkaAddress,
  kafkaConfigSchema,
  type TopicDifference,
} from '@cauce/messaging';
import { createLogger } from '@cauce/observability';
import { RAILS } from './services.js';
import type { Environment } from './settings.js';

/** `cauce topics apply`: makes the topics at the broker as planned. */
export async function runTopicsApply(env: Environment): Promise<number> {
  const found = await applyTopics(addressOf(env), plannedTopics(RAILS), quiet());
  for (const one of found) print(`${describe(one)}: applied`);
  print(found.length === 0 ? 'Every topic is as planned.' : 'Every topic is as planned now.');
  return 0;
}

/** `cauce topics check`: 0 when every topic at the broker is as planned, 1 when one is not. */
export async function runTopicsCheck(env: Environment): Promise<number> {
  const found = await checkTopics(addressOf(env), plannedTopics(RAILS), quiet());
  for (const one of found) print(describe(one));
  print(
    found.length === 0
      ? 'Every topic is as planned.'
      : `${found.length} differences. Remove them with: npm run cauce -- topics apply`,
  );
  return found.length === 0 ? 0 : 1;
}

function describe({ topic, what, planned, found }: TopicDifference): string {
  if (found === null) return `${topic}: missing`;
  return `${topic}: ${what} is ${found} and should be ${planned}`;
}

function addressOf(env: Environment) {
  const address = kafkaAddress(readConfig(kafkaConfigSchema, env), 'cauce-topics');
  if (address === null) throw new Error('CAUCE_KAFKA_BROKERS is not set: there is no Kafka to ask');
  return address;
}

function quiet() {
  return createLogger({ service: 'cauce', level: 'error' });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
