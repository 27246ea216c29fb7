import { newestBanks, transferProblems } from './banks.js';

const banks = (code: string, at: string) => ({
  list: [{ code, name: `Bank ${code}` }],
  refreshedAt: new Date(at),
});
const older = { rail: 'pse', banks: banks('1007', '2026-11-19T15:00:00Z') };
const newer = { rail: 'pse', banks: banks('1051', '2026-11-20T15:00:00Z') };
const silent = { rail: 'pse', banks: null };
const returnUrl = 'https://shop.example/back';

describe('the banks of a rail', () => {
  it('are those that were listed last', () => {
    for (const routes of [
      [older, silent, newer],
      [newer, older],
    ]) {
      expect(newestBanks(routes, 'pse')?.list[0]?.code).toBe('1051');
    }
  });

  it('are not known where no route of it has any', () => {
    expect(newestBanks([silent, { ...newer, rail: 'other' }], 'pse')).toBeNull();
  });
});

describe('a request to pay at a bank', () => {
  it.each([
    [{ bank: '1007', returnUrl }, older, []],
    [{ bank: '1051', returnUrl }, older, ['/bank unknown_bank']],
    [{ returnUrl }, older, ['/bank required']],
    [{ bank: '1007' }, older, ['/returnUrl required']],
    [{}, older, ['/returnUrl required', '/bank required']],
    [{ bank: '9999', returnUrl }, silent, []],
    [{}, { rail: 'efecty', banks: null }, []],
  ])('%j is held against its route', (request, route, problems) => {
    const found = transferProblems(request, route);
    expect(found.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(problems);
  });
});
