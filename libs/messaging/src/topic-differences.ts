import type { PlannedTopic } from '@cauce/contracts';

const DAY_MS = 86_400_000;

/** Three copies where there are three brokers; two must have a message before it counts as sent. */
export const MAX_REPLICAS = 3;
const IN_SYNC_OF_THREE = 2;

/** How a topic at the broker differs from the plan. */
export interface TopicDifference {
  readonly topic: string;
  readonly what: string;
  readonly planned: string;
  /** Null when the topic is missing. */
  readonly found: string | null;
}

/** A topic as it is at the broker. */
export interface Found {
  readonly topic: string;
  readonly partitions: number;
  readonly settings: ReadonlyMap<string, string>;
  /** Those that somebody has set for this topic. */
  readonly own: ReadonlyMap<string, string>;
}

/** @returns how a topic differs from its plan; more partitions than planned are no difference */
export function compare(
  one: PlannedTopic,
  found: Found | undefined,
  replicas: number,
): readonly TopicDifference[] {
  const { topic, partitions } = one;
  if (found === undefined) {
    return [{ topic, what: 'topic', planned: `${partitions} partitions`, found: null }];
  }
  const rows: TopicDifference[] = [];
  if (found.partitions < partitions) {
    const [planned, there] = [String(partitions), String(found.partitions)];
    rows.push({ topic, what: 'partitions', planned, found: there });
  }
  for (const [what, planned] of settingsOf(one, replicas)) {
    const there = found.settings.get(what) ?? '';
    if (there !== planned) rows.push({ topic, what, planned, found: there });
  }
  return rows;
}

/** The settings of a topic that matter, as the broker writes them. */
export function settingsOf(
  { retentionDays }: PlannedTopic,
  replicas: number,
): ReadonlyMap<string, string> {
  return new Map([
    ['cleanup.policy', retentionDays === null ? 'compact' : 'delete'],
    ...(retentionDays === null ? [] : [['retention.ms', String(retentionDays * DAY_MS)] as const]),
    ['min.insync.replicas', String(replicas >= MAX_REPLICAS ? IN_SYNC_OF_THREE : 1)],
    ['unclean.leader.election.enable', 'false'],
  ]);
}
