/** A bare kafkajs consumer that waits for messages; it answers over HTTP once it is a member. */
import { createServer } from 'node:http';
import { Kafka, logLevel } from 'kafkajs';

const [port = '0', brokers = '', topic = ''] = process.argv.slice(2);
const kafka = new Kafka({
  clientId: 'idle',
  brokers: brokers.split(','),
  logLevel: logLevel.NOTHING,
});
const consumer = kafka.consumer({ groupId: `idle-${process.pid}` });
await consumer.connect();
await consumer.subscribe({ topic });
consumer.on('consumer.group_join', () => {
  createServer((_, response) => response.end('ok')).listen(Number(port), '127.0.0.1');
});
await consumer.run({ eachBatch: () => Promise.resolve() });
process.once('SIGTERM', () => void consumer.disconnect().then(() => process.exit(0)));
