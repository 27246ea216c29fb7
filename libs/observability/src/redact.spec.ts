import fc from 'fast-check';
import { createLogger, type Logger } from './logger.js';
import { redactFields, redactText } from './redact.js';

/** What must never be in a log, whatever way it tries to get there. */
const CANARIES = {
  document: '1020304051',
  name: 'Ana Muñoz',
  email: 'ana.munoz@example.com',
  phone: '+573001112233',
  apiKey: `cauce_live_0a1b2c3d4e5f_${'K'.repeat(38)}`,
  password: 'hunter2hunter2',
};

const payer = {
  kind: 'person',
  name: CANARIES.name,
  email: CANARIES.email,
  phone: CANARIES.phone,
  document: { type: 'CC', number: CANARIES.document },
};

function written(log: (logger: Logger) => void): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  log(createLogger({ service: 'test', level: 'trace', destination }));
  expect(lines).toHaveLength(1);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  return lines.join('');
}

function canariesIn(text: string): string[] {
  return Object.values(CANARIES).filter((canary) => text.includes(canary));
}

/** An error as a driver throws it: the value in its message, its stack, its fields and its cause. */
function leakyError(): Error {
  const cause = new Error(`Key (email)=(${CANARIES.email}) already exists`);
  return Object.assign(new Error(`cannot call ${CANARIES.phone}`, { cause }), {
    code: '23505',
    payer,
    config: { headers: { Authorization: `Bearer ${CANARIES.apiKey}` } },
  });
}

const circular: Record<string, unknown> = { payer };
circular['self'] = circular;

const nested = (depth: number): unknown => (depth === 0 ? payer : { inner: nested(depth - 1) });

describe('a log line', () => {
  it.each<[string, (logger: Logger) => void]>([
    ['a payer', (log) => log.info({ payer }, 'x')],
    ['a payer under another name', (log) => log.info({ who: payer }, 'x')],
    ['a payer in a list', (log) => log.info({ orders: [{ from: [payer] }] }, 'x')],
    ['a payer in a map', (log) => log.info({ seen: new Map([['a', payer]]) }, 'x')],
    ['a payer deep down', (log) => log.info({ deep: nested(12) }, 'x')],
    ['a circular object', (log) => log.info(circular, 'x')],
    ['a payer at the top', (log) => log.info(payer, 'x')],
    ['an error', (log) => log.error({ err: leakyError() }, 'x')],
    ['an error alone', (log) => log.error(leakyError())],
    ['an error under another name', (log) => log.error({ fault: leakyError() }, 'x')],
    ['an error of errors', (log) => log.error(new AggregateError([leakyError()], 'two'))],
    ['the fields of a child', (log) => log.child({ payer, customerName: CANARIES.name }).info('x')],
    ['the fields of a grandchild', (log) => log.child({}).child({ payer }).info('x')],
    ['a message', (log) => log.info(`from ${CANARIES.email} ${CANARIES.phone} ${CANARIES.apiKey}`)],
    ['an interpolation', (log) => log.info('from %s', CANARIES.email)],
    ['headers', (log) => log.info({ headers: { authorization: CANARIES.apiKey } }, 'x')],
    [
      'raw headers',
      (log) => log.info({ raw: ['Authorization', `Bearer ${CANARIES.apiKey}`] }, 'x'),
    ],
    [
      'a connection string',
      (log) => log.info({ url: `postgres://u:${CANARIES.password}@h/d` }, 'x'),
    ],
    ['a body as text', (log) => log.info({ body: JSON.stringify({ email: CANARIES.email }) }, 'x')],
    ['an object with a JSON of its own', (log) => log.info({ o: { toJSON: () => payer } }, 'x')],
    ['a number', (log) => log.info({ documentNumber: Number(CANARIES.document) }, 'x')],
    ['a getter that throws', (log) => log.info(throwing(), 'x')],
  ])('does not carry private values in %s', (_, log) => {
    expect(canariesIn(written(log))).toEqual([]);
  });

  it.each([
    ...['email', 'payerEmail', 'x_customer_email', 'customer-phone', 'Celular', 'teléfono'],
    ...['documento', 'documentNumber', 'lastName', 'nombres', 'Authorization', 'set-cookie'],
    ...['apiKey', 'api_key', 'p_key', 'P_KEY', 'privateKey', 'operatorKey', 'webhookSecret'],
    ...['clientSecret', 'accessToken', 'password', 'sealedPayer'],
  ])('hides the field %s whatever it holds', (field) => {
    expect(redactFields({ [field]: 'abc' })).toEqual({ [field]: '[redacted]' });
    expect(redactFields({ [field]: { a: 1 } })).toEqual({ [field]: '[redacted]' });
  });

  it('keeps the facts that people look for', () => {
    const facts = {
      service: 'test',
      paymentId: 'pay_0123456789abcdefghjkmnpqrs',
      attemptId: 'att_0123456789abcdefghjkmnpqrs',
      route: 'efecty.epayco',
      reference: '101645839',
      name: 'outbox_router',
      key: 'pay_1',
      keyId: '0a1b2c3d4e5f',
      requestId: 'req_1',
      status: 201,
      durationMs: 12.5,
      at: '2026-11-20T15:00:00.000Z',
      ok: true,
      email: null,
      version: 'pino@10.4.0',
    };
    expect(JSON.parse(written((log) => log.info(facts, 'request served')))).toMatchObject({
      ...facts,
      level: 'info',
      msg: 'request served',
    });
  });

  it('says of an error what it is, where it is from and what it came from', () => {
    const line = JSON.parse(written((log) => log.error({ err: leakyError() }, 'x')));
    expect(line.err).toMatchObject({
      type: 'Error',
      message: 'cannot call [redacted]',
      code: '23505',
      stack: expect.stringContaining('redact.spec'),
      cause: { message: 'Key (email)=([redacted]) already exists' },
    });
  });

  it('writes what JSON cannot', () => {
    const line = written((log) => log.info({ big: 2n ** 70n, bytes: Buffer.alloc(3) }, 'x'));
    expect(JSON.parse(line)).toMatchObject({ big: '1180591620717411303424', bytes: '[3 bytes]' });
  });

  it('stays small whatever it is given', () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, 'x']));
    const tree = (depth: number): unknown =>
      depth === 0 ? 'leaf' : Array.from({ length: 50 }, () => tree(depth - 1));
    expect(written((log) => log.info(wide, 'x')).length).toBeLessThan(3_000);
    expect(written((log) => log.info({ tree: tree(3) }, 'x')).length).toBeLessThan(200_000);
    expect(written((log) => log.info({ long: 'y'.repeat(1e6) }, 'x')).length).toBeLessThan(20_000);
  });
});

describe('a text', () => {
  it.each([
    ['write to ñandú.pérez@correo.com.co now', 'write to [redacted] now'],
    ['call +57 300 111 2233', 'call [redacted]'],
    ['call 573001112233', 'call [redacted]'],
    ['CC 1020304051 is wrong', 'CC [redacted] is wrong'],
    ['cédula No. 1.020.304.051', 'cédula No. [redacted]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['key cauce_test_0a1b2c3d4e5f_abcDEF', 'key cauce_test_0a1b2c3d4e5f_[redacted]'],
    ['postgres://u:p@w@127.0.0.1/x', 'postgres://[redacted]@w@127.0.0.1/x'],
    ['eyJhbGciOi.eyJzdWIiOi.c2lnbmF0', '[redacted]'],
  ])('loses what is private: %s', (text, left) => {
    expect(redactText(text)).toBe(left);
  });

  it('is left as it is when nothing is private', () => {
    for (const text of [
      'reference 101645839',
      'at 2026-11-20T15:00:00Z',
      'node_modules/@nestjs/x',
    ]) {
      expect(redactText(text)).toBe(text);
    }
  });

  it('loses every e-mail and Colombian phone', () => {
    const phone = fc
      .integer({ min: 0, max: 999_999_999 })
      .map((n) => `+573${String(n).padStart(9, '0')}`);
    fc.assert(
      fc.property(fc.emailAddress(), phone, (email, number) => {
        const domain = email.slice(email.lastIndexOf('@'));
        const left = redactText(`payer <${email}> at ${number}.`);
        expect(left).not.toContain(domain);
        expect(left).not.toContain(number);
      }),
    );
  });

  it('is read in time that grows with its length', () => {
    const startedAt = performance.now();
    for (const unit of ['a', '1', 'a.', '+1 ', 'cc ', 'eyJ', '://x:', '-----BEGIN ']) {
      redactText(unit.repeat(16_000 / unit.length));
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

function throwing(): object {
  return {
    payer,
    get broken(): string {
      throw new Error(CANARIES.email);
    },
  };
}
