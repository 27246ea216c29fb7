import { API_ERRORS, type ErrorTable } from '@cauce/api';
import { cauceConfigSchema, PLUGINS } from '@cauce/cauce';
import { CONNECTOR_ERRORS } from '@cauce/connector-kit';
import { MESSAGE_TYPES, SEQUENCED_TOPICS, TOPIC_TABLE } from '@cauce/contracts';
import {
  ACCOUNT_PATTERNS,
  LEDGER_ERRORS,
  ledgerConfigSchema,
  TRANSACTION_KINDS,
} from '@cauce/ledger';
import {
  RECONCILIATION_ERRORS,
  BREAK_KINDS,
  DAY_STATUSES,
  reconciliationConfigSchema,
} from '@cauce/reconciliation';
import {
  DECIDERS,
  REJECTIONS,
  ROUTER_ERRORS,
  routerConfigSchema,
  STATES,
  TRANSITIONS,
} from '@cauce/router';
import type { z } from 'zod';
import {
  CONNECTOR_COLUMNS,
  connectorRows,
  SETTING_COLUMNS,
  settingRows,
  TERMS_COLUMNS,
  termsRows,
} from './connectors-page.ts';
import { page, table, type Row } from './markdown-page.ts';

function states(): string {
  const edges = Object.entries(TRANSITIONS).flatMap(([from, events]) =>
    Object.entries(events)
      .filter(([, to]) => to !== from)
      .map(([event, to]) => [from, event, to] as const),
  );
  const graph = edges.map(([from, event, to]) => `  ${from} --> ${to}: ${event}`);
  return page(
    'The life of a payment',
    table(
      ['state', 'public status', 'only money moves it'],
      Object.entries(STATES).map(([state, { status, isClosed }]) => [
        state,
        status,
        isClosed ? 'yes' : '',
      ]),
    ),
    '```mermaid\nstateDiagram-v2\n' + graph.join('\n') + '\n```',
    table(['from', 'event', 'to'], edges),
  );
}

function errors(): string {
  const tables: Record<string, ErrorTable> = {
    API_ERRORS,
    ROUTER_ERRORS,
    LEDGER_ERRORS,
    RECONCILIATION_ERRORS,
  };
  const rows = Object.values(tables).flatMap((one) =>
    Object.entries(one).map(
      ([code, { status, title, retryable }]) => [code, status, retryable, title] as Row,
    ),
  );
  return page(
    'Errors',
    'Answers of the HTTP API as `application/problem+json`; `code` is stable.',
    table(['code', 'status', 'retryable', 'title'], rows),
    '## Outcomes of provider calls',
    table(
      ['kind', 'outcome', 'another route', 'counts against health', 'meaning'],
      Object.entries(CONNECTOR_ERRORS).map(([kind, one]) => [
        kind,
        one.outcome,
        one.reroute,
        one.countsAgainstHealth,
        one.meaning,
      ]),
    ),
    '## Why a route was not chosen',
    table(['reason', 'meaning'], Object.entries(REJECTIONS)),
    '## What put the chosen route first',
    table(['because', 'meaning'], Object.entries(DECIDERS)),
  );
}

function configuration(): string {
  const schemas: Record<string, z.ZodObject> = {
    'The process': cauceConfigSchema,
    Router: routerConfigSchema,
    ...Object.fromEntries(PLUGINS.map(({ rail, config }) => [`Connector for ${rail}`, config])),
    Ledger: ledgerConfigSchema,
    Reconciliation: reconciliationConfigSchema,
  };
  const sections = Object.entries(schemas).map(([title, schema]) => {
    const rows = Object.entries(schema.shape).map(([name, field]) => {
      const fallback = defaultOf(field as z.ZodType);
      return [`\`${name}\``, fallback, (field as z.ZodType).description ?? ''] as Row;
    });
    return `## ${title}\n\n${table(['variable', 'default', 'meaning'], rows)}`;
  });
  return page(
    'Configuration',
    'Environment variables, read once at the start. Every problem is reported at once and the process ends with 1.',
    ...sections,
  );
}

function defaultOf(field: z.ZodType): string {
  if (field.safeParse(undefined).success) {
    const value = field.safeParse(undefined).data;
    return value === undefined ? '' : `\`${String(value)}\``;
  }
  return 'required';
}

function topics(): string {
  return page(
    'Topics and messages',
    table(
      ['topic', 'key', 'sequenced', 'producer', 'consumers', 'partitions', 'kept', 'carries'],
      Object.entries(TOPIC_TABLE).map(([topic, one]) => [
        `\`${topic}\``,
        one.key,
        SEQUENCED_TOPICS.has(topic) ? 'yes' : '',
        one.producer,
        one.consumers,
        one.partitions,
        one.retentionDays === null ? 'the last of each key' : `${one.retentionDays} days`,
        one.carries,
      ]),
    ),
    table(
      ['message type', 'version'],
      Object.entries(MESSAGE_TYPES).map(([type, { version }]) => [`\`${type}\``, version]),
    ),
  );
}

function accounts(): string {
  return page(
    'Accounts and breaks',
    table(
      ['account', 'nature', 'PUC anchor', 'meaning'],
      Object.entries(ACCOUNT_PATTERNS).map(([code, one]) => [
        `\`${code}\``,
        one.nature,
        one.puc,
        one.meaning,
      ]),
    ),
    '## Kinds of transactions',
    table(['kind', 'meaning'], Object.entries(TRANSACTION_KINDS)),
    '## Breaks',
    table(
      ['kind', 'meaning'],
      Object.entries(BREAK_KINDS).map(([kind, { meaning }]) => [kind, meaning]),
    ),
    '## What a day has come to',
    table(['status', 'meaning'], Object.entries(DAY_STATUSES)),
  );
}

function connectors(): string {
  return page(
    'Routes and what they can do',
    'With the keys of every provider and the defaults of everything else; limits and lives are settings.',
    table(CONNECTOR_COLUMNS, connectorRows()),
    'A callback is `asked about` where its signature does not cover the state: the provider is asked before anything is believed.',
    'Where `tills ask us`, a network’s tills ask the service what is due and tell it what they took: nothing is registered at a provider, and callbacks, status queries and voids at the provider are only about what was registered there before.',
    '## What settings change',
    'Each setting alone, with all else as above; a route that is not named stays as it is.',
    table(SETTING_COLUMNS, settingRows()),
    '## Terms that rails come with',
    'What their sources state of routes, from a day on. An entry of `CAUCE_ROUTE_TERMS_FILE` takes its place from its own day; a route that is not named has none.',
    table(TERMS_COLUMNS, termsRows()),
  );
}

/** Text of every page of docs/generated, by file name. */
export async function generatedPages(): Promise<Record<string, string>> {
  return {
    'connectors.md': connectors(),
    'states.md': states(),
    'errors.md': errors(),
    'configuration.md': configuration(),
    'topics.md': topics(),
    'accounts.md': accounts(),
  };
}
