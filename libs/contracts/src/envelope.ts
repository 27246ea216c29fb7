import { z } from 'zod';
import { MESSAGE_TYPES, type MessageData, type MessageType } from './topics.js';

/** What every message carries around its data. */
export const envelopeSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  version: z.int().positive(),
  occurredAt: z.iso.datetime(),
  key: z.string().min(1),
  sequence: z.int().positive().nullable(),
  traceparent: z.string().nullable(),
  data: z.unknown(),
});

/** A message as it lies in an outbox row or a Kafka record: plain JSON. */
export type WireMessage = z.infer<typeof envelopeSchema>;

/** A message as the process sees it: `data` decoded by the schema of its type. */
export interface Message<T extends MessageType = MessageType> {
  id: string;
  type: T;
  version: number;
  occurredAt: Date;
  /** The aggregate's id: messages of one key keep their order. */
  key: string;
  /** Gapless from 1 per key on sequenced topics, null elsewhere. */
  sequence: number | null;
  traceparent: string | null;
  data: MessageData<T>;
}

/** A message of any of the given types, discriminated by `type`. */
export type AnyMessage<T extends MessageType = MessageType> = { [K in T]: Message<K> }[T];

/** The message cannot be understood: wrong envelope, unknown type or version, or wrong data. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

function isMessageType(type: string): type is MessageType {
  return Object.hasOwn(MESSAGE_TYPES, type);
}

/**
 * Turns a message into plain JSON, checking it against its schema on the way out.
 *
 * @throws MalformedMessageError when the data does not satisfy the schema: a bug of the sender
 */
export function encodeMessage<T extends MessageType>(message: Message<T>): WireMessage {
  const encoded = z.safeEncode(MESSAGE_TYPES[message.type].data as z.ZodType, message.data);
  if (!encoded.success) {
    throw new MalformedMessageError(`${message.type} ${message.id}: ${encoded.error.message}`);
  }
  return { ...message, occurredAt: message.occurredAt.toISOString(), data: encoded.data };
}

/**
 * Reads a message from plain JSON. Unknown fields of `data` are dropped, so that a newer sender may add some.
 *
 * @throws MalformedMessageError when the envelope, the type, the version or the data is wrong
 */
export function decodeMessage(wire: unknown): AnyMessage {
  const envelope = envelopeSchema.safeParse(wire);
  if (!envelope.success) throw new MalformedMessageError(`envelope: ${envelope.error.message}`);
  const { type, version, id } = envelope.data;
  if (!isMessageType(type)) throw new MalformedMessageError(`${id}: unknown type ${type}`);
  if (version > MESSAGE_TYPES[type].version) {
    throw new MalformedMessageError(`${id}: ${type} has version ${version}, newer than this code`);
  }
  const data = (MESSAGE_TYPES[type].data as z.ZodType).safeParse(envelope.data.data);
  if (!data.success) throw new MalformedMessageError(`${type} ${id}: ${data.error.message}`);
  return {
    ...envelope.data,
    occurredAt: new Date(envelope.data.occurredAt),
    data: data.data,
  } as AnyMessage;
}
