import { SandboxUnderTest } from '../fixtures/sandbox-under-test.js';

const EVIL = '<script>alert(1)</script>';

describe('the sandbox for a person', () => {
  let sandbox: SandboxUnderTest;

  beforeEach(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterEach(() => sandbox.stop());

  const page = (query = '') => sandbox.send('GET', `/${query}`);

  /** Sends a form and follows it to the page that tells what happened. */
  async function submit(name: string, form: Record<string, string>): Promise<string> {
    const response = await fetch(`${sandbox.url}/pages/${name}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    expect(response.status).toBe(303);
    return (await page((response.headers.get('location') ?? '').slice(1))).text;
  }

  it('is one page without scripts or anything from elsewhere', async () => {
    const response = await fetch(sandbox.url);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|src=|https?:\/\//);
    for (const heading of ['Till', 'Fault board', 'Confirmations', 'Settlement files', 'Journal']) {
      expect(text).toContain(`<h2>${heading}`);
    }
  });

  it('shows open vouchers, and takes what is due with a button', async () => {
    const { pin } = await sandbox.issue();
    expect((await page()).text).toMatch(new RegExp(`<code>${pin}</code>[^]*\\$\\s85\\.000`));
    expect(await submit('pay', { code: pin })).toContain('Took the money for 1001');
    expect(await sandbox.journal('?kind=paid')).toMatchObject([{ amountMinor: 8_500_000 }]);
  });

  it.each([
    ['84.999', 8_499_900],
    ['84999', 8_499_900],
    ['', 8_500_000],
  ])('takes typed pesos: %j', async (pesos, amountMinor) => {
    const { pin } = await sandbox.issue();
    await submit('pay', { code: pin, pesos });
    expect(await sandbox.journal('?kind=paid')).toMatchObject([{ amountMinor }]);
  });

  it('gives money back', async () => {
    const { pin, ref_payco } = await sandbox.issue();
    await submit('pay', { code: pin });
    expect(await submit('reverse', { transaction: String(ref_payco) })).toContain('back');
    expect(await sandbox.journal('?kind=reversed')).toHaveLength(1);
  });

  it('sets faults and repairs them', async () => {
    const form = { operation: 'issue', kind: 'http_500', count: '2', delayMs: '0' };
    expect(await submit('fault', form)).toContain('The next 2 requests');
    expect((await sandbox.cash()).status).toBe(500);
    await submit('repair', {});
    expect((await sandbox.cash()).status).toBe(200);
  });

  it('sets the mode of confirmations, and sends what waits', async () => {
    await submit('callbacks', { mode: 'drop' });
    await submit('pay', { code: (await sandbox.issue()).pin });
    expect(await submit('flush', {})).toContain('Sent 1');
    expect(sandbox.merchant.received).toHaveLength(1);
  });

  it('writes a settlement file', async () => {
    expect(await submit('settlement', { day: '2026-11-20', defect: '' })).toContain(
      'Wrote epayco-efecty-20261120-A.txt',
    );
  });

  it.each([
    ['pay', { code: '123' }, 'code 123'],
    ['pay', { code: '123', pesos: '12,50' }, 'pesos without centavos'],
    ['reverse', { transaction: 'x' }, 'transaction'],
    ['fault', { operation: 'issue', kind: 'explode', count: '1', delayMs: '0' }, 'kind'],
    ['settlement', { day: 'today' }, 'day'],
  ])('%s with %j: says what is wrong', async (name, form, text) => {
    const told = await submit(name, form as unknown as Record<string, string>);
    expect(told).toContain('class="said wrong"');
    expect(told).toContain(text);
  });

  it('escapes whatever others put in', async () => {
    const told = { url_confirmacion: sandbox.merchant.url.replace('?shop=7', '') };
    const { pin } = await sandbox.issue({ factura: EVIL, nombres: EVIL, ...told });
    await sandbox.post('/till/pay', { code: pin });
    await sandbox.post('/till/stray', { reference: '"><img src=x>', amount: 100 });
    const { text } = await page(`?said=${encodeURIComponent(EVIL)}&wrong=${EVIL}`);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<img/);
  });

  it('is not driven by pages of other sites', async () => {
    const { pin } = await sandbox.issue();
    const response = await fetch(`${sandbox.url}/pages/pay`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ code: pin }),
    });
    expect(response.status).toBe(403);
    expect(await sandbox.journal('?kind=paid')).toEqual([]);
  });
});
