import { buildRecaudo, writeRecaudoBytes } from '@cauce/asobancaria';
import { readSettlement } from './epayco.settlement.js';

const DAY = '2026-11-20';
const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

const payments = [
  { reference: '1763650123', amount: cop(8_500_000n), operation: '4217' },
  { reference: '1763650131', amount: cop(12_345_600n), operation: '4225' },
];

function file(change: Partial<Parameters<typeof buildRecaudo>[0]> = {}): Buffer {
  return writeRecaudoBytes(
    buildRecaudo({
      nit: '9001234568',
      collectedOn: DAY,
      bankCode: '007',
      account: '12345678901',
      createdOn: '2026-11-21',
      createdTime: '02:13',
      modifier: 'A',
      accountType: '01',
      batches: [{ serviceCode: '7709998765436', payments }],
      ...change,
    }),
  );
}

describe('a collection file of ePayco', () => {
  it('becomes lines with canonical references, and names itself', async () => {
    const reading = await readSettlement(file(), DAY);
    expect(reading).toEqual({
      kind: 'accepted',
      identity: '9001234568:12345678901:2026-11-20:007:A',
      collectedOn: DAY,
      total: cop(20_845_600n),
      lines: [
        {
          number: 3,
          reference: '1763650123',
          rawReference: '1763650123'.padStart(48, '0'),
          amountMinor: 8_500_000n,
          currency: 'COP',
          operation: '004217',
        },
        expect.objectContaining({ number: 4, reference: '1763650131', amountMinor: 12_345_600n }),
      ],
      warnings: [],
    });
  });

  it('leaves payments that the bank gave back out of lines and total', async () => {
    const [first, second] = payments.map((payment, index) => ({
      ...payment,
      returnReason: index === 1 ? 'R01' : '',
    }));
    const given = [first, second].filter((payment) => payment !== undefined);
    const batches = [{ serviceCode: '7709998765436', payments: given }];
    const reading = await readSettlement(file({ batches }), DAY);
    expect(reading).toMatchObject({
      kind: 'accepted',
      total: cop(8_500_000n),
      lines: [{ reference: '1763650123' }],
      warnings: ['1 returned payments left out'],
    });
  });

  it('is rejected whole, with both totals, when one digit is wrong', async () => {
    const text = file().toString('latin1').replace('00000008500000', '00000008500100');
    const reading = await readSettlement(Buffer.from(text, 'latin1'), DAY);
    expect(reading).toMatchObject({
      kind: 'rejected',
      collectedOn: DAY,
      declared: cop(20_845_600n),
      counted: cop(20_845_700n),
    });
    const codes = reading.kind === 'rejected' ? reading.problems.map(({ code }) => code) : [];
    expect(codes).toEqual(['BATCH_VALUE', 'FILE_VALUE']);
  });

  it('is rejected wherever it is cut, but right at its end', async () => {
    const bytes = file();
    const lastLine = bytes.lastIndexOf('\r\n09', bytes.length) + 2;
    for (let size = 1; size < lastLine; size += 41) {
      const { kind } = await readSettlement(bytes.subarray(0, size), DAY);
      if (size > 200) expect({ size, kind }).toEqual({ size, kind: 'rejected' });
    }
  });

  it('without bytes is a day without collections', async () => {
    expect(await readSettlement(new Uint8Array(), DAY)).toMatchObject({
      kind: 'accepted',
      identity: `empty:${DAY}`,
      collectedOn: DAY,
      total: cop(0n),
      lines: [],
    });
  });

  it('of a header alone does not use up the identity of the whole file', async () => {
    const header = file().subarray(0, 164);
    expect(await readSettlement(header, DAY)).toMatchObject({
      kind: 'accepted',
      identity: '9001234568:12345678901:2026-11-20:007:A:empty',
      lines: [],
    });
  });

  it('says so when it lies under another day than it is about', async () => {
    const reading = await readSettlement(file(), '2026-11-21');
    expect(reading).toMatchObject({
      collectedOn: DAY,
      warnings: ['listed under 2026-11-21, collected on 2026-11-20'],
    });
  });
});
