import {
  decodeMessage,
  MalformedMessageError,
  SEQUENCED_TOPICS,
  type AnyMessage,
} from '@cauce/contracts';

/**
 * Reads a message of a topic from plain JSON.
 *
 * @throws MalformedMessageError when it cannot be understood, or has no sequence where the topic asks for one
 */
export function readMessage(topic: string, wire: unknown): AnyMessage {
  const message = decodeMessage(wire);
  assertSequence(topic, message);
  return message;
}

/** @throws MalformedMessageError unless a message has a sequence exactly where its topic is sequenced */
export function assertSequence(
  topic: string,
  message: { id: string; type: string; sequence: number | null },
): void {
  if (SEQUENCED_TOPICS.has(topic) === (message.sequence !== null)) return;
  throw new MalformedMessageError(
    `${message.type} ${message.id} has the sequence ${message.sequence} on ${topic}`,
  );
}
