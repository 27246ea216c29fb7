import { FaultBoard } from './fault-board.js';

const fault = {
  protocol: 'epayco',
  operation: 'issue',
  kind: 'reset',
  count: 1,
  delayMs: 0,
} as const;

describe('fault board', () => {
  it('spoils as many requests as was asked for', () => {
    const board = new FaultBoard();
    board.add({ ...fault, count: 2 });
    const kinds = [1, 2, 3].map(() => board.take('epayco', 'issue')?.kind ?? null);
    expect(kinds).toEqual(['reset', 'reset', null]);
    expect(board.active()).toEqual([]);
  });

  it('leaves other operations alone, unless it is for any', () => {
    const board = new FaultBoard();
    board.add(fault);
    expect(board.take('epayco', 'status')).toBeNull();
    board.add({ ...fault, operation: 'any', kind: 'slow' });
    expect(board.take('epayco', 'status')?.kind).toBe('slow');
  });

  it('takes the oldest fault first', () => {
    const board = new FaultBoard();
    board.add(fault);
    board.add({ ...fault, kind: 'slow' });
    expect([board.take('epayco', 'issue')?.kind, board.take('epayco', 'issue')?.kind]).toEqual([
      'reset',
      'slow',
    ]);
  });

  it('shows how many are left, and forgets all when cleared', () => {
    const board = new FaultBoard();
    board.add({ ...fault, count: 3 });
    board.take('epayco', 'issue');
    expect(board.active()).toMatchObject([{ id: 1, protocol: 'epayco', remaining: 2 }]);
    board.clear();
    expect(board.take('epayco', 'issue')).toBeNull();
  });
});
