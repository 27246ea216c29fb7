import { randomUUID } from 'node:crypto';
import type { BenchSystem } from './bench-system.ts';
import { newOrder } from './order.ts';

/** What became of a create. */
export interface Created {
  readonly status: number;
  readonly route: string | null;
  /** How often a route was asked for a voucher. */
  readonly attempts: number;
  /** Of each route why it was chosen or not. */
  readonly why: ReadonlyMap<string, string>;
}

function post(url: string, key: string, body: object, headers: Record<string, string> = {}) {
  const own = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const all = { ...own, 'idempotency-key': randomUUID(), ...headers };
  return fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

/** @param wait seconds to wait for the voucher */
export async function create(system: BenchSystem, wait: number): Promise<Created> {
  const url = `${system.apiUrl}/v1/payments`;
  const response = await post(url, system.apiKey, newOrder(), { prefer: `wait=${wait}` });
  const body = (await response.json()) as {
    route?: string;
    attempts?: unknown[];
    routing?: { candidates: { route: string; reason?: string; because?: string }[] };
  };
  const candidates = body.routing?.candidates ?? [];
  const why = new Map(
    candidates.map(({ route, reason, because }) => [route, reason ?? because ?? 'next']),
  );
  const { route = null, attempts = [] } = body;
  return { status: response.status, route, attempts: attempts.length, why };
}

/** Drains or restores a route. @param path the route, and what is done with it */
export async function operate(system: BenchSystem, path: string): Promise<void> {
  const url = `${system.apiUrl}/v1/routes/${path}`;
  const response = await post(url, system.operatorKey, { reason: 'benchmark' });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** Calls to issue that reached providers since counting began, which DELETE begins anew. */
export async function issueCalls(
  system: BenchSystem,
  method: 'GET' | 'DELETE' = 'GET',
): Promise<number> {
  const response = await fetch(`${system.sandboxUrl}/sandbox/calls`, { method });
  const { data } = (await response.json()) as { data: { operation: string; received: number }[] };
  return data
    .filter(({ operation }) => operation === 'issue')
    .reduce((sum, { received }) => sum + received, 0);
}

/** From here on ePayco takes requests to issue and never answers. */
export async function hang(system: BenchSystem): Promise<void> {
  const fault = { protocol: 'epayco', operation: 'issue', kind: 'drop_request', count: 1_000_000 };
  const response = await post(`${system.sandboxUrl}/sandbox/faults`, '', fault);
  if (!response.ok) throw new Error(`not hung: ${response.status}`);
}
