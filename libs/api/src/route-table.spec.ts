import { RouteTable } from './route-table.js';

const table = new RouteTable();
for (const [method, template] of [
  ['GET', '/v1/payments'],
  ['POST', '/v1/payments'],
  ['GET', '/v1/payments/:id'],
  ['POST', '/v1/payments/:id/cancel'],
  ['GET', '/'],
] as const) {
  table.add(method, template);
}

describe('methodsAt', () => {
  it.each([
    ['/v1/payments', ['GET', 'POST']],
    ['/v1/payments/pay_1', ['GET']],
    ['/v1/payments/pay_1/cancel', ['POST']],
    ['/', ['GET']],
    ['/v1/payments/', []],
    ['/v1/payments/pay_1/cancel/now', []],
    ['/v1/Payments', []],
    ['', []],
  ])('%s has %j', (path, methods) => {
    expect(table.methodsAt(path)).toEqual(methods);
  });
});
