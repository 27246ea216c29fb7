import type { RunningCauce } from './start-cauce.js';

/** What `npm start` prints once everything answers: where things are, a key, and a command to paste. */
export function welcome(running: RunningCauce): string {
  const { url, settings } = running;
  const lines = ['', 'Cauce is running.', '', `  API       ${url}   (docs: ${url}/docs)`];
  if (settings.sandboxUrl !== null) {
    lines.push(`  Sandbox   ${settings.sandboxUrl}   (a till, a fault board, the journal)`);
  }
  const { development } = settings;
  if (development !== null) {
    lines.push(
      `  Merchant  ${development.keys.merchantId}`,
      `  Test key  ${development.keys.apiKey}`,
      `  Operator  ${development.keys.operatorKey}`,
      '',
      'Create a payment that is collected in cash at an Efecty counter:',
      '',
      createCommand(url, development.keys.apiKey),
      '',
      'Then pay its code at the pretend till:',
      '',
      `  curl -s ${settings.sandboxUrl}/sandbox/till/pay -H 'content-type: application/json' \\`,
      `    -d '{"code":"<the code>"}'`,
    );
  }
  lines.push('', 'Ctrl-C stops it; the next start finds its data again.', '', '');
  return lines.join('\n');
}

function createCommand(url: string, apiKey: string): string {
  const body = {
    amount: { value: 8_500_000, currency: 'COP' },
    reference: 'ORD-1001',
    description: 'Zapatos',
    methods: ['efecty', 'baloto', 'puntored'],
    payer: {
      name: 'Ana Muñoz',
      email: 'ana@example.com',
      phone: '+573001112233',
      document: { type: 'CC', number: '1020304051' },
    },
  };
  return [
    `  curl -s ${url}/v1/payments \\`,
    `    -H 'authorization: Bearer ${apiKey}' \\`,
    `    -H 'idempotency-key: ORD-1001' -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
