import { MERCADOPAGO } from './fixtures/mercadopago-under-test.js';
import { PAYVALIDA } from './fixtures/payvalida-under-test.js';
import { KEYS } from './fixtures/sandbox-under-test.js';
import { startSandbox } from './start-sandbox.js';

describe('a sandbox in this process', () => {
  const options = { host: '127.0.0.1', port: 0, dataDir: null, epayco: KEYS };

  it('does not start with a live key', async () => {
    const epayco = { ...KEYS, privateKey: 'cauce_live_abc' };
    await expect(startSandbox({ ...options, epayco })).rejects.toThrow(/live key/);
  });

  it('does not start with a live token of another provider', async () => {
    const mercadopago = { ...MERCADOPAGO, accessToken: 'cauce_live_abc' };
    await expect(startSandbox({ ...options, mercadopago })).rejects.toThrow(/live key/);
  });

  it.each(['fixedHash', 'notificationHash'])('does not start with a live %s', async (name) => {
    const payvalida = { kuanto: { ...PAYVALIDA, [name]: 'cauce_live_abc' } };
    await expect(startSandbox({ ...options, payvalida })).rejects.toThrow(/live key/);
  });

  it('says that its port is taken', async () => {
    const first = await startSandbox(options);
    const port = Number(new URL(first.url).port);
    await expect(startSandbox({ ...options, port })).rejects.toThrow(/EADDRINUSE/);
    await first.stop();
  });

  it('gives its port free when it stops', async () => {
    const first = await startSandbox(options);
    const port = Number(new URL(first.url).port);
    await first.stop();
    const second = await startSandbox({ ...options, port });
    await second.stop();
  });
});
