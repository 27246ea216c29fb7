import { ConnectorError } from './connector-error.js';
import { recordText } from './exchange-record.js';

const request = {
  method: 'POST' as const,
  url: 'https://p.example/pay?public_key=pub-key-1',
  purpose: 'execute' as const,
  headers: { authorization: 'Bearer t0ken-value' },
  body: JSON.stringify({ documento: '1020304051', valor: '20000' }),
  secrets: ['t0ken-value'],
};

const reply = (body: string, headers: Record<string, string> = {}) => ({
  status: 200,
  headers,
  body: Buffer.from(body),
});

describe('what is kept of an exchange', () => {
  it('is request and answer, without headers, credentials and payer data', () => {
    const text = recordText(
      request,
      reply('{"documento":"1020304051","pin":"123"}', { date: 'today', 'set-cookie': 'a=b' }),
      ['documento'],
    );
    expect(JSON.parse(text)).toEqual({
      asked: {
        method: 'POST',
        url: 'https://p.example/pay?public_key=[removed]',
        body: '{"documento":"[removed]","valor":"20000"}',
      },
      answered: {
        status: 200,
        headers: { date: 'today' },
        body: '{"documento":"[removed]","pin":"123"}',
      },
    });
  });

  it('finds what the request said in an answer that is no JSON', () => {
    const text = recordText(request, reply('<h1>1020304051 t0ken-value</h1>'), ['documento']);
    expect(text).toContain('<h1>[removed] [removed]</h1>');
  });

  it('says why there is no answer', () => {
    const failure = new ConnectorError('timeout', 'while sending t0ken-value');
    expect(recordText(request, failure, [])).toContain(
      '"failed":"timeout: while sending [removed]"',
    );
  });

  it('keeps no files and cuts long bodies', () => {
    expect(recordText(request, reply('x'.repeat(300_000)), [])).toContain(
      '[300000 bytes, not kept]',
    );
    expect(recordText(request, reply('x'.repeat(100_000)), []).length).toBeLessThan(21_000);
  });
});
