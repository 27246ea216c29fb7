import { eachInTurn } from './each-in-turn.js';

describe('each in turn', () => {
  it('does one after another, in order', async () => {
    const steps: string[] = [];
    await eachInTurn(['a', 'b'], async (item) => {
      steps.push(`${item} begins`);
      await Promise.resolve();
      steps.push(`${item} ends`);
    });
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after one that fails, and tells of all that did', async () => {
    const done: number[] = [];
    const working = eachInTurn([1, 2, 3, 4], async (item) => {
      if (item % 2 === 1) throw new Error(`no ${item}`);
      done.push(item);
    });
    await expect(working).rejects.toMatchObject({
      message: '2 of 4 failed',
      errors: [new Error('no 1'), new Error('no 3')],
    });
    expect(done).toEqual([2, 4]);
  });
});
