import { configTypes } from '@cauce/config';
import { z } from 'zod';
import type { KafkaAddress } from './kafka-client.js';

const brokers = z
  .string()
  .trim()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine(
    (list) => list.every((one) => /^[^\s:,]+:\d{1,5}$/.test(one)),
    'must be host:port, more of them separated by commas',
  );

/** Variables of whoever talks over Kafka. */
export const kafkaConfigSchema = z.object({
  CAUCE_KAFKA_BROKERS: brokers
    .optional()
    .describe('Kafka to talk over, host:port,…; without it everything talks inside one process'),
  CAUCE_KAFKA_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,40}$/, 'must be letters, digits, dots, dashes and underscores')
    .default('')
    .describe('Comes before every topic and consumer group, for a cluster that is shared'),
  CAUCE_KAFKA_SSL: configTypes.flag.default(false).describe('Talk to Kafka over TLS'),
  CAUCE_KAFKA_USERNAME: z
    .string()
    .optional()
    .describe('Log in to Kafka by SCRAM-SHA-512 with this name'),
  CAUCE_KAFKA_PASSWORD: z.string().optional().describe('Password to CAUCE_KAFKA_USERNAME'),
});

export type KafkaVariables = z.output<typeof kafkaConfigSchema>;

/** Where Kafka is; null when there is none. */
export function kafkaAddress(variables: KafkaVariables, clientId: string): KafkaAddress | null {
  const {
    CAUCE_KAFKA_BROKERS: brokers,
    CAUCE_KAFKA_PREFIX: prefix,
    CAUCE_KAFKA_SSL: ssl,
    CAUCE_KAFKA_USERNAME: username,
    CAUCE_KAFKA_PASSWORD: password,
  } = variables;
  if (brokers === undefined) return null;
  const login = username === undefined ? {} : { sasl: { username, password: password ?? '' } };
  return { brokers, prefix, clientId, ssl, ...login };
}
