import { createHash } from 'node:crypto';
import { newApiKey } from '@cauce/api';
import { newId } from '@cauce/config';
import { encodeMessage, TOPICS, type ApiKeyChanged, type Message } from '@cauce/contracts';
import { LedgerWorld, NOW, PaymentMessages } from '../fixtures/ledger-world.js';

describe('API keys that come by message', () => {
  let world: LedgerWorld;

  beforeAll(async () => {
    world = await LedgerWorld.open();
  }, 60_000);
  afterAll(() => world?.close());

  function made(change: Partial<ApiKeyChanged> = {}) {
    const { key, keyId } = newApiKey('test');
    const secretHash = createHash('sha256').update(key).digest('hex');
    const data: ApiKeyChanged = {
      keyId,
      secretHash,
      merchantId: 'mer_01abc',
      mode: 'test',
      scopes: ['ledger:read'],
      revokedAt: null,
      ...change,
    };
    return { key, data };
  }
  function tell(data: ApiKeyChanged): Promise<void> {
    const message: Message<'access.key_changed'> = {
      id: newId('msg'),
      type: 'access.key_changed',
      version: 1,
      occurredAt: NOW,
      key: data.keyId,
      sequence: null,
      traceparent: null,
      data,
    };
    return world.bus.publish(TOPICS.accessKeys, encodeMessage(message));
  }
  async function status(key: string): Promise<number> {
    const headers = { authorization: `Bearer ${key}` };
    return (await world.app.inject({ url: '/v1/ledger/accounts', headers })).statusCode;
  }

  it('open the ledger, and close it once they are revoked', async () => {
    const { key, data } = made();
    expect(await status(key)).toBe(401);
    await tell(data);
    expect(await status(key)).toBe(200);
    await tell({ ...data, revokedAt: NOW });
    // An instance that knew the key asks again after five seconds.
    world.clock.advance(5_000);
    expect(await status(key)).toBe(401);
  });

  it('stay revoked, in whichever order the messages come', async () => {
    const { key, data } = made();
    await tell({ ...data, revokedAt: NOW });
    await tell(data);
    expect(await status(key)).toBe(401);
  });

  it('open only what their scopes say', async () => {
    const { key, data } = made({ scopes: ['payments:read'] });
    await tell(data);
    expect(await status(key)).toBe(403);
  });

  it('show a merchant only what is its own', async () => {
    await world.tell(new PaymentMessages().received({ merchantId: 'mer_02other' }));
    const { key, data } = made({ merchantId: 'mer_02other' });
    await tell(data);
    const headers = { authorization: `Bearer ${key}` };
    const answer = await world.app.inject({ url: '/v1/ledger/accounts', headers });
    expect(answer.json<{ data: { code: string }[] }>().data.map((one) => one.code)).toEqual([
      'merchant.mer_02other.pending',
    ]);
  });
});
