import type { Logger } from '@cauce/observability';
import type { TopicPartitionOffset } from 'kafkajs';
import type { PartitionLane } from './partition-lane.js';

/**
 * What the broker has been told of positions, so that its own tools show the lag and a new member starts
 * near the right place. What counts is in the database.
 */
export class ToldPositions {
  private readonly told = new Map<PartitionLane, bigint>();

  constructor(
    private readonly prefix: string,
    private readonly logger: Logger,
  ) {}

  forget(): void {
    this.told.clear();
  }

  /** Tells what has moved; a failure is no harm, as the next turn tells more. */
  async tell(
    lanes: readonly PartitionLane[],
    commit: (offsets: readonly TopicPartitionOffset[]) => Promise<void>,
  ): Promise<void> {
    const moved = lanes.flatMap((lane) => {
      const { position } = lane;
      return position === null || this.told.get(lane) === position ? [] : [{ lane, position }];
    });
    if (moved.length === 0) return;
    try {
      await commit(
        moved.map(({ lane, position }) => ({
          topic: this.prefix + lane.stream.topic,
          partition: lane.stream.partition,
          offset: position.toString(),
        })),
      );
      for (const { lane, position } of moved) this.told.set(lane, position);
    } catch (error) {
      this.logger.debug({ err: error }, 'positions not told to the broker');
    }
  }
}
