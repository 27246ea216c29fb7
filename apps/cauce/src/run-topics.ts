import { readConfig, type Environment } from '@cauce/config';
import { plannedTopics } from '@cauce/contracts';
import {
  applyTopics,
  checkTopics,
  kafkaAddress,
  kafkaConfigSchema,
  type TopicDifference,
} from '@cauce/messaging';
import { createLogger } from '@cauce/observability';
import { CommandRefused, type Command, type CommandCall, type Output } from './command.js';
import { RAILS } from './services.js';

/** `cauce topics check`: 0 when every topic at the broker is as planned, 1 when one is not. */
export const TOPICS_CHECK: Command = {
  summary: 'compare the topics at Kafka with what services need; 1 when they differ',
  run: check,
};

/** `cauce topics apply`: makes the topics at the broker as planned. */
export const TOPICS_APPLY: Command = {
  summary: 'make them as needed; nothing is deleted',
  run: apply,
};

async function check(env: Environment, { out }: CommandCall): Promise<number> {
  const found = await checkTopics(addressOf(env), plannedTopics(RAILS), quiet());
  for (const one of found) print(out, describe(one));
  print(
    out,
    found.length === 0
      ? 'Every topic is as planned.'
      : `${found.length} differences. Remove them with: npm run cauce -- topics apply`,
  );
  return found.length === 0 ? 0 : 1;
}

async function apply(env: Environment, { out }: CommandCall): Promise<number> {
  const found = await applyTopics(addressOf(env), plannedTopics(RAILS), quiet());
  for (const one of found) print(out, `${describe(one)}: applied`);
  print(out, found.length === 0 ? 'Every topic is as planned.' : 'Every topic is as planned now.');
  return 0;
}

function describe({ topic, what, planned, found }: TopicDifference): string {
  if (found === null) return `${topic}: missing`;
  return `${topic}: ${what} is ${found} and should be ${planned}`;
}

function addressOf(env: Environment) {
  const address = kafkaAddress(readConfig(kafkaConfigSchema, env), 'cauce-topics');
  if (address !== null) return address;
  throw new CommandRefused('CAUCE_KAFKA_BROKERS is not set: there is no Kafka to ask.');
}

function quiet() {
  return createLogger({ service: 'cauce', level: 'error' });
}

function print(out: Output, line: string): void {
  out.write(`${line}\n`);
}
