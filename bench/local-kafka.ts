import { KafkaCluster } from '@cauce/testing';

/** A broker for one benchmark. */
export interface LocalKafka {
  readonly brokers: string[];
  stop(): Promise<void>;
}

/** The broker of CAUCE_KAFKA_BROKERS, or one that is started for this process and ends with it. */
export async function localKafka(): Promise<LocalKafka> {
  const given = process.env['CAUCE_KAFKA_BROKERS'];
  if (given !== undefined && given !== '') {
    return { brokers: given.split(','), stop: () => Promise.resolve() };
  }
  const cluster = await KafkaCluster.start(1);
  return { brokers: cluster.bootstrap, stop: () => cluster.stop() };
}
