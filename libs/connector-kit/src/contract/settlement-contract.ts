import assert from 'node:assert/strict';
import { ConnectorError } from '../connector-error.js';
import type {
  SettlementFileName,
  SettlementReading,
  SettlementSource,
} from '../settlement-source.js';
import { inTime } from './contract-assertions.js';
import type { ContractCase } from './contract-case.js';
import { SETTLEMENT_DEFECTS, type ContractWorld } from './contract-world.js';

/** A day of long ago, on which nothing can have been collected. */
const EMPTY_DAY = '2001-01-01';

/** What a connector must do with settlement files, if it has them. */
export function settlementContract(world: ContractWorld): ContractCase[] {
  const source = world.connector.settlements;
  if (source === undefined) return [];
  return [
    {
      name: 'lists no files for a day without any',
      run: async () => {
        assert.deepEqual(await inTime(source.list(EMPTY_DAY, world.call())), []);
      },
    },
    {
      name: 'reads a file of the provider: each payment with our reference and its amount',
      run: async () => {
        const { reference, amountMinor } = await paidOnce(world);
        const reading = await newest(world, source, null);
        assert.equal(reading.kind, 'accepted');
        if (reading.kind !== 'accepted') return;
        const own = reading.lines.filter((line) => line.reference === reference);
        assert.deepEqual(
          own.map((line) => line.amountMinor),
          [amountMinor],
        );
        const sum = reading.lines.reduce((total, line) => total + line.amountMinor, 0n);
        assert.equal(sum, reading.total.minor);
        assert.equal(reading.collectedOn, world.today);
      },
    },
    ...SETTLEMENT_DEFECTS.map((defect) => ({
      name: `rejects a file with ${defect} whole`,
      run: async () => {
        await paidOnce(world);
        const reading = await newest(world, source, defect);
        assert.equal(reading.kind, 'rejected');
        assert.ok(reading.kind === 'rejected' && reading.problems.length > 0);
      },
    })),
    {
      name: 'says that a file that is not there could not be fetched',
      run: async () => {
        const fetching = inTime(source.fetch(EMPTY_DAY, 'nothing.txt', world.call()));
        await assert.rejects(fetching, ConnectorError);
      },
    },
  ];
}

async function paidOnce(world: ContractWorld) {
  const request = world.request();
  const issued = await inTime(world.connector.issue(request, world.call()));
  await world.driver.pay(world.codeOf(issued));
  return { reference: request.reference, amountMinor: request.amount.minor };
}

async function newest(
  world: ContractWorld,
  source: SettlementSource,
  defect: (typeof SETTLEMENT_DEFECTS)[number] | null,
): Promise<SettlementReading> {
  const before = await source.list(world.today, world.call());
  await world.driver.settle(world.today, defect);
  const after = await source.list(world.today, world.call());
  const isKnown = (file: SettlementFileName) =>
    before.some((one) => one.name === file.name && one.sha256 === file.sha256);
  const added = after.find((file) => !isKnown(file));
  assert.ok(added !== undefined, 'no file was written');
  return source.read(await source.fetch(world.today, added.name, world.call()), world.today);
}
